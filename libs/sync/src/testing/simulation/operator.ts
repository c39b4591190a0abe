import { otherSide, sides, type Side } from "@ticket-bridge/helpdesk";

import { adoptTarget } from "../../steer/adopt-target.ts";
import { linkTickets } from "../../steer/link-tickets.ts";
import { memoryStore } from "../memory-store/memory-store.ts";
import type { MirrorRow } from "../memory-store/state.ts";
import { CreationOperator } from "./operator-of-creations.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { nameOf, skipReason, unlinkReason, type Pair, type World } from "./world.ts";

/** A person at the admin API: retries, skips, adopts, pauses and resumes, unlinks and links again. */
export class Operator {
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly #store;
  /** Null where no tickets are made. */
  readonly #creations: CreationOperator | null;

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
    this.#store = memoryStore(world.database);
    this.#creations = world.extras.createsIn === null ? null : new CreationOperator(world, random.fork());
  }

  async link(pair: Pair, from: "now" | "start"): Promise<void> {
    const { outcome } = await linkTickets(
      { store: this.#store, helpdesks: this.#world.desks },
      { superofficeTicketId: pair.superoffice, requestorTicketId: pair.requestor, from },
    );
    if (outcome === "linked") this.#world.noteLink(pair, `linked from ${from}`);
  }

  async work(): Promise<void> {
    const random = this.#random;
    while (this.#world.troubled) {
      await this.#world.clock.sleep(random.between(1_000, 60_000));
      if (random.chance(0.5)) await this.#attend();
      if (random.chance(0.12)) void this.#pauseLink();
      if (random.chance(0.03)) void this.#pauseSide(random.pick(sides));
      if (random.chance(0.06)) void this.#relink(random.pick(this.#world.pairs));
    }
  }

  /** Looks at each alarm and lets public messages go on, to the very end. */
  async acknowledge(): Promise<void> {
    const { clock, story } = this.#world;
    for (;;) {
      await clock.sleep(this.#random.between(30_000, 180_000));
      const seen = await this.#store.standingAlarms();
      const alarms = await this.#store.acknowledgeAlarms(
        "the operator",
        seen.map(({ id }) => id),
      );
      if (alarms > 0) story.tell(`the operator acknowledges ${alarms} alarms`);
    }
  }

  /** Everything linked, resumed and asked for once more, as somebody does who wants to see the end of it. */
  async tidyUp(): Promise<void> {
    for (const pair of this.#world.pairs) {
      const row = this.#activeLink(pair);
      // What the bridge makes it links itself; only a person who unlinked it links it again.
      if (row === undefined && this.#wasLinkedByHand(pair)) await this.link(pair, "now");
      else if (row?.paused === true) await this.#store.setLinkPaused(row.id, false);
    }
    for (const side of sides) if (this.#world.database.isPaused(side)) await this.#store.setPaused(side, false);
  }

  async retryAllHeld(): Promise<void> {
    this.#world.noteSetAside();
    for (const { id, state } of [...this.#world.database.mirrors])
      if (state === "held") await this.#store.retryMirror(id);
    await this.#creations?.retryAllHeld();
  }

  async #attend(): Promise<void> {
    if (await this.#creations?.attend()) return;
    const waiting = this.#world.database.mirrors.filter(({ state }) => state === "held" || state === "uncertain");
    if (waiting.length === 0) return;
    const row = this.#random.pick(waiting);
    this.#world.noteSetAside();
    const chance = this.#random.next();
    if (chance < 0.8) {
      this.#world.story.tell(`the operator retries ${row.state} mirror ${row.id}`);
      await this.#store.retryMirror(row.id);
    } else if (chance < 0.9) {
      this.#world.story.tell(`the operator skips ${row.state} mirror ${row.id}`);
      const { outcome } = await this.#store.skipMirror(row.id, skipReason);
      if (outcome === "done") this.#settled(row);
    } else {
      await this.#adopt(row);
    }
  }

  /** Takes some message of the target ticket for the mirror: the right one, another mirror or what a person wrote. */
  async #adopt(row: MirrorRow): Promise<void> {
    const { desks, story, acts } = this.#world;
    const target = otherSide(row.sourceSide);
    const ticketId = this.#world.counterpart(row.sourceSide, row.sourceTicketId);
    if (ticketId === null) return;
    const candidates = desks[target].held.filter((held) => held.ticketId === ticketId);
    if (candidates.length === 0) return;
    const { id } = this.#random.pick(candidates);
    const { state } = row;
    const { outcome } = await adoptTarget({ store: this.#store, helpdesks: desks }, row.id, id);
    story.tell(`the operator adopts ${target} message ${id} for ${state} mirror ${row.id}: ${outcome}`);
    if (outcome !== "done") return;
    this.#settled(row);
    acts.takenAsMirrors.add(nameOf(target, id));
  }

  #settled({ id, kind, sourceSide, sourceMessageId }: MirrorRow): void {
    const { acts } = this.#world;
    if (kind === "message") acts.settledByHand.add(nameOf(sourceSide, sourceMessageId));
    else acts.settledRows.add(id);
  }

  async #pauseLink(): Promise<void> {
    const link = this.#activeLink(this.#random.pick(this.#world.pairs));
    if (link === undefined) return;
    const { story, clock } = this.#world;
    story.tell(`the operator pauses link ${link.id}`);
    await this.#store.setLinkPaused(link.id, true);
    await clock.sleep(this.#random.between(1_000, 90_000));
    await this.#store.setLinkPaused(link.id, false);
    story.tell(`the operator resumes link ${link.id}`);
  }

  async #pauseSide(side: Side): Promise<void> {
    const { story, clock } = this.#world;
    story.tell(`the operator pauses ${side}`);
    await this.#store.setPaused(side, true);
    await clock.sleep(this.#random.between(1_000, 120_000));
    await this.#store.setPaused(side, false);
    story.tell(`the operator resumes ${side}`);
  }

  async #relink(pair: Pair): Promise<void> {
    const link = this.#activeLink(pair);
    if (link === undefined) return;
    this.#world.noteSetAside();
    if (!(await this.#store.removeLink(link.id, unlinkReason))) return;
    this.#world.noteLink(pair, "unlinked");
    await this.#world.clock.sleep(this.#random.between(100, 120_000));
    const from = this.#random.pick(["now", "start"] as const);
    await this.link(pair, from);
  }

  #wasLinkedByHand(pair: Pair): boolean {
    const events = this.#world.acts.links.get(pair) ?? [];
    return !this.#isMade(pair) || events.length > 1;
  }

  #isMade(pair: Pair): boolean {
    return this.#world.opened.some(({ side, ticketId }) => pair[side] === ticketId);
  }

  #activeLink(pair: Pair) {
    return this.#world.database.links.find(
      ({ active, tickets }) =>
        active && tickets.superoffice === pair.superoffice && tickets.requestor === pair.requestor,
    );
  }
}

import { sides, type Content, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { Newcomers } from "./newcomers.ts";
import { PeopleFiles, withPictures } from "./people-files.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Draft, HeldMessage } from "./simulated-helpdesk.ts";
import { poison } from "./simulated-network.ts";
import { tell } from "./told-visibility.ts";
import type { World } from "./world.ts";
import type { Nature, Version, Written } from "./written.ts";

/** What people say again and again. */
const phrases = ["ok", "Thank you!", "any news?"];

/** How often somebody opens a ticket instead of writing on one. */
const openedShare = 0.15;

/** The code of another bridge, or somebody's guess. */
const wrongCode = "0123456789abcdef";

/** People who write, in bursts and alone, change their minds, delete and quote, on both sides of all tickets. */
export class People {
  readonly written: Written[] = [];
  readonly #world: World;
  readonly #random: SeededRandom;
  /** Null where nobody opens a ticket. */
  readonly #newcomers: Newcomers | null;
  /** Null where nobody attaches anything. */
  readonly #files: Readonly<Record<Side, PeopleFiles>> | null;

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
    this.#newcomers = world.extras.createsIn === null ? null : new Newcomers(world, random.fork());
    const filesOf = (side: Side) => new PeopleFiles(side, world.desks[side].shelf, random.fork());
    const { files } = world.extras;
    this.#files = files === null ? null : { superoffice: filesOf("superoffice"), requestor: filesOf("requestor") };
  }

  /** What stood on the tickets before anybody thought of a bridge. */
  writeHistory(): void {
    for (const pair of this.#world.pairs) {
      for (const side of sides) {
        for (let n = this.#random.between(0, 2); n > 0; n -= 1) this.#write(side, pair[side], 0);
      }
    }
  }

  async writeFor(milliseconds: number, count: number): Promise<void> {
    const random = this.#random;
    for (let n = 0; n < count; n += 1) {
      await this.#world.clock.sleep(random.between(0, (2 * milliseconds) / count));
      const side = random.pick(sides);
      const isNew = this.#newcomers !== null && random.chance(openedShare);
      const ticketId = isNew ? this.#newcomers.open(side) : random.pick(this.#world.ticketsOf(side));
      const burst = random.chance(0.07) ? random.between(3, 12) : 1;
      for (let k = 0; k < burst; k += 1) {
        this.#write(side, ticketId, this.#visibleAfterMs());
        if (burst > 1) await this.#world.clock.sleep(random.between(0, 300));
      }
    }
  }

  /** An id is given at once; the message may be shown later, and seldom later than a feed looks back. */
  #visibleAfterMs(): number {
    const random = this.#random;
    if (random.chance(0.003)) return random.between(10 * 60_000, 25 * 60_000);
    return random.chance(0.05) ? random.between(100, 300_000) : 0;
  }

  #write(side: Side, ticketId: TicketId, visibleAfterMs: number): void {
    const random = this.#random;
    const { draft, nature } = this.#draft(side, ticketId);
    const files = this.#files?.[side].attach(draft.html && nature === "message") ?? [];
    const text = withPictures(draft.text, draft.html, files);
    const attached = { ...draft, text, files: files.map(({ file }) => file) };
    const held = this.#world.desks[side].write(ticketId, attached, visibleAfterMs);
    const written: Written = {
      side,
      ticketId,
      id: held.id,
      nature,
      visibleAt: held.visibleAt,
      files,
      versions: [this.#version(draft)],
      deleted: false,
    };
    this.written.push(written);
    this.#world.touched.push(written);
    const late = visibleAfterMs > 0 ? `, to be seen after ${Math.ceil(visibleAfterMs / 1_000)} s` : "";
    const told = `${draft.told.kind} ${nature}`;
    const along =
      files.length === 0 ? "" : `, with ${files.map(({ kind, file }) => `${kind} ${file.name}`).join(", ")}`;
    this.#world.story.tell(
      `${side}/${ticketId}: ${told} ${held.id} is written, ${JSON.stringify(draft.text)}${along}${late}`,
    );
    if (random.chance(0.2)) void this.#changeMind(written, held);
  }

  #version(draft: Pick<Draft, "told" | "html" | "text">): Version {
    const content: Content = { format: draft.html ? "html" : "plain", text: draft.text };
    return { at: this.#world.clock.now(), kind: draft.told.kind, content };
  }

  #draft(side: Side, ticketId: TicketId): { draft: Draft; nature: Nature } {
    const random = this.#random;
    const html = random.chance(0.2);
    const words = random.chance(0.1) ? random.pick(phrases) : `message ${this.written.length}.`;
    const plain: Draft = {
      text: html ? `<p>${words}</p>` : words,
      html,
      told: tell(side, random.chance(0.08) ? "unknown" : random.chance(0.6) ? "public" : "internal", random),
      account: random.chance(0.2) ? "unknown" : "person",
    };
    const chance = random.next();
    if (chance < 0.06) {
      const quoted = this.#quotation(side, ticketId, plain);
      if (quoted !== null) return { draft: quoted, nature: "quotation" };
    }
    if (chance < 0.08) return { draft: this.#forged(side, ticketId, plain), nature: "message" };
    if (chance < 0.1) return { draft: { ...plain, text: `${plain.text} ${poison}` }, nature: "refused" };
    if (chance < 0.11) return { draft: { ...plain, account: "bridge" }, nature: "by the bridge's account" };
    if (chance < 0.12 && side === "superoffice") return { draft: { ...plain, bounce: true }, nature: "bounce" };
    return { draft: plain, nature: "message" };
  }

  /** One of our mirrors word for word, with its marker; in SuperOffice a mail that carries a mirror's Message-Id. */
  #quotation(side: Side, ticketId: TicketId, plain: Draft): Draft | null {
    const mirrors = this.#world.desks[side].mirrorsOn(ticketId).filter(({ removed }) => !removed);
    if (mirrors.length === 0) return null;
    const { wire } = this.#random.pick(mirrors);
    if (side === "superoffice") return { ...plain, mailId: String(wire["MessageId"]) };
    return { ...plain, text: String(wire["Body"]), html: wire["Html"] === true };
  }

  /** Something shaped like a marker that the bridge did not make. */
  #forged(side: Side, ticketId: TicketId, plain: Draft): Draft {
    if (side === "requestor") {
      const line = `[Jane Doe, 2026-01-02 03:04 UTC, SuperOffice message 1001/1, ${wrongCode}]`;
      return { ...plain, html: false, text: `${line}\n\n${plain.text}` };
    }
    const source = this.#world.counterpart(side, ticketId) ?? "47";
    return { ...plain, mailId: `<requestor.${source}.1001.1.${wrongCode}@bridge.test>` };
  }

  /** Later it is edited, becomes internal or public, or is deleted. */
  async #changeMind(written: Written, held: HeldMessage): Promise<void> {
    const random = this.#random;
    const { clock, story } = this.#world;
    await clock.sleep(random.between(0, random.chance(0.5) ? 10_000 : 90_000));
    const place = `${written.side}/${written.ticketId}`;
    this.#world.touched.push(written);
    if (random.chance(0.2)) {
      written.deleted = true;
      if (written.side === "superoffice") held.removed = true;
      else held.wire = { ...held.wire, Deleted: true };
      story.tell(`${place}: message ${written.id} is deleted`);
      return;
    }
    const last = written.versions.at(-1);
    if (last === undefined) return;
    const edited = random.chance(0.4) && written.nature === "message";
    const kind = edited && random.chance(0.7) ? last.kind : random.pick(["public", "internal", "unknown"] as const);
    const text = edited ? `${last.content.text} edited` : last.content.text;
    const html = last.content.format === "html";
    const told = kind === last.kind ? null : tell(written.side, kind, random);
    const shown = withPictures(text, html, written.files);
    held.wire = { ...held.wire, ...this.#wireChange(written.side, { text: shown, html }, told) };
    written.versions.push(this.#version({ told: { kind, wire: null }, text, html }));
    story.tell(`${place}: message ${written.id} is ${kind} from now on and says ${JSON.stringify(text)}`);
    if (random.chance(0.4)) await this.#changeMind(written, held);
  }

  #wireChange(side: Side, { text, html }: { text: string; html: boolean }, told: { wire: unknown } | null): object {
    if (side === "requestor") {
      return { Body: text, Edited: true, ...(told === null ? {} : { Private: told.wire }) };
    }
    const body = html ? { HtmlBody: text } : { Body: text };
    const ChangedAt = new Date(this.#world.clock.now()).toISOString();
    return { ...body, ChangedAt, ...(told === null ? {} : { Slevel: told.wire }) };
  }
}

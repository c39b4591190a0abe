import { sides, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import type { Bridges } from "./bridges.ts";
import { badTimes, noFaults } from "./fault-mix.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { type World } from "./world.ts";

/** What goes wrong outside the bridges: the helpdesks, the database, tickets that are away, webhooks. */
export class Trouble {
  readonly #world: World;
  readonly #bridges: Bridges;
  readonly #random: SeededRandom;

  constructor(world: World, bridges: Bridges, random: SeededRandom) {
    this.#world = world;
    this.#bridges = bridges;
    this.#random = random;
  }

  async make(): Promise<void> {
    const { clock, networks, story } = this.#world;
    const random = this.#random;
    while (this.#world.troubled) {
      const side = random.pick(sides);
      networks[side].mix = badTimes(random);
      if (random.chance(0.12)) this.#takeAway(side, "downUntil", random.between(1_000, 240_000));
      if (random.chance(0.06)) this.#takeAway(side, "offlineUntil", random.between(10_000, 240_000));
      if (random.chance(0.06)) void this.#hideTicket();
      if (random.chance(0.08)) {
        this.#bridges.databaseAwayUntil = clock.now() + random.between(500, 20_000);
        story.count("database away");
        story.tell("the database is away for a while");
      }
      await clock.sleep(random.between(5_000, 60_000));
    }
  }

  makePeace(): void {
    for (const side of sides) {
      const network = this.#world.networks[side];
      network.mix = noFaults;
      network.downUntil = 0;
      network.offlineUntil = 0;
      this.#world.desks[side].missing.clear();
    }
  }

  /** Webhooks: delayed, doubled, lost, out of order, for tickets nobody linked, and to any of the bridges. */
  async sendHints(): Promise<void> {
    const { clock, story, pairs, touched } = this.#world;
    const random = this.#random.fork();
    let told = 0;
    while (this.#world.troubled) {
      for (const { side, ticketId } of touched.slice(told)) {
        const copies = random.pick([0, 1, 1, 1, 2, 5]);
        if (copies === 0) story.count("webhook lost");
        if (copies > 1) story.count("webhook doubled");
        for (let n = 0; n < copies; n += 1) void this.#hint(random, side, ticketId);
      }
      told = touched.length;
      await clock.sleep(200);
      if (random.chance(0.02)) {
        const side = random.pick(sides);
        void this.#hint(random, side, random.pick(pairs)[random.pick(sides)]);
      }
    }
  }

  async #hint(random: SeededRandom, side: Side, ticketId: TicketId): Promise<void> {
    const late = random.chance(0.2);
    if (late) this.#world.story.count("webhook late");
    await this.#world.clock.sleep(random.between(0, late ? 60_000 : 500));
    const alive = this.#bridges.running.filter(({ process }) => process.alive);
    if (alive.length > 0)
      await random
        .pick(alive)
        .engine.hint(side, [ticketId])
        .catch(() => undefined);
  }

  /** Somebody looks at each ticket that only webhooks tell of, when these get through again. */
  async hintOpened(): Promise<void> {
    for (const { side, ticketId, needsHint } of this.#world.opened) {
      if (!needsHint) continue;
      const alive = () => this.#bridges.running.filter(({ process }) => process.alive);
      while (alive().length === 0) await this.#world.clock.sleep(1_000);
      await alive()[0]?.engine.hint(side, [ticketId]);
    }
  }

  #takeAway(side: Side, what: "downUntil" | "offlineUntil", milliseconds: number): void {
    const words = what === "downUntil" ? "down" : "offline";
    this.#world.networks[side][what] = this.#world.clock.now() + milliseconds;
    this.#world.story.count(words);
    this.#world.story.tell(`${side} is ${words} for ${Math.round(milliseconds / 1_000)} s`);
  }

  /** A ticket is deleted or taken from the bridge's account, and comes back. */
  async #hideTicket(): Promise<void> {
    const { clock, desks, story } = this.#world;
    const side = this.#random.pick(sides);
    const ticketId = this.#random.pick(this.#world.ticketsOf(side));
    desks[side].missing.add(ticketId);
    story.count("ticket away");
    story.tell(`${side}/${ticketId} is not there any more`);
    await clock.sleep(this.#random.between(1_000, 180_000));
    desks[side].missing.delete(ticketId);
    story.tell(`${side}/${ticketId} is there again`);
  }
}

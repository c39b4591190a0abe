import { sides, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { Engine } from "../../engine.ts";
import type { EngineParts } from "../../engine.ts";
import { linkTickets } from "../../steer/link-tickets.ts";
import { FakeFeedHelpdesk, FakeHelpdesk } from "../fake-helpdesk.ts";
import { memoryStore } from "../memory-store/memory-store.ts";
import { MemoryDatabase } from "../memory-store/state.ts";
import { SimulatedClock } from "../simulated-clock.ts";
import { brokenPromises } from "./check-promises.ts";
import { People } from "./people.ts";
import { SeededRandom } from "./seeded-random.ts";
import { noFaults, SimulatedNetwork, type FaultMix } from "./simulated-network.ts";
import { SimulatedProcess } from "./simulated-process.ts";

export interface SimulationResult {
  readonly seed: number;
  /** Sentences; empty when every promise was kept. */
  readonly broken: readonly string[];
  readonly messages: number;
  readonly mirrored: number;
  readonly crashes: number;
  readonly simulatedMinutes: number;
  /** What happened, one line each with the simulated time; long. */
  readonly story: readonly string[];
}

/** How an engine is made; tests break a safety rule here. */
export type MakeEngine = (parts: EngineParts) => Engine;

const settleMs = 120_000;
const leaseMs = 10_000;
const faultsForMs = 10 * 60_000;
const longestMs = 12 * 60 * 60_000;

/** Plays one seed: people, faults, crashes and restarts, one or two bridges; then peace, and the promises are checked. */
export async function simulate(
  seed: number,
  makeEngine: MakeEngine = (parts) => new Engine(parts),
): Promise<SimulationResult> {
  return await new Simulation(seed, makeEngine).run();
}

class Simulation {
  readonly #seed: number;
  readonly #makeEngine: MakeEngine;
  readonly #random: SeededRandom;
  readonly #clock = new SimulatedClock();
  readonly #database = new MemoryDatabase(() => this.#clock.now());
  readonly #story: string[] = [];
  readonly #desks: Readonly<{ superoffice: FakeFeedHelpdesk; requestor: FakeHelpdesk }>;
  readonly #networks: Readonly<Record<Side, SimulatedNetwork>>;
  readonly #pairs: readonly Readonly<Record<Side, TicketId>>[];
  readonly #bridges: { process: SimulatedProcess; engine: Engine }[] = [];
  #faults = true;
  #crashes = 0;
  #processes = 0;

  constructor(seed: number, makeEngine: MakeEngine) {
    this.#seed = seed;
    this.#makeEngine = makeEngine;
    this.#random = new SeededRandom(seed);
    const clock = this.#clock;
    this.#desks = {
      superoffice: new FakeFeedHelpdesk("superoffice", clock),
      requestor: new FakeHelpdesk("requestor", clock),
    };
    const network = () => new SimulatedNetwork({ clock, random: this.#random.fork(), settleMs });
    this.#networks = { superoffice: network(), requestor: network() };
    const count = this.#random.between(1, 6);
    this.#pairs = Array.from({ length: count }, (_, n) => ({
      superoffice: String(700 + n) as TicketId,
      requestor: String(40 + n) as TicketId,
    }));
    if (this.#random.chance(0.3)) this.#desks.requestor.publicOnly.add("40");
  }

  async run(): Promise<SimulationResult> {
    const started = this.#clock.monotonic();
    const replicas = this.#random.chance(0.4) ? 2 : 1;
    const playing = this.#play(replicas);
    await this.#clock.until("the simulation ends", playing.ended, longestMs);
    const { written } = playing.people;
    const sentAt = { superoffice: this.#networks.superoffice.sentAt, requestor: this.#networks.requestor.sentAt };
    const broken = brokenPromises({
      desks: this.#desks,
      pairs: this.#pairs,
      written,
      database: this.#database,
      sentAt,
    });
    for (const { process } of this.#bridges) process.kill();
    return {
      seed: this.#seed,
      broken,
      messages: written.length,
      mirrored: this.#database.mirrors.filter(({ state }) => state === "mirrored").length,
      crashes: this.#crashes,
      simulatedMinutes: Math.round((this.#clock.monotonic() - started) / 60_000),
      story: this.#story,
    };
  }

  #play(replicas: number): { people: People; ended: () => boolean } {
    const people = new People({
      desks: this.#desks,
      pairs: this.#pairs,
      clock: this.#clock,
      random: this.#random.fork(),
      tell: (line) => this.#tell(line),
    });
    let peace: Promise<unknown> | null = null;
    let quiet = false;
    const story = async () => {
      const store = memoryStore(this.#database);
      for (const pair of this.#pairs) await this.#link(store, pair);
      for (let n = 0; n < replicas; n += 1) void this.#keepRunning();
      void this.#makeTrouble();
      void this.#operate();
      void this.#sendHints(people);
      await people.writeFor(faultsForMs, this.#random.between(10, 60));
      await this.#clock.sleep(this.#random.between(0, 60_000));
      this.#makePeace();
      peace = this.#untilQuiet(people).then(() => (quiet = true));
      await peace;
    };
    void story();
    return { people, ended: () => quiet };
  }

  async #link(store: ReturnType<typeof memoryStore>, pair: Readonly<Record<Side, TicketId>>): Promise<void> {
    await linkTickets(
      { store, helpdesks: this.#desks },
      { superofficeTicketId: pair.superoffice, requestorTicketId: pair.requestor, from: "now" },
    );
  }

  /** One bridge, started again whenever it died. */
  async #keepRunning(): Promise<void> {
    const random = this.#random.fork();
    for (;;) {
      const diesAt = this.#faults && random.chance(0.85) ? random.between(1, 3_000) : Infinity;
      this.#processes += 1;
      const process = new SimulatedProcess(`bridge ${this.#processes}`, this.#clock, diesAt);
      this.#tell(`${process.name} starts`);
      const engine = this.#engine(process, random.fork());
      const bridge = { process, engine };
      this.#bridges.push(bridge);
      void engine.start().catch((error: unknown) => {
        this.#tell(`${process.name} could not start: ${String(error)}`);
        process.kill();
      });
      while (process.alive) {
        await this.#clock.sleep(500);
        if (this.#faults && random.chance(0.01)) this.#stall(process, random.between(3_000, 60_000));
      }
      this.#bridges.splice(this.#bridges.indexOf(bridge), 1);
      this.#crashes += 1;
      this.#tell(`${process.name} dies at its point ${process.points}`);
      await this.#clock.sleep(random.between(0, 20_000));
    }
  }

  #stall(process: SimulatedProcess, milliseconds: number): void {
    this.#tell(`${process.name} stands still for ${Math.round(milliseconds / 1_000)} s`);
    process.stall(milliseconds);
  }

  /** A person at the admin API, who retries what waits or is held and pauses links and resumes them. */
  async #operate(): Promise<void> {
    const random = this.#random.fork();
    const store = memoryStore(this.#database);
    while (this.#faults) {
      await this.#clock.sleep(random.between(1_000, 60_000));
      const waiting = this.#database.mirrors.filter(({ state }) => state === "held" || state === "uncertain");
      if (waiting.length > 0 && random.chance(0.5)) {
        const { id, state } = random.pick(waiting);
        this.#tell(`the operator retries ${state} mirror ${id}`);
        await store.retryMirror(id);
      }
      if (random.chance(0.15)) void this.#pauseForAWhile(random, store);
    }
  }

  async #pauseForAWhile(random: SeededRandom, store: ReturnType<typeof memoryStore>): Promise<void> {
    const { id } = random.pick(this.#database.links);
    this.#tell(`the operator pauses link ${id}`);
    await store.setLinkPaused(id, true);
    await this.#clock.sleep(random.between(1_000, 90_000));
    await store.setLinkPaused(id, false);
    this.#tell(`the operator resumes link ${id}`);
  }

  #engine(process: SimulatedProcess, random: SeededRandom): Engine {
    const breaks = () => (this.#faults ? 0.01 : 0);
    const side = { pollMs: 10_000, callsPerSecond: 5, pollsAtOnce: 3 };
    return this.#makeEngine({
      store: process.store(memoryStore(this.#database), { random: random.fork(), breaks }),
      helpdesks: {
        superoffice: this.#networks.superoffice.reach(process, this.#desks.superoffice),
        requestor: this.#networks.requestor.reach(process, this.#desks.requestor),
      },
      identity: { bridgeId: "bridge.test", secret: "the secret of a simulation" },
      clock: process.clock(random.between(-300_000, 300_000)),
      random,
      log: {
        log: ({ level, message, ...fields }) => {
          if (level !== "debug") this.#tell(`${process.name}: ${message} ${JSON.stringify(fields)}`);
        },
        delivered: () => undefined,
      },
      settings: {
        mode: "mirror",
        settleMs,
        leaseMs,
        lanesAtOnce: 4,
        sides: { superoffice: side, requestor: { ...side, pollMs: 30_000 } },
      },
    });
  }

  async #makeTrouble(): Promise<void> {
    const random = this.#random.fork();
    while (this.#faults) {
      const side = random.pick(sides);
      const network = this.#networks[side];
      const bad = () => (random.chance(0.4) ? random.next() * 0.2 : 0);
      const mix: FaultMix = {
        unreachable: bad(),
        throttled: bad(),
        errorBeforeCommit: bad(),
        answerLost: bad(),
        lateCommit: bad(),
      };
      network.mix = mix;
      if (random.chance(0.15)) network.downUntil = this.#clock.now() + random.between(1_000, 180_000);
      await this.#clock.sleep(random.between(5_000, 60_000));
    }
  }

  #makePeace(): void {
    this.#faults = false;
    for (const side of sides) {
      this.#networks[side].mix = noFaults;
      this.#networks[side].downUntil = 0;
    }
    for (const { process } of this.#bridges) process.spare();
    this.#tell("peace");
  }

  /** Webhooks: delayed, doubled, lost, out of order, and to any of the bridges. */
  async #sendHints(people: People): Promise<void> {
    const random = this.#random.fork();
    let told = 0;
    while (this.#faults) {
      for (const { side, ticketId } of people.written.slice(told)) {
        const copies = random.pick([0, 1, 1, 1, 2, 5]);
        for (let n = 0; n < copies; n += 1) void this.#hint(random, side, ticketId);
      }
      told = people.written.length;
      await this.#clock.sleep(200);
      if (random.chance(0.02)) void this.#hint(random, random.pick(sides), random.pick(this.#pairs).superoffice);
    }
  }

  async #hint(random: SeededRandom, side: Side, ticketId: TicketId): Promise<void> {
    await this.#clock.sleep(random.between(0, random.chance(0.2) ? 60_000 : 500));
    const alive = this.#bridges.filter(({ process }) => process.alive);
    if (alive.length === 0) return;
    await random
      .pick(alive)
      .engine.hint(side, [ticketId])
      .catch(() => undefined);
  }

  async #untilQuiet(people: People): Promise<void> {
    const done = ["mirrored", "skipped", "held"];
    const seen = () =>
      people.written.every(({ side, id }) => {
        const row = this.#database.mirrorOfSource(side, id);
        return row !== undefined && done.includes(row.state);
      });
    // What is still lost after six hours is lost: the check then says so.
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      await this.#clock.sleep(60_000);
      if (seen() && this.#database.mirrors.every(({ state }) => done.includes(state))) break;
    }
    // Every ticket is read once more, so that every echo comes back.
    for (const link of this.#database.links) for (const side of sides) link.pollDue[side] = this.#clock.now();
    await this.#clock.sleep(2 * 60_000);
  }

  #tell(line: string): void {
    const seconds = (this.#clock.monotonic() / 1_000).toFixed(3).padStart(9);
    this.#story.push(`${seconds} s  ${line}`);
  }
}

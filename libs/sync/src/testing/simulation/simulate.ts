import { sides } from "@ticket-bridge/helpdesk";

import { Agents } from "./agents.ts";
import { Backfiller } from "./backfiller.ts";
import { Bridges } from "./bridges.ts";
import { brokenPromises } from "./check-promises.ts";
import { extrasOf, type Extras } from "./extras.ts";
import { isCreatingDone } from "./check-tickets.ts";
import { isExcused } from "./explain-row.ts";
import { Operator } from "./operator.ts";
import { People } from "./people.ts";
import { intactRules, type SafetyRules } from "./safety-rules.ts";
import { SeededRandom } from "./seeded-random.ts";
import type { FaultCounts } from "./story.ts";
import { Trouble } from "./trouble.ts";
import { World } from "./world.ts";

export interface SimulationResult {
  readonly seed: number;
  /** Sentences; empty when every promise was kept. */
  readonly broken: readonly string[];
  /** What people wrote, and what the bridges wrote for it. */
  readonly messages: number;
  readonly mirrored: number;
  readonly crashes: number;
  readonly faults: FaultCounts;
  readonly simulatedMinutes: number;
  /** What happened, one line each with the simulated time; long. */
  readonly story: readonly string[];
}

const longestMs = 24 * 60 * 60_000;
const done = ["mirrored", "skipped", "held"];

/** Plays one seed: people, faults, crashes and restarts, one or more bridges; then peace, and the promises are checked. */
export async function simulate(
  seed: number,
  rules: SafetyRules = intactRules,
  extras: Extras = extrasOf(seed),
): Promise<SimulationResult> {
  return await new Simulation(seed, rules, extras).run();
}

class Simulation {
  readonly #seed: number;
  readonly #random: SeededRandom;
  readonly #world: World;
  readonly #bridges: Bridges;
  readonly #people: People;
  readonly #agents: Agents;
  readonly #operator: Operator;
  readonly #trouble: Trouble;
  readonly #backfiller: Backfiller;
  /** What was found broken at the end of the play. */
  readonly #found: string[] = [];
  /** Something never came to rest. */
  #lost = false;

  constructor(seed: number, rules: SafetyRules, extras: Extras) {
    this.#seed = seed;
    this.#random = new SeededRandom(seed);
    this.#world = new World(this.#random.fork(), rules, extras);
    this.#bridges = new Bridges(this.#world, this.#random.fork());
    this.#people = new People(this.#world, this.#random.fork());
    this.#agents = new Agents(this.#world, this.#random.fork());
    this.#operator = new Operator(this.#world, this.#random.fork());
    this.#backfiller = new Backfiller(this.#world, new SeededRandom(seed ^ 0xbacf), this.#bridges);
    this.#trouble = new Trouble(this.#world, this.#bridges, this.#random.fork());
  }

  async run(): Promise<SimulationResult> {
    const { clock, story, networks } = this.#world;
    let ended = false;
    let failure: unknown = null;
    void this.#play()
      .catch((error: unknown) => (failure = error))
      .finally(() => (ended = true));
    await clock.until("the simulation ends", () => ended, longestMs);
    if (failure !== null) throw new Error(`Seed ${this.#seed} could not be played.`, { cause: failure });
    const broken = [...this.#found, ...brokenPromises(this.#world, this.#people.written)];
    this.#bridges.end();
    return {
      seed: this.#seed,
      broken,
      messages: this.#people.written.length,
      mirrored: sides.reduce((sum, side) => sum + networks[side].writes.length, 0),
      crashes: this.#bridges.crashes,
      faults: story.faults,
      simulatedMinutes: Math.round(clock.monotonic() / 60_000),
      story: story.lines,
    };
  }

  async #play(): Promise<void> {
    const random = this.#random;
    const { pairs, clock, restored } = this.#world;
    this.#people.writeHistory();
    for (const pair of pairs) {
      if (random.chance(0.15)) this.#agents.changeTicket(pair.superoffice);
      await this.#operator.link(pair, random.chance(0.8) ? "now" : "start");
    }
    for (let n = random.pick([1, 1, 1, 2, 2, 3]); n > 0; n -= 1) void this.#bridges.keepRunning(random.fork());
    void this.#trouble.make();
    void this.#trouble.sendHints();
    void this.#operator.work();
    void this.#operator.acknowledge();
    void this.#agents.work();
    const carried = this.#world.extras.backfills ? this.#backfiller.work() : Promise.resolve();
    if (restored) void this.#bridges.loseTheDatabase();
    await this.#people.writeFor(10 * 60_000, random.between(10, 45));
    if (random.chance(0.05)) {
      // Long enough for "an hour of quiet" and for the hourly reading of every ticket.
      await clock.sleep(random.between(60, 150) * 60_000);
      await this.#people.writeFor(3 * 60_000, random.between(5, 15));
    }
    await clock.sleep(random.between(0, 60_000));
    await this.#comeToRest(carried);
  }

  async #comeToRest(carried: Promise<void>): Promise<void> {
    const { clock, story, database } = this.#world;
    this.#world.troubled = false;
    this.#trouble.makePeace();
    this.#bridges.spare();
    story.tell("peace");
    // Whoever is in the middle of a restart or a pause ends it first.
    await clock.sleep(5 * 60_000);
    this.#bridges.spare();
    await this.#operator.tidyUp();
    await carried;
    await this.#trouble.hintOpened();
    await this.#untilQuiet();
    if (this.#world.extras.backfills) this.#found.push(...(await this.#backfiller.finish()));
    await this.#operator.retryAllHeld();
    await this.#untilQuiet();
    // Every ticket is read once more, so that every echo comes back.
    for (const link of database.links) for (const side of sides) link.pollDue[side] = clock.now();
    await clock.sleep(2 * 60_000);
    await this.#untilQuiet();
    // One may be under way already, and what the next one finds and can heal is carried before the last.
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await this.#untilAudited();
      await this.#untilQuiet();
    }
  }

  /** Every link is compared once more, by the bridges themselves. */
  async #untilAudited(): Promise<void> {
    const { clock, database } = this.#world;
    database.audits.clear();
    const links = database.links.filter(({ active, paused }) => active && !paused);
    const isDone = () => links.every(({ id }) => (database.audits.get(id)?.auditedAt ?? null) !== null);
    const latest = clock.now() + 20 * 60_000;
    while (!isDone() && clock.now() < latest) await clock.sleep(10_000);
  }

  /** What is still lost after six hours is lost: the checks then say so, and nobody waits so long for it again. */
  async #untilQuiet(): Promise<void> {
    const { clock, database } = this.#world;
    const isDone = () =>
      database.mirrors.every(({ state }) => done.includes(state)) &&
      isCreatingDone(this.#world) &&
      this.#people.written.every((written) => {
        const row = database.mirrorOfSource(written.side, written.id);
        return row === undefined ? isExcused(this.#world, written) : done.includes(row.state);
      });
    const latest = clock.now() + (this.#lost ? 10 * 60_000 : 6 * 60 * 60_000);
    while (!isDone() && clock.now() < latest) await clock.sleep(10_000);
    this.#lost ||= !isDone();
  }
}

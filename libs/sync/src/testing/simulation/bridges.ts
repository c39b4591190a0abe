import { Engine } from "../../engine.ts";
import { memoryStore } from "../memory-store/memory-store.ts";
import { backUp, restore } from "./backup.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { filesOf } from "./process-files.ts";
import { SimulatedProcess, type DatabaseWay } from "./simulated-process.ts";
import { callsPerSecond, identity, leaseMs, settleMs, type World } from "./world.ts";

export interface Bridge {
  readonly process: SimulatedProcess;
  readonly engine: Engine;
}

/** A stop by the supervisor: cut off when it takes longer. */
const stopWithinMs = 10_000;

/** The bridges of a world: kept running, killed at any await, stopped for a deployment, restored from a backup. */
export class Bridges {
  crashes = 0;
  /** The database cannot be reached until this time. */
  databaseAwayUntil = 0;
  /** Everything is down while a backup is put back. */
  stopped = false;
  readonly running: Bridge[] = [];
  readonly #world: World;
  readonly #random: SeededRandom;
  #processes = 0;

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
  }

  /** One bridge, started again whenever it died. */
  async keepRunning(random: SeededRandom): Promise<void> {
    const { clock, story } = this.#world;
    for (;;) {
      while (this.stopped) await clock.sleep(1_000);
      const bridge = this.#start(random);
      const { process } = bridge;
      this.running.push(bridge);
      while (process.alive) {
        await clock.sleep(500);
        if (!this.#world.troubled) continue;
        if (random.chance(0.008)) this.#stall(process, random.between(3_000, 60_000));
        if (random.chance(0.001)) await this.#deploy(bridge);
      }
      this.running.splice(this.running.indexOf(bridge), 1);
      story.tell(`${process.name} is dead after its point ${process.points}`);
      await clock.sleep(random.between(0, 20_000));
    }
  }

  /** The operator takes backups, and puts one back after everything went down. */
  async loseTheDatabase(): Promise<void> {
    const { clock, story, acts, database } = this.#world;
    const random = this.#random;
    await clock.sleep(random.between(10_000, 300_000));
    const backup = backUp(database);
    story.tell("a backup is taken");
    await clock.sleep(random.between(10_000, 300_000));
    if (!this.#world.troubled) return;
    this.stopped = true;
    for (const { process } of this.running) process.kill();
    story.count("database restored");
    // A write that no database remembers may appear for so long: whoever restores an older backup waits for it (P2).
    await clock.sleep(settleMs + random.between(0, 60_000));
    this.#world.noteSetAside();
    restore(database, backup);
    acts.restores.push(clock.now());
    story.tell("the database is restored from the backup");
    this.stopped = false;
  }

  /** Nothing dies any more. */
  spare(): void {
    this.databaseAwayUntil = 0;
    for (const { process } of this.running) process.spare();
  }

  end(): void {
    for (const { process } of this.running) process.kill();
  }

  #start(random: SeededRandom): Bridge {
    const { clock, story } = this.#world;
    this.#processes += 1;
    const dies = this.#world.troubled && random.chance(0.85);
    // Evenly over the orders of magnitude: the first steps after a start are as likely to be hit as the later ones.
    const diesAt = dies ? Math.floor(3 * 2_000 ** random.next()) : Infinity;
    const process = new SimulatedProcess(`bridge ${this.#processes}`, clock, diesAt, () => {
      this.crashes += 1;
      story.tell(`${process.name} dies`);
    });
    story.tell(`${process.name} starts`);
    const engine = this.#engine(process, random.fork());
    void engine.start().catch((error: unknown) => {
      story.tell(`${process.name} could not start: ${String(error)}`);
      process.kill();
    });
    return { process, engine };
  }

  #stall(process: SimulatedProcess, milliseconds: number): void {
    this.#world.story.tell(`${process.name} stands still for ${Math.round(milliseconds / 1_000)} s`);
    this.#world.story.count("stall");
    process.stall(milliseconds);
  }

  async #deploy({ process, engine }: Bridge): Promise<void> {
    const { clock, story } = this.#world;
    story.tell(`${process.name} is asked to stop`);
    const stopping = engine.stop().then(() => {
      story.tell(`${process.name} has stopped`);
    });
    await Promise.race([stopping, clock.sleep(stopWithinMs)]);
    process.kill();
  }

  /** How any process reaches the database now. */
  way(): DatabaseWay {
    const { clock, troubled } = this.#world;
    if (!troubled) return { breaks: 0, slow: 0, away: false, wakeUpsLost: 0 };
    return { breaks: 0.01, slow: 0.002, away: clock.now() < this.databaseAwayUntil, wakeUpsLost: 0.1 };
  }

  #engine(process: SimulatedProcess, random: SeededRandom): Engine {
    const { clock, database, desks, extras, networks, rules, story } = this.#world;
    const side = { pollMs: 10_000, callsPerSecond, pollsAtOnce: 3 };
    const way = { random: random.fork(), now: () => this.way(), broke: () => story.count("database") };
    return new Engine({
      store: rules.store(process.store(memoryStore(database), way), { database, clock }),
      helpdesks: {
        superoffice: rules.helpdesk(networks.superoffice.reach(process, desks.superoffice)),
        requestor: rules.helpdesk(networks.requestor.reach(process, desks.requestor)),
      },
      ...(extras.files !== null && { files: filesOf(process) }),
      identity,
      clock: process.clock(random.between(-300_000, 300_000)),
      random,
      log: {
        log: ({ level, message, ...fields }) => {
          if (level !== "debug") story.tell(`${process.name}: ${message} ${JSON.stringify(fields)}`);
        },
        delivered: () => undefined,
      },
      settings: {
        mode: "mirror",
        settleMs,
        leaseMs,
        lanesAtOnce: 4,
        ...(extras.createsIn !== null && {
          createTickets: { targets: extras.createsIn, categories: [], priorities: [] },
        }),
        sides: { superoffice: side, requestor: { ...side, pollMs: 30_000 } },
      },
    });
  }
}

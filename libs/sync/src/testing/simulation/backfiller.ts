import { Backfills } from "../../backfill/backfills.ts";
import type { Backfill, BackfillOptions } from "../../backfill/words.ts";
import { usualOptions } from "../usual-options.ts";
import { memoryStore } from "../memory-store/memory-store.ts";
import type { Bridges } from "./bridges.ts";
import { filesOf } from "./process-files.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { SimulatedProcess } from "./simulated-process.ts";
import { callsPerSecond, leaseMs, settleMs, type World } from "./world.ts";

const options: BackfillOptions = { ...usualOptions, concurrency: 3 };

/** Somebody who carries history over beside the bridges, with a command that is killed and started again. */
export class Backfiller {
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly #bridges: Bridges;
  #processes = 0;

  constructor(world: World, random: SeededRandom, bridges: Bridges) {
    this.#world = world;
    this.#random = random;
    this.#bridges = bridges;
  }

  /** In the middle of everything. */
  async work(): Promise<void> {
    const { clock } = this.#world;
    await clock.sleep(this.#random.between(5_000, 300_000));
    await this.#carry();
  }

  /** Once nothing goes wrong any more: what is still to be carried is, and then nothing is left. */
  async finish(): Promise<readonly string[]> {
    // The first may be one that a backup brought back, with the list of its day.
    await this.#carry();
    await this.#carry();
    const left = await this.#process(Infinity).backfills.plan(options, { signal: new AbortController().signal });
    const writes = left.toWrite.superoffice + left.toWrite.requestor;
    const failed = left.failed.map(({ reason }) => `P1: the history of a ticket cannot be carried: ${reason}`);
    return writes === 0 ? failed : [...failed, `P1: ${writes} messages of history are left after two runs`];
  }

  /** Until one run came to its end. */
  async #carry(): Promise<void> {
    const { clock, database, story } = this.#world;
    for (;;) {
      while (this.#bridges.stopped) await clock.sleep(1_000);
      const diesAt =
        this.#world.troubled && this.#random.chance(0.7) ? Math.floor(5 * 400 ** this.#random.next()) : Infinity;
      const { process, backfills } = this.#process(diesAt);
      let ended: Backfill | Error | null = null;
      void start(backfills).then(
        (run) => (ended = run),
        (error: unknown) => (ended = error instanceof Error ? error : new Error(String(error))),
      );
      const hasEnded = () => ended !== null;
      while (process.alive && !hasEnded()) {
        await clock.sleep(500);
        // Whoever restores a backup stops everything that writes.
        if (this.#bridges.stopped) process.kill();
      }
      story.tell(`${process.name} has ended: ${describe(ended)}`);
      process.kill();
      if (database.backfills.at(-1)?.state === "finished") return;
      await clock.sleep(this.#random.between(0, 30_000));
    }
  }

  #process(diesAt: number): { process: SimulatedProcess; backfills: Backfills } {
    const { clock, database, desks, extras, networks, rules, story } = this.#world;
    this.#processes += 1;
    const random = this.#random.fork();
    const process = new SimulatedProcess(`backfill ${this.#processes}`, clock, diesAt, () =>
      story.tell(`${process.name} dies`),
    );
    const side = { pollMs: 10_000, callsPerSecond, pollsAtOnce: 3 };
    const way = { random: random.fork(), now: () => this.#bridges.way(), broke: () => story.count("database") };
    const backfills = new Backfills({
      store: rules.store(process.store(memoryStore(database), way), { database, clock }),
      helpdesks: {
        superoffice: rules.helpdesk(networks.superoffice.reach(process, desks.superoffice)),
        requestor: rules.helpdesk(networks.requestor.reach(process, desks.requestor)),
      },
      ...(extras.files !== null && { files: filesOf(process) }),
      identity: { bridgeId: "bridge.test", secret: "the secret of a simulation" },
      clock: process.clock(random.between(-300_000, 300_000)),
      random,
      log: {
        log: ({ level, message, ...fields }) => {
          if (level !== "debug") story.tell(`${process.name}: ${message} ${JSON.stringify(fields)}`);
        },
        delivered: () => undefined,
      },
      settings: { mode: "mirror", settleMs, leaseMs, lanesAtOnce: 4, sides: { superoffice: side, requestor: side } },
      carrier: process.name,
      pace: { limit: () => undefined },
    });
    return { process, backfills };
  }
}

async function start(backfills: Backfills): Promise<Backfill> {
  const { id } = (await backfills.unfinished()) ?? (await backfills.create(options));
  return await backfills.run(id, { signal: new AbortController().signal });
}

function describe(ended: Backfill | Error | null): string {
  if (ended === null) return "killed";
  return ended instanceof Error ? String(ended) : `${ended.state} ${ended.reason ?? ""}`;
}

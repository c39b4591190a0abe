import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../ports/store.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** How the way from a process to the database is now. */
export interface DatabaseWay {
  /** How often a statement's connection breaks, before or after it was carried out: 0 to 1. */
  readonly breaks: number;
  /** How often a statement takes seconds. */
  readonly slow: number;
  /** The server cannot be reached. */
  readonly away: boolean;
  readonly wakeUpsLost: number;
}

/**
 * One bridge process that can die at any await. Everything it does passes a point before it happens and one before its
 * result is seen; dead, it hangs at its next point for ever, as a killed process does.
 */
export class SimulatedProcess {
  readonly name: string;
  readonly #world: Clock;
  #stalledUntil = 0;
  #alive = true;
  #points = 0;
  #diesAt: number;
  #troubledAt = -Infinity;
  readonly #died: () => void;

  /** @param diesAt the number of the point at which it dies; Infinity: only when killed */
  constructor(name: string, world: Clock, diesAt: number, died: () => void) {
    this.name = name;
    this.#world = world;
    this.#diesAt = diesAt;
    this.#died = died;
  }

  get alive(): boolean {
    return this.#alive;
  }

  get points(): number {
    return this.#points;
  }

  /** When it last stood still or lost a statement, by the world's clock. */
  get troubledAt(): number {
    return this.#troubledAt;
  }

  kill(): void {
    if (this.#alive) this.#died();
    this.#alive = false;
  }

  /** The machine sleeps, swaps or is suspended: everything in the process stands still for so long. */
  stall(milliseconds: number): void {
    this.#stalledUntil = this.#world.monotonic() + milliseconds;
    this.#troubledAt = this.#world.now() + milliseconds;
  }

  /** From now on it dies no more by itself. */
  spare(): void {
    this.#diesAt = Infinity;
  }

  async point(): Promise<void> {
    this.#points += 1;
    while (this.#world.monotonic() < this.#stalledUntil) {
      await this.#world.sleep(this.#stalledUntil - this.#world.monotonic());
    }
    if (this.#points >= this.#diesAt) this.kill();
    if (!this.#alive) await new Promise<never>(() => undefined);
  }

  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.point();
    try {
      return await work();
    } finally {
      await this.point();
    }
  }

  /** The process's own clock: runs ahead or behind by the skew, and starts its monotonic time anew. */
  clock(skewMs: number): Clock {
    const world = this.#world;
    const startedAt = world.monotonic();
    return {
      now: () => world.now() + skewMs,
      monotonic: () => world.monotonic() - startedAt,
      sleep: (milliseconds, signal) => this.through(() => world.sleep(milliseconds, signal)),
    };
  }

  /**
   * The store as this process reaches it: every statement takes a moment, some take long, and some break, before or
   * after they were carried out.
   */
  store(store: Store, way: { random: SeededRandom; now: () => DatabaseWay; broke: () => void }): Store {
    const { random } = way;
    const world = this.#world;
    const trouble = (): void => {
      this.#troubledAt = Math.max(this.#troubledAt, world.now());
    };
    const takeTime = async (slow: number, usualMs: number): Promise<void> => {
      if (!random.chance(slow)) return await world.sleep(random.between(0, usualMs));
      trouble();
      await world.sleep(random.between(1_000, 15_000));
      trouble();
    };
    const breakIf = (happens: boolean, sentence: string): void => {
      if (!happens) return;
      trouble();
      way.broke();
      throw new Error(sentence);
    };
    const reached = async (call: () => Promise<unknown>): Promise<unknown> => {
      const { breaks, slow } = way.now();
      await takeTime(slow, 3);
      breakIf(way.now().away || random.chance(breaks / 2), "The database connection broke.");
      const result = await call();
      await this.point();
      await takeTime(slow, 2);
      breakIf(random.chance(breaks / 2), "The database connection broke after the commit.");
      return result;
    };
    return new Proxy(store, {
      get: (target, name: keyof Store) => {
        if (name === "onWake") {
          return (listener: Parameters<Store["onWake"]>[0]) =>
            target.onWake((topic) => {
              if (this.#alive && !random.chance(way.now().wakeUpsLost)) listener(topic);
            });
        }
        const method = target[name].bind(target) as (...rest: unknown[]) => Promise<unknown>;
        return (...rest: unknown[]) => this.through(() => reached(() => method(...rest)));
      },
    });
  }
}

import type { EngineContext } from "./engine-context.ts";
import { WakeUp } from "./wake-up.ts";

/** Without a wake-up, due work is looked for this often. */
const floorMs = 1_000;

/** What a worker holds: its lease was renewed by a statement that was sent at this monotonic time. */
interface Leased {
  renewed(before: number): void;
}

/** One kind of work that stands in the database, is leased and has to be given back. */
export interface LeasedWork<Held extends Leased> {
  /** How many are worked on at the same time. */
  readonly atOnce: number;
  /** Claims up to `limit` that are due; `before` is the monotonic time from which their leases count. */
  readonly claim: (limit: number, before: number) => Promise<readonly Held[]>;
  /**
   * Works on one and gives it back. Resolves to the milliseconds after which more is due that no wake-up will tell of;
   * null when there is no such. Rejects when it could not be given back: then its lease runs out.
   */
  readonly work: (held: Held, stopping: AbortSignal) => Promise<number | null>;
  /** Renews the leases of all that are held, in one statement, and tells which of them are still ours. */
  readonly renew: (held: readonly Held[]) => Promise<readonly Held[]>;
  /** What the log says, and which one it is about. */
  readonly says: { readonly unclaimed: string; readonly brokenOff: string; readonly unrenewed: string };
  readonly nameOf: (held: Held) => Readonly<Record<string, string>>;
}

/** Claims what is due and works on several at once, renewing the leases of all of them together. */
export class LeasedWorkers<Held extends Leased> {
  readonly #context: EngineContext;
  readonly #kind: LeasedWork<Held>;
  readonly #wake: WakeUp;
  readonly #running = new Map<Held, Promise<void>>();

  constructor(context: EngineContext, kind: LeasedWork<Held>) {
    this.#context = context;
    this.#kind = kind;
    this.#wake = new WakeUp(context.clock);
  }

  wake(): void {
    this.#wake.wake();
  }

  /** Runs until the signal aborts, then waits for what is in flight. Rejects never. */
  async run(stopping: AbortSignal): Promise<void> {
    const done = new AbortController();
    const renewing = this.#renewLeases(done.signal);
    while (!stopping.aborted) {
      const claimed = await this.#claim(stopping);
      // A full hand may mean that more is due; an empty one waits for a wake-up, a free place or the floor.
      if (claimed === 0 || this.#free() === 0) await this.#wake.wait(floorMs, stopping);
    }
    await Promise.all(this.#running.values());
    done.abort();
    await renewing;
  }

  #free(): number {
    return this.#kind.atOnce - this.#running.size;
  }

  async #claim(stopping: AbortSignal): Promise<number> {
    if (this.#free() <= 0) return 0;
    const { clock, log } = this.#context;
    try {
      const claimed = await this.#kind.claim(this.#free(), clock.monotonic());
      for (const held of claimed) this.#start(held, stopping);
      return claimed.length;
    } catch (error) {
      log.log({ level: "error", message: this.#kind.says.unclaimed, error: String(error) });
      return 0;
    }
  }

  #start(held: Held, stopping: AbortSignal): void {
    const { log } = this.#context;
    const { work, says, nameOf } = this.#kind;
    const working = work(held, stopping)
      .then((againMs) => {
        if (againMs !== null && againMs < floorMs) this.#wakeAfter(againMs, stopping);
      })
      .catch((error: unknown) => {
        log.log({ level: "error", message: says.brokenOff, ...nameOf(held), error: String(error) });
      })
      .finally(() => {
        this.#running.delete(held);
        this.#wake.wake();
      });
    this.#running.set(held, working);
  }

  #wakeAfter(milliseconds: number, stopping: AbortSignal): void {
    void this.#context.clock.sleep(milliseconds, stopping).then(() => this.#wake.wake());
  }

  /** One statement for all of this worker, three times within a lease. */
  async #renewLeases(done: AbortSignal): Promise<void> {
    const { clock, settings, log, pauses, publicWrites } = this.#context;
    while (!done.aborted) {
      await clock.sleep(settings.leaseMs / 3, done);
      const held = [...this.#running.keys()];
      if (held.length === 0) continue;
      await Promise.all([pauses.refresh(), publicWrites.refresh()]);
      try {
        const before = clock.monotonic();
        for (const kept of await this.#kind.renew(held)) kept.renewed(before);
      } catch (error) {
        log.log({ level: "warn", message: this.#kind.says.unrenewed, error: String(error) });
      }
    }
  }
}

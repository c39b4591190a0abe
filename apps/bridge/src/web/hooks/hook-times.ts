import { errorText, type Log } from "@ticket-bridge/assembly";
import type { Side } from "@ticket-bridge/helpdesk";
import type { Clock, SideStore } from "@ticket-bridge/sync";

/** However many calls come, rightly signed or not, they are one statement in this time. */
const writtenEveryMs = 10_000;

export interface HookTimesParts {
  readonly side: Side;
  readonly store: Pick<SideStore, "recordHooks">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Writes when a side's webhook was heard and refused last, behind the answers: the first call after a quiet time at once,
 * later ones together. What cannot be written is kept and written later; it is two moments, whatever comes.
 */
export class HookTimes {
  readonly #parts: HookTimesParts;
  readonly #stopping = new AbortController();
  /** By the monotonic clock; null: not since it was written. */
  #heardAt: number | null = null;
  #refusedAt: number | null = null;
  #running: Promise<void> | null = null;

  constructor(parts: HookTimesParts) {
    this.#parts = parts;
  }

  /** A call came whose signature was right. */
  heard(): void {
    this.#heardAt = this.#parts.clock.monotonic();
    this.#begin();
  }

  /** A call came whose signature was missing or wrong. */
  refused(): void {
    this.#refusedAt = this.#parts.clock.monotonic();
    this.#begin();
  }

  /** Tries once more to write what is not written yet, and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    if (this.#isUnwritten()) await this.#write();
  }

  #begin(): void {
    if (!this.#stopping.signal.aborted) this.#running ??= this.#keepWriting();
  }

  async #keepWriting(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      while (this.#isUnwritten() && !signal.aborted) {
        await this.#write();
        await this.#parts.clock.sleep(writtenEveryMs, signal);
      }
    } finally {
      // In the same tick as the last look at what is unwritten, so that no call falls between.
      this.#running = null;
    }
  }

  #isUnwritten(): boolean {
    return this.#heardAt !== null || this.#refusedAt !== null;
  }

  async #write(): Promise<void> {
    const { side, store, clock, log } = this.#parts;
    const [heardAt, refusedAt] = [this.#heardAt, this.#refusedAt];
    // Taken out before, so that a call that comes meanwhile is written by the next statement.
    this.#heardAt = this.#refusedAt = null;
    const now = clock.monotonic();
    const ago = (at: number | null) => (at === null ? null : now - at);
    try {
      await store.recordHooks(side, { heardAgoMs: ago(heardAt), refusedAgoMs: ago(refusedAt) });
    } catch (error) {
      this.#heardAt ??= heardAt;
      this.#refusedAt ??= refusedAt;
      log.warn({ side, error: errorText(error) }, "When its webhook was heard last could not be written; kept.");
    }
  }
}

import { after } from "./after.ts";
import { keptMs, type Reservation } from "./reserve-slots.ts";

/** How long to wait before asking again a database that is away. A call waits as long as that takes. */
const databaseAwayMs = 500;

export interface CallReserve {
  readonly reserve: (wanted: number) => Promise<Reservation>;
  /** How many calls could go out now if they were allowed. */
  readonly couldUse: () => number;
  /** One of them may go out; false when nobody wants to any more. */
  readonly onDue: () => boolean;
  /** At least so many are asked for at once; those that nobody uses within `keptMs` are lost. */
  readonly block: number;
}

/**
 * The calls that were reserved for this process: those whose time has not come, and those of a block that nobody has used
 * yet. As many are asked for as could go out and were not reserved yet, one statement at a time, so that a burst costs
 * one statement.
 */
export class ReservedCalls {
  readonly #source: CallReserve;
  readonly #closing = new AbortController();
  #reserved = 0;
  /** Until when each kept call may go out, by the monotonic clock; ascending. */
  #kept: number[] = [];
  /** Grows with every quiet: what was reserved before it must not go out. */
  #generation = 0;
  #asking = false;

  constructor(source: CallReserve) {
    this.#source = source;
  }

  async ask(): Promise<void> {
    this.#useKept();
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let missing = this.#missing(); missing > 0; missing = this.#missing()) {
        await this.#askOnce(Math.max(missing, this.#source.block));
      }
    } finally {
      this.#asking = false;
    }
  }

  #missing(): number {
    return this.#closing.signal.aborted ? 0 : this.#source.couldUse() - this.#reserved;
  }

  async #askOnce(wanted: number): Promise<void> {
    const ofGeneration = this.#generation;
    const asked = performance.now();
    const answer = await this.#source.reserve(wanted).catch(() => ({ delays: [], askAgainMs: databaseAwayMs }));
    if (ofGeneration !== this.#generation) return;
    const later = answer.delays.filter((delay) => delay > 0);
    this.#reserved += later.length;
    for (const delay of later) after(delay, () => this.#spend(ofGeneration), this.#closing.signal);
    for (let now = answer.delays.length - later.length; now > 0; now -= 1) this.#giveOut();
    if (answer.delays.length === 0) {
      const waitMs = Math.max(10, answer.askAgainMs - (performance.now() - asked));
      await new Promise<void>((resolve) => after(waitMs, resolve, this.#closing.signal, resolve));
    }
  }

  #spend(ofGeneration: number): void {
    if (ofGeneration !== this.#generation || this.#closing.signal.aborted) return;
    this.#reserved -= 1;
    this.#giveOut();
    void this.ask();
  }

  #giveOut(): void {
    if (!this.#source.onDue() && this.#source.block > 1) this.#kept.push(performance.now() + keptMs);
  }

  #useKept(): void {
    if (this.#kept.length === 0) return;
    const now = performance.now();
    this.#kept = this.#kept.filter((until) => until > now);
    while (this.#kept.length > 0 && this.#source.onDue()) this.#kept.shift();
  }

  /** The helpdesk wants quiet: what is reserved is lost, and what is still needed asked for anew. */
  forget(): void {
    this.#generation += 1;
    this.#reserved = 0;
    this.#kept = [];
    void this.ask();
  }

  close(): void {
    this.#closing.abort();
  }
}

import { after } from "./after.ts";
import type { Reservation } from "./reserve-slots.ts";

/** How long to wait before asking again a database that is away. A call waits as long as that takes. */
const databaseAwayMs = 500;

/**
 * The calls that were reserved for this process and whose time has not come. As many are asked for as could go out and
 * were not reserved yet, one statement at a time, so that a burst costs one statement.
 */
export class ReservedCalls {
  readonly #reserve: (wanted: number) => Promise<Reservation>;
  readonly #couldUse: () => number;
  readonly #onDue: () => void;
  readonly #closing = new AbortController();
  #reserved = 0;
  /** Grows with every quiet: what was reserved before it must not go out. */
  #generation = 0;
  #asking = false;

  /** `couldUse`: how many calls could go out now if they were allowed; `onDue`: one of them may go out. */
  constructor(reserve: (wanted: number) => Promise<Reservation>, couldUse: () => number, onDue: () => void) {
    this.#reserve = reserve;
    this.#couldUse = couldUse;
    this.#onDue = onDue;
  }

  async ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let wanted = this.#missing(); wanted > 0; wanted = this.#missing()) await this.#askOnce(wanted);
    } finally {
      this.#asking = false;
    }
  }

  #missing(): number {
    return this.#closing.signal.aborted ? 0 : this.#couldUse() - this.#reserved;
  }

  async #askOnce(wanted: number): Promise<void> {
    const ofGeneration = this.#generation;
    const asked = performance.now();
    const answer = await this.#reserve(wanted).catch(() => ({ delays: [], askAgainMs: databaseAwayMs }));
    if (ofGeneration !== this.#generation) return;
    this.#reserved += answer.delays.length;
    for (const delay of answer.delays) after(delay, () => this.#spend(ofGeneration), this.#closing.signal);
    if (answer.delays.length === 0) {
      const waitMs = Math.max(10, answer.askAgainMs - (performance.now() - asked));
      await new Promise<void>((resolve) => after(waitMs, resolve, this.#closing.signal, resolve));
    }
  }

  #spend(ofGeneration: number): void {
    if (ofGeneration !== this.#generation || this.#closing.signal.aborted) return;
    this.#reserved -= 1;
    this.#onDue();
    void this.ask();
  }

  /** The helpdesk wants quiet: what is reserved is lost, and what is still needed asked for anew. */
  forget(): void {
    this.#generation += 1;
    this.#reserved = 0;
    void this.ask();
  }

  close(): void {
    this.#closing.abort();
  }
}

import type { CallPriority } from "@ticket-bridge/helpdesk";

interface Waiter {
  readonly grant: () => void;
  readonly fail: (reason: unknown) => void;
}

/** Who waits for a call: live before backfill, first come first served within each. */
export class WaitingLine {
  readonly #waiters: Record<CallPriority, Waiter[]> = { live: [], backfill: [] };

  length(priority: CallPriority): number {
    return this.#waiters[priority].length;
  }

  /** Resolves when it is this one's turn; rejects with the signal's reason, having left the line, when it is aborted. */
  join(priority: CallPriority, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(asError(signal.reason));
      const queue = this.#waiters[priority];
      const waiter: Waiter = {
        grant: () => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        },
        fail: (reason) => {
          signal?.removeEventListener("abort", giveUp);
          reject(asError(reason));
        },
      };
      const giveUp = () => {
        const place = queue.indexOf(waiter);
        if (place >= 0) queue.splice(place, 1);
        waiter.fail(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      queue.push(waiter);
    });
  }

  /** Lets the next one go; false when nobody waits. */
  grantNext(): boolean {
    const waiter = this.#waiters.live.shift() ?? this.#waiters.backfill.shift();
    waiter?.grant();
    return waiter !== undefined;
  }

  /** Sends everybody away with this error. */
  dismiss(reason: Error): void {
    for (const queue of [this.#waiters.live, this.#waiters.backfill]) {
      for (const waiter of queue.splice(0)) waiter.fail(reason);
    }
  }
}

/** An abort's reason may be anything; it is passed on unchanged, as the contract says. */
function asError(reason: unknown): Error {
  return reason as Error;
}

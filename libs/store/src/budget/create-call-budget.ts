import type { CallBudget, CallPriority } from "@ticket-bridge/helpdesk";

import type { Reservation } from "./reserve-slots.ts";

export interface BudgetSource {
  /** Reserves calls for all processes; may reject while the database is away. */
  reserve(wanted: number): Promise<Reservation>;
  /** Stores that the helpdesk asked for quiet. */
  quiet(milliseconds: number): Promise<void>;
  /** Calls back when any process stored a quiet. */
  onQuiet(listener: () => void): () => void;
}

interface Waiter {
  readonly priority: CallPriority;
  readonly grant: () => void;
  readonly fail: (reason: unknown) => void;
}

/** How long to wait before asking again a database that is away. A call waits as long as that takes. */
const databaseAwayMs = 500;

/**
 * Hands out the reserved calls of one side in this process: live before backfill, first come first served within each.
 * Reservations are asked for as many as wait and have a place, so a burst costs one statement. `concurrency` counts
 * this process's calls only: it protects a helpdesk's threads, and the shared rate already bounds all replicas.
 */
export function createCallBudget(source: BudgetSource, concurrency: number): CallBudget & { close(): void } {
  const waiters: Record<CallPriority, Waiter[]> = { live: [], backfill: [] };
  const closing = new AbortController();
  let inUse = 0;
  let reserved = 0;
  /** Grows with every quiet: what was reserved before it must not go out. */
  let generation = 0;
  let asking = false;

  const next = () => waiters.live.shift() ?? waiters.backfill.shift();
  const waiting = () => waiters.live.length + waiters.backfill.length;

  const spend = (ofGeneration: number) => {
    if (ofGeneration !== generation || closing.signal.aborted) return;
    reserved -= 1;
    // A call nobody waits for any more is lost: kept for later it would come on top of a fresh burst.
    const waiter = inUse < concurrency ? next() : undefined;
    if (waiter !== undefined) {
      inUse += 1;
      waiter.grant();
    }
    void ask();
  };

  const ask = async () => {
    if (asking || closing.signal.aborted) return;
    asking = true;
    try {
      for (let wanted = missing(); wanted > 0 && !closing.signal.aborted; wanted = missing()) {
        await askOnce(wanted);
      }
    } finally {
      asking = false;
    }
  };
  const missing = () => Math.min(waiting(), concurrency - inUse) - reserved;

  const askOnce = async (wanted: number) => {
    const ofGeneration = generation;
    const asked = performance.now();
    const answer = await source.reserve(wanted).catch(() => ({ delays: [], askAgainMs: databaseAwayMs }));
    if (ofGeneration !== generation) return;
    reserved += answer.delays.length;
    for (const delay of answer.delays) after(delay, () => spend(ofGeneration), closing.signal);
    if (answer.delays.length === 0) {
      const gone = performance.now() - asked;
      await new Promise<void>((resolve) =>
        after(Math.max(10, answer.askAgainMs - gone), resolve, closing.signal, resolve),
      );
    }
  };

  const forgetReserved = () => {
    generation += 1;
    reserved = 0;
    void ask();
  };
  const stopListening = source.onQuiet(forgetReserved);

  return {
    acquire: (priority, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(asError(signal.reason));
        if (closing.signal.aborted) return reject(new Error("The store is closed."));
        const waiter: Waiter = {
          priority,
          grant: () => {
            signal?.removeEventListener("abort", giveUp);
            resolve(
              once(() => {
                inUse -= 1;
                void ask();
              }),
            );
          },
          fail: (reason) => {
            signal?.removeEventListener("abort", giveUp);
            reject(asError(reason));
          },
        };
        const giveUp = () => {
          const queue = waiters[priority];
          const place = queue.indexOf(waiter);
          if (place >= 0) queue.splice(place, 1);
          waiter.fail(signal?.reason);
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        waiters[priority].push(waiter);
        void ask();
      }),
    pauseFor: async (milliseconds) => {
      forgetReserved();
      await source.quiet(milliseconds);
      forgetReserved();
    },
    close: () => {
      stopListening();
      closing.abort();
      for (const waiter of [...waiters.live.splice(0), ...waiters.backfill.splice(0)]) {
        waiter.fail(new Error("The store is closed."));
      }
    },
  };
}

/** An abort's reason may be anything; it is passed on unchanged, as the contract says. */
function asError(reason: unknown): Error {
  return reason as Error;
}

function once(call: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    call();
  };
}

function after(milliseconds: number, call: () => void, closing: AbortSignal, onClose?: () => void): void {
  const stop = () => {
    clearTimeout(timer);
    onClose?.();
  };
  const timer = setTimeout(() => {
    closing.removeEventListener("abort", stop);
    call();
  }, milliseconds);
  closing.addEventListener("abort", stop, { once: true });
}

import type { CallBudget } from "@ticket-bridge/helpdesk";

import type { Reservation } from "./reserve-slots.ts";
import { ReservedCalls } from "./reserved-calls.ts";
import { WaitingLine } from "./waiting-line.ts";

export interface BudgetSource {
  /** Reserves calls for all processes; may reject while the database is away. */
  reserve(wanted: number): Promise<Reservation>;
  /** Stores that the helpdesk asked for quiet. */
  quiet(milliseconds: number): Promise<void>;
  /** Calls back when any process stored a quiet. */
  onQuiet(listener: () => void): () => void;
  /** How many calls of this process may be under way at once, now. */
  concurrency(): number;
  /** Calls back when that may have changed. */
  onConcurrency(listener: () => void): () => void;
}

/** Hands out the reserved calls of one side in this process, as many at once as its share of what the side allows. */
export function createCallBudget(source: BudgetSource): CallBudget & { close(): void } {
  const line = new WaitingLine();
  let inUse = 0;
  let closed = false;

  // A call nobody waits for any more is lost: kept for later it would come on top of a fresh burst.
  const giveOut = () => {
    if (inUse < source.concurrency() && line.grantNext()) inUse += 1;
  };
  const reserved = new ReservedCalls(
    (wanted) => source.reserve(wanted),
    () => Math.min(line.length, source.concurrency() - inUse),
    giveOut,
  );
  const giveBack = () => {
    inUse -= 1;
    void reserved.ask();
  };
  const stops = [source.onQuiet(() => reserved.forget()), source.onConcurrency(() => void reserved.ask())];

  return {
    acquire: async (priority, signal) => {
      if (closed && signal?.aborted !== true) throw closedError();
      const turn = line.join(priority, signal);
      void reserved.ask();
      await turn;
      return once(giveBack);
    },
    pauseFor: async (milliseconds) => {
      reserved.forget();
      await source.quiet(milliseconds);
      reserved.forget();
    },
    close: () => {
      closed = true;
      for (const stop of stops) stop();
      reserved.close();
      line.dismiss(closedError());
    },
  };
}

const closedError = () => new Error("The store is closed.");

function once(call: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    call();
  };
}

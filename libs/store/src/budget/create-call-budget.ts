import type { CallBudget, CallPriority } from "@ticket-bridge/helpdesk";

import type { Reservation } from "./reserve-slots.ts";
import { ReservedCalls } from "./reserved-calls.ts";
import { WaitingLine } from "./waiting-line.ts";

export interface BudgetSource {
  /** Reserves calls for all processes; may reject while the database is away. */
  reserve(wanted: number, priority: CallPriority): Promise<Reservation>;
  /** How many calls backfill reserves at once. */
  readonly block: number;
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

  // One place of several is never backfill's: a live call need not wait for the answer of one that may take long.
  const free = (priority: CallPriority) => {
    const places = source.concurrency();
    return (priority === "live" ? places : Math.max(1, places - 1)) - inUse;
  };
  // A live call nobody waits for any more is lost: kept for later it would come on top of a fresh burst.
  const giveOut = () => {
    const next = line.length("live") > 0 ? "live" : "backfill";
    const given = free(next) > 0 && line.grantNext();
    if (given) inUse += 1;
    return given;
  };
  // Each of its own, so that a live call need not wait until backfill may ask again.
  const reserveFor = (priority: CallPriority) =>
    new ReservedCalls({
      reserve: (wanted) => source.reserve(wanted, priority),
      couldUse: () => Math.min(line.length(priority), free(priority)),
      onDue: giveOut,
      block: priority === "live" ? 1 : source.block,
    });
  const reserved = { live: reserveFor("live"), backfill: reserveFor("backfill") };
  const askBoth = () => {
    void reserved.live.ask();
    void reserved.backfill.ask();
  };
  const forget = () => {
    reserved.live.forget();
    reserved.backfill.forget();
  };
  const giveBack = () => {
    inUse -= 1;
    askBoth();
  };
  const stops = [source.onQuiet(forget), source.onConcurrency(askBoth)];

  return {
    acquire: async (priority, signal) => {
      if (closed && signal?.aborted !== true) throw closedError();
      const turn = line.join(priority, signal);
      void reserved[priority].ask();
      await turn;
      return once(giveBack);
    },
    pauseFor: async (milliseconds) => {
      forget();
      await source.quiet(milliseconds);
      forget();
    },
    close: () => {
      closed = true;
      for (const stop of stops) stop();
      reserved.live.close();
      reserved.backfill.close();
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

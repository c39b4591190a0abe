import type { CallBudget, Side } from "@ticket-bridge/helpdesk";
import type { Store } from "@ticket-bridge/sync";

import type { BudgetRate } from "./budget/reserve-slots.ts";
import type { DashboardReads } from "./reads/dashboard-reads.ts";

export interface CallBudgetOptions extends BudgetRate {
  /** How many calls may be under way at once, shared by all processes on this database; each has one in any case. */
  readonly concurrency: number;
}

/**
 * The database behind the engine's ports. Every method rejects with StoreUnavailableError while the database cannot be
 * reached, and works again by itself once it can.
 */
export interface BridgeStore extends Store, DashboardReads {
  readonly kind: "embedded" | "postgresql";
  /** Whether the database answers now; never rejects. */
  ready(): Promise<boolean>;
  /** The budget of one helpdesk, shared by all processes on this database; make one a side. */
  callBudget(side: Side, options: CallBudgetOptions): CallBudget;
  /**
   * The calls a second that were made to a helpdesk over the last minute: this process's own and what the others on this
   * database that are alive told last, a few seconds ago.
   */
  callsPerSecond(side: Side): number;
  /** Ends every connection and gives the data folder back. Waiting calls of the budgets are rejected. */
  close(): Promise<void>;
}

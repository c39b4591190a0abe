import type { Side } from "@ticket-bridge/helpdesk";

import type { HelpdeskTrouble } from "../decide/helpdesk-trouble.ts";

/** How a helpdesk stands, as people see it in the status. */
export interface SideStanding {
  readonly side: Side;
  readonly paused: boolean;
  /** Milliseconds since 1970 UTC by the database's clock. */
  readonly lastSuccessAt: number | null;
  readonly lastFailureAt: number | null;
  /** The last failure as a sentence; null once a call of the same kind worked again. */
  readonly trouble: string | null;
  /** What kind of failure that was; null also for one that was stored before kinds were. */
  readonly troubleCause: HelpdeskTrouble | null;
  /** Why it gives no list of changed messages, as a sentence; null while it does, has none, or nobody asks. */
  readonly changesRefused: string | null;
  /** When its webhook called with a right signature last; null: never. To about ten seconds. */
  readonly hookHeardAt: number | null;
  /** When a call was refused last because its signature was missing or wrong. */
  readonly hookRefusedAt: number | null;
}

/** How long ago a side's webhook was heard last, and refused last; null: not since this was told before. */
export interface HookAges {
  readonly heardAgoMs: number | null;
  readonly refusedAgoMs: number | null;
}

export interface SideStore {
  sideStandings(): Promise<readonly SideStanding[]>;
  setPaused(side: Side, paused: boolean): Promise<void>;
  /**
   * Called at most about once a second per side, and at every change. `wroteAgoMs`: how long ago a message was written,
   * null when none was since the last call.
   */
  recordSideSuccess(side: Side, wroteAgoMs: number | null): Promise<void>;
  /** A message was written there so long ago: what a message that fails is compared with, in every process. */
  recordWrite(side: Side, agoMs: number): Promise<void>;
  recordSideTrouble(side: Side, sentence: string, cause: HelpdeskTrouble): Promise<void>;
  /** Called at start and at every change. */
  recordChangesRefused(side: Side, sentence: string | null): Promise<void>;
  /** Called at most every ten seconds per side. What another process heard later stays. */
  recordHooks(side: Side, ages: HookAges): Promise<void>;
}

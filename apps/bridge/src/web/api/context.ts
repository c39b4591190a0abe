import type { Account, RegisteredWebhook, Side } from "@ticket-bridge/helpdesk";
import type { BridgeStore, DashboardReads } from "@ticket-bridge/store";
import type { AuditTotals, BackfillsFace, Engine, Identity, Mode, Store } from "@ticket-bridge/sync";

import type { LiveEvents } from "../live/live-events.ts";
import type { Door } from "../auth/door.ts";
import type { BackfillJobs } from "../../backfills/backfill-jobs.ts";
import type { KeptReading } from "./kept-reading.ts";
import type { SharedReading } from "./shared-reading.ts";
import type { RelearnJobs } from "../../relearning/relearn-jobs.ts";
import { type Allowance, type Helpdesks, type Log, type ShownSetting } from "@ticket-bridge/assembly";

/** What the operations of the admin API work with. */
export interface ApiContext {
  readonly door: Door;
  readonly live: LiveEvents;
  readonly store: Store & DashboardReads & Pick<BridgeStore, "callsPerSecond">;
  /** Summed over all links, so shared by all who look. */
  readonly auditTotals: SharedReading<AuditTotals>;
  /** Asked of SuperOffice at most once a minute, however many look. */
  readonly webhookReading: KeptReading<RegisteredWebhook | null>;
  readonly helpdesks: Helpdesks;
  readonly identity: Pick<Identity, "bridgeId" | "secret">;
  readonly mode: Mode;
  /** What people call this installation; null: nothing. */
  readonly environment: string | null;
  readonly settings: readonly ShownSetting[];
  /** Null: not set. */
  readonly webhook: { readonly secret: string | null; readonly publicUrl: string | null };
  /** Whether a side's webhook is heard at all. */
  readonly isHookSecretSet: Readonly<Record<Side, boolean>>;
  /** Called after a side was paused or resumed: resolves when writes that wait for their turn heed it. */
  readonly pausesChanged: () => Promise<void>;
  /** Compares a link's tickets now: see Engine. */
  readonly audit: Engine["audit"];
  /** Asks one helpdesk as whom the bridge works there. Rejects with HelpdeskUnavailableError when it cannot be used. */
  readonly checkSide: (side: Side) => Promise<Account>;
  readonly allowances: Readonly<Record<Side, Allowance>>;
  readonly backfills: BackfillsFace;
  readonly backfillJobs: BackfillJobs;
  readonly relearnJobs: RelearnJobs;
  readonly log: Log;
}

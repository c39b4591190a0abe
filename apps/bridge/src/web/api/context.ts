import type { Side } from "@ticket-bridge/helpdesk";
import type { Store } from "@ticket-bridge/sync";

import type { Helpdesks } from "../../helpdesks/connect-helpdesks.ts";
import type { Log } from "../../log/create-log.ts";

/** What one helpdesk may be asked: the settings of its budget and its shortest polling interval. */
export interface SideAllowance {
  readonly perSecond: number;
  readonly burstSeconds: number;
  readonly concurrency: number;
  readonly pollSeconds: number;
}

/** What the operations of the admin API work with. */
export interface ApiContext {
  readonly store: Store;
  readonly helpdesks: Helpdesks;
  readonly bridgeId: string;
  readonly allowances: Readonly<Record<Side, SideAllowance>>;
  readonly log: Log;
}

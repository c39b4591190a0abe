import { pollsTopic } from "@ticket-bridge/sync";

import type { Replicas } from "../budget/replicas.ts";
import type { PrismaClient } from "../generated/client.ts";

/** An open, migrated database. */
export interface Database {
  readonly kind: "embedded" | "postgresql";
  readonly prisma: PrismaClient;
  /** Calls the listener for each notification of any process; lost ones are possible while the connection is renewed. */
  readonly onNotice: (listener: (payload: string) => void) => () => void;
  /** Who else works on it. */
  readonly replicas: Replicas;
  close(): Promise<void>;
}

/** The one channel of NOTIFY; what happened is its payload. */
export const noticeChannel = "ticket_bridge";

/** Payloads of the notice channel. */
export const notice = {
  lanes: "lanes",
  creations: "creations",
  superofficePolls: pollsTopic("superoffice"),
  requestorPolls: pollsTopic("requestor"),
  sides: "sides",
  quiet: "quiet",
  replicas: "replicas",
} as const;

import type { Side } from "@ticket-bridge/helpdesk";
import type { RequestorNewTicketChoice, RequestorWire } from "@ticket-bridge/requestor";
import type { SuperOfficeAuth } from "@ticket-bridge/superoffice";
import type { MirrorPolicy, Mode } from "@ticket-bridge/sync";

import type { Environment } from "./environment.ts";
import type { BridgeMapping } from "./mapping-file.ts";

/** How one helpdesk is asked: times in seconds, rate in calls a second. */
interface SideConfig {
  readonly url: string;
  /** Null: no webhook. */
  readonly webhookSecret: string | null;
  readonly pollSeconds: number;
  readonly maxRps: number;
  readonly concurrency: number;
}

/** Everything `start` needs to know. Null: to be made at the first start, or not used. */
export interface BridgeConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly adminToken: string | null;
  readonly bridgeId: string | null;
  readonly bridgeSecret: string | null;
  readonly mode: Mode;
  /** What people call this installation; null or missing: nothing. */
  readonly environment?: string | null;
  /** Where helpdesks reach this bridge, without a trailing slash; null or missing: nobody said. */
  readonly publicUrl?: string | null;
  readonly edits: MirrorPolicy["edits"];
  readonly deletes: MirrorPolicy["deletes"];
  readonly settleSeconds: number;
  readonly leaseSeconds: number;
  readonly logLevel: Environment["LOG_LEVEL"];
  /** Where missing counterparts of tickets may be created. */
  readonly createTicketsIn: readonly Side[];
  readonly mapping: BridgeMapping;
  readonly superoffice: SideConfig & { readonly auth: SuperOfficeAuth; readonly notify: boolean };
  readonly requestor: SideConfig & {
    readonly username: string;
    readonly password: string;
    readonly wire: RequestorWire;
    /** Where attachments are downloaded, with `{id}`; null or missing: nowhere. */
    readonly attachmentUrl?: string | null;
    /** Of all attachments of one message, in bytes; the adapter's own when missing. */
    readonly mostAttachmentBytes?: number;
    /** The mailbox from which public mirrors of agents leave as e-mail too; null: none does. */
    readonly outboundMailbox: string | null;
    /** What tickets are made as there. */
    readonly newTickets: RequestorNewTicketChoice;
  };
}

import type { AccountMemory } from "./account-memory.ts";
import type { RequestorClient } from "./client.ts";
import type { AttachmentAddress } from "./read-attachment.ts";
import type { CustomerMemory } from "./customer-memory.ts";
import type { NewestTicket } from "./newest-ticket.ts";

/** What the calls of one Requestor share. */
export interface RequestorContext {
  readonly client: RequestorClient;
  readonly account: AccountMemory;
  readonly customers: CustomerMemory;
  readonly newest: NewestTicket;
  /** Null where no address of attachments is configured. */
  readonly address: AttachmentAddress | null;
}

import type { SuperOfficeClient } from "./client.ts";
import type { OwnAssociate } from "./own-associate.ts";
import type { PersonMemory } from "./person-memory.ts";

/** What every operation of this adapter works with. */
export interface SuperOfficeContext {
  readonly client: SuperOfficeClient;
  /** Host part of the markers. */
  readonly bridgeId: string;
  /** Rows asked for in one page of a list. */
  readonly pageSize: number;
  /** Messages asked for in one call of a backlog. */
  readonly batchSize: number;
  /** Whether agents are notified of what is written (P6: only where the policy says so). */
  readonly notify: boolean;
  /** Whether a read of one message was seen to tell its attachments: then an empty list of them is believed. */
  readonly attachmentsTold: { bySingleReads: boolean };
  readonly ownAssociate: OwnAssociate;
  readonly people: PersonMemory;
}

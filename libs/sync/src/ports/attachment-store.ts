import type { MessageId, Side } from "@ticket-bridge/helpdesk";

import type { LaneLease } from "./lane-store.ts";

/** `created`: it has an id at the target and perhaps its bytes. `ready`: its bytes are there, or go out with the message. */
export type AttachmentState = "created" | "ready" | "lost";

/** One attachment of a captured message and what became of it. */
export interface AttachmentMirror {
  /** Among the message's attachments, from 0. */
  readonly place: number;
  /** Its id at the source; null where the source does not tell. */
  readonly sourceId: string | null;
  readonly name: string;
  readonly contentType: string | null;
  /** Bytes: as counted, or as the source says where they were not read; null when neither is known. */
  readonly size: number | null;
  /** Of its bytes as they were read from the source, in hexadecimal; null when they were not. */
  readonly sha256: string | null;
  /** Its id at the target, where attachments are written before their message. */
  readonly targetId: string | null;
  readonly state: AttachmentState;
  /** Why it is lost. */
  readonly reason: string | null;
}

export interface StoredAttachment extends AttachmentMirror {
  /** How long ago it was stored last: so long nobody looked whether it still stands at the target. */
  readonly storedAgoMs: number;
}

/** An attachment with the revision that it was carried with, or was to be. */
export interface AttachmentOfRevision extends AttachmentMirror {
  readonly revision: number;
}

export interface AttachmentStore {
  /** What became of the attachments of a mirror so far, by place. */
  attachmentsOf(mirrorId: string): Promise<readonly StoredAttachment[]>;
  /** The same of a source message and all its edits, by revision and place. */
  attachmentsOfSource(side: Side, messageId: MessageId): Promise<readonly AttachmentOfRevision[]>;
  /**
   * Stores these attachments of a mirror of the lane, in place of what stood at their places. False, and nothing
   * changed, when the lease is no longer ours.
   */
  recordAttachments(lease: LaneLease, mirrorId: string, attachments: readonly AttachmentMirror[]): Promise<boolean>;
}

import type { Helpdesk, ReadOptions, WriteOptions } from "./helpdesk.ts";
import type { MessageId } from "./ids.ts";
import type { AttachmentInfo } from "./message.ts";

/** Bytes of known length that can be read from their beginning any number of times, a piece at a time. */
export interface StoredBytes {
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

/** Where the bytes of a download go, piece by piece; a rejection ends the download and passes through unchanged. */
export interface ByteSink {
  /** Called before the first piece of every try: what came before is to be forgotten. */
  begin(): void | Promise<void>;
  write(piece: Uint8Array): void | Promise<void>;
}

/** An attachment of a message to be written. */
export interface OutgoingAttachment {
  /** Safe as a file name. */
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** Shown within the text, which names it by `cid:` and this id; null for all others. */
  readonly contentId: string | null;
  /** Its id at the target where it was uploaded before, else its bytes, which go out with the message. */
  readonly content: { readonly uploaded: string } | { readonly bytes: StoredBytes };
}

/** Optional ability: the bytes of an attachment can be read. */
export interface AttachmentReading {
  /**
   * Reads an attachment of that message into the sink. Rejects with DeliveryError: `permanent` when it cannot be had
   * (gone, refused, no known way to it), in a sentence for the record.
   */
  readAttachment(
    messageId: MessageId,
    attachment: AttachmentInfo,
    sink: ByteSink,
    options?: ReadOptions,
  ): Promise<void>;
}

export function canReadAttachments<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & AttachmentReading {
  return "readAttachment" in helpdesk;
}

/** What is said of an attachment before its bytes are there. */
export type AttachmentHead = Pick<OutgoingAttachment, "name" | "contentType" | "size" | "contentId">;

/** Optional ability: attachments are written before the message that has them (SuperOffice). */
export interface AttachmentUploading {
  /** Creates an attachment without bytes and without message; one that is never used harms nobody. Returns its id. */
  createAttachment(head: AttachmentHead, options: WriteOptions): Promise<string>;
  /** Gives it its bytes; the same again changes nothing. */
  uploadAttachment(id: string, bytes: StoredBytes, options: WriteOptions): Promise<void>;
  /** Reads what it holds; false when it holds nothing. */
  readUploaded(id: string, sink: ByteSink, options?: ReadOptions): Promise<boolean>;
  /** Links those of the attachments to the message that are not linked yet. */
  linkAttachments(messageId: MessageId, ids: readonly string[], options: WriteOptions): Promise<void>;
}

export function uploadsAttachments<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & AttachmentUploading {
  return "uploadAttachment" in helpdesk;
}

/** Optional ability: messages can be written with attachments. */
export interface AttachmentTaking {
  /** The most bytes that all attachments of one message may have together. */
  readonly mostAttachmentBytes: number;
}

export function takesAttachments<Desk extends Helpdesk>(helpdesk: Desk): helpdesk is Desk & AttachmentTaking {
  return "mostAttachmentBytes" in helpdesk;
}

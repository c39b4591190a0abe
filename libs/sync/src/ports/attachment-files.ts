import type { ByteSink, StoredBytes } from "@ticket-bridge/helpdesk";

/** One attachment on its way. */
export interface AttachmentFile {
  /** Takes its bytes; beginning again forgets what came before. */
  readonly sink: ByteSink;
  /** Called after the last byte: how many there are, and their SHA-256 in hexadecimal. */
  finish(): Promise<{ readonly bytes: StoredBytes; readonly sha256: string }>;
  /** Ends it; also before it was finished, and twice. */
  remove(): Promise<void>;
}

/**
 * Where attachments are kept between the two helpdesks, outside the memory. What a stopped process leaves behind is gone
 * at the next start.
 */
export interface AttachmentFiles {
  create(): Promise<AttachmentFile>;
}

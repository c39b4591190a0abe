import type { Content, Message } from "@ticket-bridge/helpdesk";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { cleanContent } from "./clean-content.ts";

/**
 * SHA-256 (64 hexadecimal characters) of all that crosses of a message: visibility, content with its formatting as a
 * mirror would have it, and which attachments there are. Two states of a message with the same hash have the same mirror.
 */
export function carriedHash(message: Message): string {
  return hashCarried(message, cleanContent(message.content));
}

/** As {@link carriedHash}, where the content was cleaned already. */
export function hashCarried({ visibility, attachments }: Message, cleaned: Content): string {
  const files = attachments.map(({ id, name, size }) => [id, name, size]);
  const carried = [visibility, cleaned.format, cleaned.text.replace(/\r\n?/g, "\n").trim(), files];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(carried))));
}

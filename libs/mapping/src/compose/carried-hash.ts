import type { Content, Message } from "@ticket-bridge/helpdesk";

import { textHash } from "../content/text-hash.ts";
import { cleanContent } from "./clean-content.ts";

/**
 * All that crosses of a message in one text: its visibility, a space, and the SHA-256 (64 hexadecimal characters) of its
 * content with the formatting that a mirror would have and of which attachments there are. Two states of a message for
 * which it is the same have the same mirror.
 */
export function carriedHash(message: Message): string {
  return hashCarried(message, cleanContent(message.content));
}

/** As {@link carriedHash}, where the content was cleaned already. */
export function hashCarried({ visibility, attachments }: Message, cleaned: Content): string {
  const files = attachments.map(({ id, name, size }) => [id, name, size]);
  const carried = [cleaned.format, cleaned.text.replace(/\r\n?/g, "\n").trim(), files];
  return `${visibility} ${textHash(JSON.stringify(carried))}`;
}

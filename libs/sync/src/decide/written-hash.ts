import type { Content, Visibility } from "@ticket-bridge/helpdesk";
import { contentHash } from "@ticket-bridge/mapping";

/** What stands on the target in one text: who may read it, and the hash of what it says. */
export function writtenHash(visibility: Visibility, content: Content): string {
  return `${visibility} ${contentHash(content)}`;
}

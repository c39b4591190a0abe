import { createHash } from "node:crypto";

import type { Message } from "@ticket-bridge/helpdesk";

/**
 * Another text whenever anything of the message that may cross is another: an edit that Requestor does not mark (Edited
 * is documented, how it is set is not), a changed Private, another attachment, and a deletion. As it came, because
 * cleaning every body at every poll would cost more than the polls.
 */
export function versionOf(message: Message): string {
  const { content, visibility, attachments, changedAt, deleted } = message;
  const files = attachments.map(({ id, name, size }) => [id, name, size]);
  const told = JSON.stringify([visibility, content.format, content.text, files, changedAt, deleted]);
  return createHash("sha1").update(told).digest("hex").slice(0, 20);
}

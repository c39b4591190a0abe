import type { AttachmentInfo } from "@ticket-bridge/helpdesk";

import { readCount, readFirstText, readFlag, readRecord } from "../wire/read-fields.ts";

/**
 * The attachments of a TicketUserMessage. Their members are not documented where they could be read: the names of
 * NewAttachment and usual ones are known, and an entry of any other shape is an attachment all the same, because what
 * is not counted here is lost without a word (P7).
 */
export function readAttachments(value: unknown): readonly AttachmentInfo[] {
  return entriesOf(value).map(readAttachment);
}

/** A list as it is, XML's list by its only member, and a lone entry as a list of one. */
function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  const fields = readRecord(value);
  if (fields === null) return readFirstText(value) === "" ? [] : [value];
  const names = Object.keys(fields).filter((name) => !name.startsWith("@"));
  if (names.length === 0) return [];
  const only = names.length === 1 ? fields[names[0] ?? ""] : undefined;
  if (Array.isArray(only)) return only as unknown[];
  return readRecord(only) === null ? [fields] : [only];
}

function readAttachment(entry: unknown): AttachmentInfo {
  const fields = readRecord(entry) ?? {};
  const bare = readFirstText(entry);
  const bareId = /^[0-9]+$/.test(bare) ? bare : "";
  const id = readFirstText(fields["Id"], fields["AttachmentId"], bareId);
  const name = readFirstText(fields["FileName"], fields["Name"], bareId === "" ? bare : "");
  return {
    id: id || null,
    name: name || `attachment ${id}`.trim(),
    contentType: readFirstText(fields["ContentType"], fields["MimeType"]) || null,
    size: readCount(fields["ContentLength"]) ?? readCount(fields["Size"]),
    inline: readFlag(fields["Inline"]) ?? readFlag(fields["IsInline"]) ?? false,
  };
}

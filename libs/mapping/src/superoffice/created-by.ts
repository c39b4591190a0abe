import type { WrittenBy } from "@ticket-bridge/helpdesk";

import { readCount, readFirstText, readRecord, readText } from "../wire/read-fields.ts";

/** ejuser 1 files everything that came from outside or from the system itself (table ej_message, created_by). */
const systemUser = 1;
const sharedAccount = /system|anonymous/i;

/**
 * Whose account wrote a TicketMessage, from its CreatedBy (Associate).
 * @param ownAssociateId null when the bridge runs as a system user, which shares its account with incoming mail.
 */
export function superofficeWrittenBy(createdBy: unknown, ownAssociateId: string | null): WrittenBy {
  const associate = personalAssociate(createdBy);
  if (associate === null) return "unknown";
  return ownAssociateId !== null && associate.id === ownAssociateId.trim() ? "bridge" : "other";
}

/** The person behind CreatedBy; null when it is missing, a shared account, or only an ejuser number (Ticket.Messages). */
export function personalAssociate(createdBy: unknown): { readonly id: string; readonly name: string } | null {
  const fields = readRecord(createdBy);
  if (fields === null) return null;
  const id = readCount(fields["AssociateId"]);
  if (id === null || id === 0) return null;
  if (readCount(fields["EjUserId"]) === systemUser || sharedAccount.test(readText(fields["Type"]))) return null;
  return { id: String(id), name: readFirstText(fields["FullName"], fields["FormalName"], fields["Name"]) };
}

import { readMessageId, readTicketId } from "@ticket-bridge/helpdesk";
import type { AttachmentInfo, Message, TicketId, Visibility } from "@ticket-bridge/helpdesk";

import { parseSuperofficeMessageId } from "../marker/superoffice-message-id.ts";
import { readWireDate } from "../wire/dates.ts";
import { readCount, readFirstText, readFlag, readList, readRecord, readSpellings } from "../wire/read-fields.ts";
import { superofficeAuthorFromWire } from "./author-from-wire.ts";
import { superofficeContentFromWire } from "./content-from-wire.ts";
import { superofficeWrittenBy } from "./created-by.ts";
import { superofficeDetailsFromWire } from "./details-from-wire.ts";
import { superofficeMessageKind } from "./message-kind.ts";
import { visibilityOf } from "./visibility.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

export interface SuperOfficeMessageContext {
  /** The ticket the message was asked for; used when the answer names none. */
  readonly ticketId: TicketId | null;
  /** The ticket's own visibility; used when the answer's Ticket has no Slevel. Neither known: internal. */
  readonly ticketVisibility: Visibility | null;
  /** AssociateId of the bridge's personal account; null when it runs as a system user. */
  readonly ownAssociateId: string | null;
}

/**
 * Reads a TicketMessageEntity (GET TicketMessage/{id}, GetTicketMessageEntities and POST TicketMessage pages). Never
 * throws; null only when there is no usable message id or ticket id.
 */
export function superofficeMessageFromWire(
  wire: SuperOfficeMessageWire,
  context: SuperOfficeMessageContext,
): Message | null {
  if (readRecord(wire) === null) return null;
  const ticket = readRecord(wire.Ticket);
  const id = readMessageId(wire.EjMessageId);
  const ticketId = readTicketId(ticket?.["TicketId"]) ?? context.ticketId;
  if (id === null || ticketId === null) return null;
  return {
    side: "superoffice",
    ticketId,
    id,
    createdAt: readWireDate(wire.CreatedAt),
    changedAt: readWireDate(wire.ChangedAt),
    visibility: effectiveVisibility(wire, context.ticketVisibility),
    content: superofficeContentFromWire(wire),
    author: superofficeAuthorFromWire(wire),
    writtenBy: superofficeWrittenBy(wire.CreatedBy, context.ownAssociateId),
    kind: superofficeMessageKind(wire),
    marker: parseSuperofficeMessageId(wire.MessageId),
    deleted: false,
    attachments: superofficeAttachmentsFromWire(wire.AttachmentsInfo),
    details: superofficeDetailsFromWire(wire),
  };
}

function effectiveVisibility(wire: SuperOfficeMessageWire, known: Visibility | null): Visibility {
  const tickets = readSpellings(wire, "Ticket").flatMap((ticket) => {
    const fields = readRecord(ticket);
    return fields === null ? [] : [visibilityOf(fields)];
  });
  const told = tickets.filter((visibility) => visibility !== null);
  // What the answer itself says about its ticket is newer than what was known before, also when we cannot read it.
  const ofTicket = told.length === 0 ? [known] : told;
  return [...ofTicket, visibilityOf(wire)].every((visibility) => visibility === "public") ? "public" : "internal";
}

/** Reads a list of AttachmentEntity (GET TicketMessage/{id}/Attachment page, AttachmentsInfo); total on anything. */
export function superofficeAttachmentsFromWire(list: unknown): readonly AttachmentInfo[] {
  return readList(list).flatMap(readAttachment);
}

function readAttachment(entry: unknown): AttachmentInfo[] {
  const fields = readRecord(entry);
  if (fields === null) return [];
  const contentId = readFirstText(fields["ContentId"]);
  return [
    {
      id: readFirstText(fields["AttachmentId"]) || null,
      name: readFirstText(fields["Name"]),
      contentType: readFirstText(fields["ContentType"]) || null,
      size: readCount(fields["AttSize"]),
      inline: readFlag(fields["InlineImage"]) ?? false,
      ...(contentId !== "" && { contentId }),
    },
  ];
}

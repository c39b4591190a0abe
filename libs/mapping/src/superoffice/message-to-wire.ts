import type { Author, OutgoingMessage } from "@ticket-bridge/helpdesk";

import { writeWireDate } from "../wire/dates.ts";
import { cutText } from "../wire/cut-text.ts";
import { bodyFields } from "./body-fields.ts";
import { slevelFrom } from "./visibility.ts";
import type { SuperOfficeNewMessageWire } from "./wire.ts";

/** ej_message.author is String(255). */
const authorLength = 255;

/**
 * The body of POST TicketMessage (its page). MessageHeaders repeat the marker for people who look at the message in
 * SuperOffice; the bridge itself looks at MessageId only.
 *
 * @param personId the customer who wrote it; null when it was none or he is not known
 */
export function superofficeMessageToWire(
  outgoing: OutgoingMessage,
  personId: number | null = null,
): SuperOfficeNewMessageWire {
  const createdAt = writeWireDate(outgoing.createdAt);
  const marker = outgoing.externalId ?? "";
  return {
    EjMessageId: 0,
    Ticket: { TicketId: Number(outgoing.ticketId) },
    Slevel: slevelFrom(outgoing.visibility),
    ...bodyFields(outgoing.content),
    Badge: badgeFor(outgoing),
    MessageCategory: "Message",
    Author: authorText(outgoing.author),
    ...(personId !== null && { Person: { PersonId: personId } }),
    MessageId: marker,
    ...(createdAt === null ? {} : { CreatedAt: createdAt }),
    Important: false,
    MessageHeaders: marker === "" ? [] : [{ Name: "X-Ticket-Bridge", Value: marker.replace(/[<>]/g, "") }],
  };
}

function badgeFor(outgoing: OutgoingMessage): SuperOfficeNewMessageWire["Badge"] {
  if (outgoing.visibility === "internal") return "Comment";
  if (outgoing.author.role === "customer") return "Incoming";
  // Reply would make the ticket look answered, so it needs certainty.
  return outgoing.author.role === "agent" ? "Reply" : "Unknown";
}

/** A line end in Author would begin another header where SuperOffice makes mail of it. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** What stands in an Author field. */
export function authorText(author: Author): string {
  return cutText(oneLine(author.name) || oneLine(author.email ?? ""), authorLength).trim();
}

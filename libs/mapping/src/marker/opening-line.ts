import { readTicketId, sideName, type Content, type Message } from "@ticket-bridge/helpdesk";

import { normalisedText } from "../content/normalised-text.ts";
import { codeAlphabet } from "./marker-code.ts";
import { isAuthenticTicketMarker, ticketCode, type TicketMarker } from "./ticket-marker.ts";

type Key = Parameters<typeof ticketCode>[1];

const shape = new RegExp(
  `^\\[(SuperOffice|Requestor) ticket ([1-9][0-9]{0,17}), (${codeAlphabet}{10})\\] This ticket was opened in \\1\\. What is written there follows\\.$`,
);

/** Longer than any opening with all that a helpdesk may put around it: a body of 5 MB is none. */
const longest = 2_000;

/** As markup has one, whatever it is called by then: an image may be named by URL and be no attachment. */
const picture = /<\s*(?:img|image|picture|svg|v:imagedata|object|embed|video|audio|iframe)\b/i;

/** What a ticket begins with that cannot begin with a mirror: it names the ticket it was made for, and nobody's words. */
export function openingLine(marker: TicketMarker, key: Key): Content {
  const where = sideName(marker.side);
  const text = `[${where} ticket ${marker.ticketId}, ${ticketCode(marker, key)}]\n\nThis ticket was opened in ${where}. What is written there follows.`;
  return { format: "plain", text };
}

/** Whether a message is such an opening and nothing else, of this bridge: one with a word or a file more is somebody's. */
export function isOpeningLine(message: Pick<Message, "content" | "attachments">, key: Key): boolean {
  return openedFor(message, key) !== null;
}

/** The ticket that such an opening names as the one its ticket was made for; null where the message is none. */
export function openedFor(
  { content, attachments }: Pick<Message, "content" | "attachments">,
  key: Key,
): TicketMarker | null {
  if (content.text.length > longest || attachments.length > 0) return null;
  // Seen by the reader and by no words.
  if (content.format === "html" && picture.test(content.text)) return null;
  const [, where, id, code] = shape.exec(normalisedText(content)) ?? [];
  const ticketId = readTicketId(id);
  if (ticketId === null || code === undefined) return null;
  const named = { side: where === "SuperOffice" ? "superoffice" : "requestor", ticketId } as const;
  return isAuthenticTicketMarker({ ...named, code }, key) ? named : null;
}

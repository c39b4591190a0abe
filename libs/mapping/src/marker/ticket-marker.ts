import { readTicketId, sideName } from "@ticket-bridge/helpdesk";
import type { Side, TicketId } from "@ticket-bridge/helpdesk";

import { cutText } from "../wire/cut-text.ts";
import { codeAlphabet, keyedCode } from "./marker-code.ts";

/** 50 bits: enough for what a person reads in every title, since only the bridge's own search trusts it. */
const codeLength = 10;

/** Names the ticket whose counterpart a ticket is. */
export interface TicketMarker {
  readonly side: Side;
  readonly ticketId: TicketId;
}

/** Text shaped like a marker in a title: a claim, not a proof. */
export interface ParsedTicketMarker extends TicketMarker {
  readonly code: string;
}

interface Key {
  readonly bridgeId: string;
  readonly secret: string;
}

/** The keyed code of a created ticket, one word of small letters and digits, so that a search takes it as one. */
export function ticketCode({ side, ticketId }: TicketMarker, { bridgeId, secret }: Key): string {
  return keyedCode(["ticket-bridge ticket 1", bridgeId.toLowerCase(), side, ticketId], secret, codeLength);
}

/** Anywhere: a helpdesk may put its own number behind a title, and a person a word; the code is what counts. */
const shape = new RegExp(`\\[(SuperOffice|Requestor) ([1-9][0-9]{0,17}) (${codeAlphabet}{${codeLength}})\\]`, "g");

/**
 * The source's title with the marker at its end, as in `Printer is dead [Requestor 47 k3f9a2bc7d]`. A marker that stands
 * there already (a customer answered by mail and so began another ticket) is replaced.
 */
export function titleWithMarker(title: string, marker: TicketMarker, key: Key, longest: number): string {
  const end = ` [${sideName(marker.side)} ${marker.ticketId} ${ticketCode(marker, key)}]`;
  const own = oneLine(oneLine(title).replace(shape, " ")) || "(no title)";
  return `${cutText(own, longest - end.length).trimEnd()}${end}`;
}

/** A title is one line wherever it is shown, and in the subject of an e-mail it must be. */
function oneLine(title: string): string {
  return cutText(title, 2_000)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
}

/** The last marker in the title; null when there is none. */
export function parseTicketMarker(title: string): ParsedTicketMarker | null {
  const found = [...title.slice(-2_000).matchAll(shape)].at(-1);
  const ticketId = readTicketId(found?.[2]);
  const code = found?.[3];
  if (ticketId === null || code === undefined) return null;
  return { side: found?.[1] === "SuperOffice" ? "superoffice" : "requestor", ticketId, code };
}

/** Whether this bridge made the marker. */
export function isAuthenticTicketMarker(parsed: ParsedTicketMarker, key: Key): boolean {
  return parsed.code === ticketCode(parsed, key);
}

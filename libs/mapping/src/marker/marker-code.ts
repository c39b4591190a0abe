import type { Marker, ParsedMarker, TicketId } from "@ticket-bridge/helpdesk";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** Crockford's base32: no i, l, o and u, so that a person can read a code aloud. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const codeLength = 16;

/** One character of a code, as the source of a regular expression. */
export const codeAlphabet = "[0-9a-hjkmnp-tv-z]";

/** What a code looks like, as the source of a regular expression. */
export const codePattern = `${codeAlphabet}{${codeLength}}`;

/**
 * The keyed code of a marker: 16 characters (80 bits) of HMAC-SHA256 under the bridge's secret. Without the secret
 * nobody can make one, so whatever customers type or put on an e-mail counts for nothing.
 */
export function markerCode(marker: Marker, bridgeId: string, secret: string): string {
  // JSON keeps the parts apart whatever they contain; the first part keeps the secret's other uses apart.
  const fields = [
    "ticket-bridge marker 1",
    bridgeId.toLowerCase(),
    marker.side,
    marker.ticketId,
    marker.messageId,
    String(marker.revision),
  ];
  return keyedCode(fields, secret, codeLength);
}

/** So many characters of the base32 of an HMAC over the fields, at most 51. */
export function keyedCode(fields: readonly string[], secret: string, length: number): string {
  return base32(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(JSON.stringify(fields))), length);
}

export interface AuthenticityContext {
  readonly bridgeId: string;
  readonly secret: string;
  /** The source ticket of the link on which the marker was found. */
  readonly ticketId: TicketId;
}

/**
 * Whether this bridge made the marker, for this link. A marker that names another ticket than the link's source is a
 * copy from elsewhere and not authentic here.
 */
export function isAuthentic(parsed: ParsedMarker, context: AuthenticityContext): boolean {
  if (parsed.ticketId !== null && parsed.ticketId !== context.ticketId) return false;
  const marker: Marker = {
    side: parsed.side,
    ticketId: context.ticketId,
    messageId: parsed.messageId,
    revision: parsed.revision,
  };
  return sameText(parsed.code, markerCode(marker, context.bridgeId, context.secret));
}

/** Takes the same time wherever the texts differ, so that answers do not tell a code character by character. */
function sameText(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < other.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

function base32(bytes: Uint8Array, length: number): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += alphabet.charAt((held >> bits) & 31);
    }
  }
  return text;
}

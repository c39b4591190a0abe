import { createHmac, timingSafeEqual } from "node:crypto";

import { readTicketId, type TicketId } from "@ticket-bridge/helpdesk";

import { knownNames, withNames } from "./names.ts";
import { defaultReferencePrefixes, readTicketReference } from "./references.ts";

const members = knownNames(["TicketId", "TicketREF"]);

/**
 * Whether a webhook call was signed with one of our secrets (several, so that one can be rotated): `signature` is the
 * header X-Hub-Signature-256, "sha256=" and the hex HMAC-SHA256 of the raw body. Constant in time over the secrets and
 * the signature's value. An empty secret never signs anything. Requestor's pages document no webhook of its own: this is
 * the form that its business rules, a proxy or a small script are to send.
 */
export function verifyRequestorWebhook(
  rawBody: Uint8Array,
  signature: string | undefined,
  secrets: readonly string[],
): boolean {
  const hex = /^\s*sha256=([0-9a-f]{64})\s*$/i.exec(signature ?? "")?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  let matches = false;
  for (const secret of secrets) {
    if (secret === "") continue;
    const expected = createHmac("sha256", secret).update(rawBody).digest();
    if (timingSafeEqual(expected, given)) matches = true;
  }
  return matches;
}

/** What a webhook call is about: a hint which ticket to read, never content. */
export type RequestorWebhook =
  | { readonly kind: "ticket"; readonly ticketId: TicketId }
  | { readonly kind: "reference"; readonly reference: string }
  | { readonly kind: "other" };

/**
 * Reads `{"TicketId":1}` or `{"TicketREF":"INC-000047"}`, names in any case; the id wins over the reference, because
 * a conversion changes the reference. Anything else, unreadable bytes too, is `other`. Never throws.
 */
export function readRequestorWebhook(
  rawBody: Uint8Array,
  prefixes: readonly string[] = defaultReferencePrefixes,
): RequestorWebhook {
  const body = parse(rawBody);
  if (typeof body !== "object" || body === null) return { kind: "other" };
  const named = withNames(body, members);
  const ticketId = readTicketId(named["TicketId"]);
  if (ticketId !== null) return { kind: "ticket", ticketId };
  const reference = readTicketReference(named["TicketREF"], prefixes);
  return reference === null ? { kind: "other" } : { kind: "reference", reference };
}

function parse(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(rawBody));
  } catch {
    return null;
  }
}

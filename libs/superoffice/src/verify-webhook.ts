import { createHmac, timingSafeEqual } from "node:crypto";

import { readTicketId, type TicketId } from "@ticket-bridge/helpdesk";

/**
 * Whether SuperOffice signed this body: Base64 of HMAC-SHA256 over the raw bytes with the secret as UTF-8 (webhook
 * security page), compared in constant time. Several secrets, so that one can be changed without losing a call; false
 * without any.
 */
export function verifySuperOfficeWebhook(
  rawBody: Buffer,
  signature: string | undefined,
  secrets: readonly string[],
): boolean {
  if (signature === undefined) return false;
  const given = Buffer.from(signature.trim(), "utf8");
  let valid = false;
  for (const secret of secrets) {
    if (secret === "") continue;
    const expected = Buffer.from(createHmac("sha256", secret).update(rawBody).digest("base64"), "utf8");
    if (expected.length === given.length && timingSafeEqual(expected, given)) valid = true;
  }
  return valid;
}

/** What a webhook call means. It is a hint only: what changed is always read from the ticket. */
export type SuperOfficeWebhook =
  | { readonly kind: "test" }
  /** `changes`: the changed columns; null when the event does not tell. */
  | { readonly kind: "ticket"; readonly ticketId: TicketId; readonly changes: readonly string[] | null }
  | { readonly kind: "other" };

/** Columns of which a new or changed message moves at least one; merely reading a ticket moves none. */
const telling = new Set(["last_changed", "num_messages", "num_replies", "read_status", "has_attachment"]);

/**
 * Reads a webhook call (ticket events and test event pages). Total: whatever is not a ticket event is `other`.
 * @param headers as Node gives them, names in lower case.
 */
export function readSuperOfficeWebhook(
  rawBody: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): SuperOfficeWebhook {
  const body = parse(rawBody);
  const event = textOf(body["Event"]) || textOf(headers["x-superoffice-event"]);
  if (event === "test" || textOf(headers["x-hook-test"]) === "true") return { kind: "test" };
  const ticketId = readTicketId(body["PrimaryKey"]);
  if (!event.startsWith("ticket.") || ticketId === null) return { kind: "other" };
  const changes = readChanges(body["Changes"]);
  // A created ticket is news whatever its columns say.
  const matters = event === "ticket.created" || changes === null || changes.some((column) => telling.has(column));
  return matters ? { kind: "ticket", ticketId, changes } : { kind: "other" };
}

function readChanges(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  return value.filter((column) => typeof column === "string").map((column) => column.toLowerCase());
}

function parse(rawBody: Buffer): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(rawBody.toString("utf8"));
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim().toLowerCase() : "";
}

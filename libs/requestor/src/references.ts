/** Requestor's own prefixes (NewTicket and GetTicket pages): end-user ticket, incident, service request, problem, change. */
export const defaultReferencePrefixes: readonly string[] = ["TIC", "INC", "REQ", "PRO", "CHG"];

/**
 * Reads a TicketREF ("INC-000047": prefix, hyphen, at least six digits) that a person or a webhook gave, in any case and
 * with spaces around. Returns it as Requestor writes it, or null for anything else, so that a bare number is never taken
 * for a reference: GetTicket/{id} accepts both and would answer with another ticket.
 */
export function readTicketReference(
  value: unknown,
  prefixes: readonly string[] = defaultReferencePrefixes,
): string | null {
  if (typeof value !== "string" || value.length > 100) return null;
  const [, prefix, digits] = /^([A-Z]+)-(\d{6,})$/.exec(value.trim().toUpperCase()) ?? [];
  if (prefix === undefined || digits === undefined) return null;
  return prefixes.some((known) => known.toUpperCase() === prefix) ? `${prefix}-${digits}` : null;
}

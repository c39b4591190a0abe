import type { Visibility } from "@ticket-bridge/helpdesk";

/**
 * A TicketSecurityLevel in our words: public for the name External or the number 2 alone; Unknown, missing and future
 * values are internal (P3). Stricter than the other enums on purpose: what is nearly External is not.
 */
export function visibilityFromSlevel(slevel: unknown): Visibility {
  if (slevel === 2) return "public";
  return typeof slevel === "string" && slevel.trim().toLowerCase() === "external" ? "public" : "internal";
}

export function slevelFrom(visibility: Visibility): "External" | "Internal" {
  return visibility === "public" ? "External" : "Internal";
}

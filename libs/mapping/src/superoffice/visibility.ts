import type { Visibility } from "@ticket-bridge/helpdesk";

import { readSpellings } from "../wire/read-fields.ts";

/**
 * A TicketSecurityLevel in our words: public for the name External or the number 2 alone; Unknown, missing and future
 * values are internal (P3). Stricter than the other enums on purpose: what is nearly External is not.
 */
function visibilityFromSlevel(slevel: unknown): Visibility {
  if (slevel === 2) return "public";
  return typeof slevel === "string" && slevel.trim().toLowerCase() === "external" ? "public" : "internal";
}

/** The Slevel of a message or ticket. Of several spellings the most private counts; null when there is none (P3). */
export function visibilityOf(fields: object): Visibility | null {
  const told = readSpellings(fields, "Slevel");
  if (told.every((slevel) => slevel === undefined || slevel === null)) return null;
  return told.every((slevel) => visibilityFromSlevel(slevel) === "public") ? "public" : "internal";
}

export function slevelFrom(visibility: Visibility): "External" | "Internal" {
  return visibility === "public" ? "External" : "Internal";
}

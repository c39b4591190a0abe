import type { MessageEdit } from "@ticket-bridge/helpdesk";

import { bodyFields } from "./body-fields.ts";
import { slevelFrom } from "./visibility.ts";
import type { SuperOfficeMessageWire } from "./wire.ts";

/**
 * The body of PUT TicketMessage/{id}: the entity as it was read, every property of it that is known here or not, with
 * only what the edit changes. The call replaces the whole entity, so what is left out would be emptied.
 */
export function superofficeEditToWire(
  entity: SuperOfficeMessageWire,
  { content, makeInternal }: Pick<MessageEdit, "content" | "makeInternal">,
): Readonly<Record<string, unknown>> {
  const changes = { ...bodyFields(content), ...(makeInternal && { Slevel: slevelFrom("internal") }) };
  // The server reads names in any spelling: an old value under another one must not win.
  const names = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const kept = Object.entries(entity).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...changes };
}

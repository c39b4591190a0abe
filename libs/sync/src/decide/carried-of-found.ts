import type { Message } from "@ticket-bridge/helpdesk";

import { carriedUnknown } from "../ports/creation-store.ts";

/**
 * What a new ticket's first message, which is always public, carried where nobody kept what was sent: null, so that it
 * counts as what its source says now, unless that is internal or gone by now. Then customers read what they may not, and
 * the next look at the source must find it changed (P3).
 */
export function carriedOfFound(source: Message | undefined): string | null {
  return source?.visibility === "public" && !source.deleted ? null : carriedUnknown;
}

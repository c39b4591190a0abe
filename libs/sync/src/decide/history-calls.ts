import { otherSide, sides, type Side } from "@ticket-bridge/helpdesk";

import type { TicketPlan } from "./plan-history.ts";

/** What one call of a backlog reads, and what one turn of a lane writes. */
const batch = 20;
const turn = 50;

/**
 * How many calls to each helpdesk it takes to carry a ticket out, about: reading both tickets before and after, the
 * messages again as they are sent, one look for earlier mirrors a turn of the lane, and one write a message. Attachments
 * come on top: how many files have to go both ways is known only when they are read.
 */
export function historyCalls(
  { writes }: Pick<TicketPlan, "writes">,
  messages: Readonly<Record<Side, number>>,
  kind: "linked" | "to-link" | "to-create",
): Readonly<Record<Side, number>> {
  const calls: Record<Side, number> = { superoffice: 0, requestor: 0 };
  for (const target of sides) {
    const count = writes[target];
    const source = otherSide(target);
    calls[target] += count + Math.ceil(count / turn);
    // Requestor gives a whole ticket in one call.
    calls[source] += source === "superoffice" ? Math.ceil(count / batch) : Math.ceil(count / turn);
    calls[target] += 2 + (target === "superoffice" ? 2 * Math.ceil(messages.superoffice / batch) : 0);
    if (kind === "to-create") calls[target] += 3;
  }
  return calls;
}

import { otherSide, sides, type MessageId, type Side } from "@ticket-bridge/helpdesk";

import type { KnownAs } from "../ports/backfill-store.ts";
import type { HistoryFacts, PastMessage, TicketPlan } from "./plan-history.ts";

/**
 * What a second run would find after this plan was carried out: the map knows what was carried and adopted, and the
 * mirrors stand on the other side. Planned again, it must write nothing.
 */
export function historyOutcome(
  facts: HistoryFacts,
  { carry, adopt }: Pick<TicketPlan, "carry" | "adopt">,
): HistoryFacts {
  const learned: Record<Side, Map<MessageId, KnownAs>> = { superoffice: new Map(), requestor: new Map() };
  for (const { side, id, targetMessageId } of adopt) {
    learned[side].set(id, known("source", targetMessageId));
    learned[otherSide(side)].set(targetMessageId, known("target", id));
  }
  const written: Record<Side, PastMessage[]> = { superoffice: [], requestor: [] };
  for (const side of sides) {
    for (const id of carry[side]) {
      const mirror = `new-${id}` as MessageId;
      learned[side].set(id, known("source", mirror));
      const target = known("target", id);
      written[otherSide(side)].push({ id: mirror, createdAt: null, known: target, message: null, isUnreadable: false });
    }
  }
  const after = (side: Side) => [
    ...facts.messages[side].map((past) => ({ ...past, known: learned[side].get(past.id) ?? past.known })),
    ...written[side],
  ];
  return {
    ...facts,
    messages: { superoffice: after("superoffice"), requestor: after("requestor") },
    frozen: null,
  };
}

function known(as: KnownAs["as"], counterpart: MessageId): KnownAs {
  return { as, state: "mirrored", reason: null, counterpart, ofRun: null };
}

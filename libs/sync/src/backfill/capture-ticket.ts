import { sides, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";

import { planTicket, unpairedReason, type AdoptedPair, type TicketPlan } from "../decide/plan-history.ts";
import type { BackfillLease, BackfillTicket, HistoryMessage, LinkedPair } from "../ports/backfill-store.ts";
import type { ListedPair } from "./link-ticket.ts";
import { readHistory, type ReadHistory } from "./read-history.ts";
import type { Session } from "./session.ts";
import { RunLostError, TicketSetAsideError } from "./set-aside-error.ts";

export interface Capturing {
  readonly lease: BackfillLease;
  readonly link: LinkedPair;
  /** The tickets as they were listed a moment ago, where they were. */
  readonly listed: ListedPair | null;
}

/** So few are sent before their copies are too old; of more the lane reads them again. */
const mostWithCopy = 20;

/**
 * Reads the pair, plans it anew with what the frozen list allows, and moves its history into the lanes. The list says
 * what may be carried; what became of it since then counts as everywhere.
 */
export async function captureTicket(
  session: Session,
  { lease, link, listed }: Capturing,
  ticket: BackfillTicket,
): Promise<void> {
  const { context } = session;
  const tickets = { superoffice: link.superofficeTicketId, requestor: link.requestorTicketId };
  const frozen = { carry: setsOf(ticket.ids), paired: setsOf(ticket.paired) };
  const read = await readHistory(session, { tickets, frozen, listed });
  if (read.kind === "unreadable") throw new TicketSetAsideError(read.reason);
  const plan = planTicket(read.facts);
  if (plan.refusal !== null) throw new TicketSetAsideError(plan.refusal);
  const withCopy = plan.carry.superoffice.length + plan.carry.requestor.length <= mostWithCopy;
  const messages = (side: Side) => historyOf(read, plan, side, withCopy);
  const captured = await context.store.captureHistory(lease, {
    linkId: link.linkId,
    messages: { superoffice: messages("superoffice"), requestor: messages("requestor") },
    freesHeldBack: hasNews(read, ticket),
    readAgoMs: context.clock.monotonic() - read.readAt,
    correlationId: () => context.random.id(),
  });
  if (captured === "lost") throw new RunLostError();
  if (captured === "not-linked") throw new TicketSetAsideError("The two tickets are not linked any more.");
}

/** Whether anything stands there that the list does not know, and may have been held back at linking. */
function hasNews({ facts }: ReadHistory, { ids, paired, left }: BackfillTicket): boolean {
  if (left === null) return false;
  return sides.some((side) => {
    const listed = new Set([...ids[side], ...paired[side], ...left[side]]);
    return facts.messages[side].some(({ id }) => !listed.has(id));
  });
}

function setsOf({ superoffice, requestor }: BackfillTicket["ids"]) {
  return { superoffice: new Set(superoffice), requestor: new Set(requestor) };
}

function historyOf(read: ReadHistory, plan: TicketPlan, side: Side, withCopy: boolean): readonly HistoryMessage[] {
  const past = new Map(read.facts.messages[side].map((one) => [one.id, one]));
  const toHistory = (id: MessageId, adopted: HistoryMessage["adopted"], copies: boolean): HistoryMessage => ({
    id,
    createdAt: past.get(id)?.createdAt ?? null,
    version: read.stubs[side].get(id)?.version ?? null,
    visibility: past.get(id)?.message?.visibility ?? null,
    copy: copies ? (past.get(id)?.message ?? null) : null,
    ...{ adopted, held: null },
  });
  return [
    ...plan.unpaired[side].map((id) => ({ ...toHistory(id, null, false), held: unpairedReason })),
    ...plan.carry[side].map((id) => toHistory(id, null, withCopy)),
    ...plan.adopt.flatMap((pair) => (pair.side === side ? [toHistory(pair.id, adoptedAs(read, pair), true)] : [])),
  ];
}

/**
 * Of a copy made by hand what its source says now counts as carried: only what changes later crosses. What the bridge
 * wrote of a mirror that the map has lost nobody knows any more.
 */
function adoptedAs({ facts }: ReadHistory, { side, id, targetMessageId, by }: AdoptedPair): HistoryMessage["adopted"] {
  if (by === "marker") {
    return {
      targetMessageId,
      carriedHash: null,
      how: `Message ${targetMessageId} carries its marker: the bridge wrote it.`,
    };
  }
  const message = facts.messages[side].find((one) => one.id === id)?.message ?? null;
  if (message === null) return null;
  const how = `Message ${targetMessageId} says the same: it is taken for its copy.`;
  return { targetMessageId, carriedHash: carriedHash(message), how };
}

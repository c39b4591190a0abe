import { otherSide, sideName, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { planTicket, type HistoryFacts, type TicketPlan } from "../decide/plan-history.ts";
import type { ListedTicket } from "../ports/backfill-store.ts";
import { readAlone, readHistory } from "./read-history.ts";
import { reasonToSetAside } from "./reason-to-set-aside.ts";
import type { Session } from "./session.ts";
import type { FoundTicket } from "./tickets-of-run.ts";
import { withPatience } from "./with-patience.ts";
import type { TicketPair } from "./words.ts";

/**
 * A ticket as it goes into the list, and the plan it was made from; without one it cannot be carried out. Not listed is
 * one that needs no counterpart, since nothing of it is asked for.
 */
export interface PlannedTicket {
  readonly listed: ListedTicket | null;
  readonly planned: {
    readonly kind: "linked" | "to-link" | "to-create";
    readonly facts: HistoryFacts;
    readonly plan: TicketPlan;
  } | null;
}

/** Reads one ticket and plans it. Rejects with RunStoppedError, or the stopping's reason. */
export async function planOne(session: Session, found: FoundTicket): Promise<PlannedTicket> {
  if (found.kind === "failed") return setAside(found.tickets, found.reason);
  const tickets = found.kind === "to-create" ? { [found.side]: found.ticketId } : found.tickets;
  try {
    return await withPatience(session, async () =>
      found.kind === "to-create" ? await planAlone(session, found) : await planPair(session, found),
    );
  } catch (error) {
    const reason = reasonToSetAside(session, error);
    if (reason === null) throw error;
    return setAside(tickets, reason);
  }
}

async function planPair(
  session: Session,
  { kind, tickets }: { readonly kind: "linked" | "to-link"; readonly tickets: TicketPair },
): Promise<PlannedTicket> {
  const read = await readHistory(session, { tickets, frozen: null, listed: null });
  if (read.kind === "unreadable") return setAside(tickets, read.reason);
  return toListed(tickets, kind, read.facts);
}

async function planAlone(
  session: Session,
  { side, ticketId }: { readonly side: Side; readonly ticketId: TicketId },
): Promise<PlannedTicket> {
  const tickets = { [side]: ticketId };
  const read = await readAlone(session, side, ticketId);
  if (read.kind === "unreadable") return setAside(tickets, read.reason);
  const { state, visibility } = read.ticket;
  const where = sideName(side);
  if (state === "deleted" || state === "merged")
    return setAside(tickets, `Ticket ${ticketId} in ${where} is ${state}.`);
  if (visibility !== "public") {
    const reason = `Ticket ${ticketId} itself is internal in ${where}, and a ticket made in ${sideName(otherSide(side))} is its customer's to see: none is made.`;
    return setAside(tickets, reason);
  }
  if (read.facts.messages[side].length === 0)
    return setAside(tickets, `Ticket ${ticketId} in ${where} has no message.`);
  const planned = toListed(tickets, "to-create", read.facts);
  // No ticket is made for nothing.
  return planned.planned?.plan.carry[side].length === 0 ? { ...planned, listed: null } : planned;
}

function toListed(
  tickets: Readonly<Partial<TicketPair>>,
  kind: "linked" | "to-link" | "to-create",
  facts: HistoryFacts,
): PlannedTicket {
  const plan = planTicket(facts);
  if (plan.refusal !== null) return setAside(tickets, plan.refusal);
  // Both of a pair: what came after the list was made is nobody's copy.
  const pairedOn = (side: Side) => plan.adopt.map((pair) => (pair.side === side ? pair.id : pair.targetMessageId));
  const paired = { superoffice: pairedOn("superoffice"), requestor: pairedOn("requestor") };
  const left = kind === "linked" ? null : leftOf(facts, plan, paired);
  return {
    listed: { ...namesOf(tickets), ids: plan.carry, paired, left, failure: null },
    planned: { kind, facts, plan },
  };
}

function leftOf({ messages }: HistoryFacts, { carry }: TicketPlan, paired: ListedTicket["paired"]) {
  const on = (side: Side) => {
    const taken = new Set([...carry[side], ...paired[side]]);
    return messages[side].map(({ id }) => id).filter((id) => !taken.has(id));
  };
  return { superoffice: on("superoffice"), requestor: on("requestor") };
}

function setAside(tickets: Readonly<Partial<TicketPair>>, failure: string): PlannedTicket {
  const none: Readonly<Record<Side, readonly MessageId[]>> = { superoffice: [], requestor: [] };
  return { listed: { ...namesOf(tickets), ids: none, paired: none, left: null, failure }, planned: null };
}

function namesOf({ superoffice, requestor }: Readonly<Partial<TicketPair>>) {
  return { superofficeTicketId: superoffice ?? null, requestorTicketId: requestor ?? null };
}

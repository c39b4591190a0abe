import { sideName, otherSide, type Side, type TicketFacts, type TicketId } from "@ticket-bridge/helpdesk";

import type { ClaimedCreation, Creation } from "../ports/creation-store.ts";

/**
 * Clocks of helpdesk and database may differ, and a ticket that came as the bridge was set up should get its
 * counterpart; one that is a few minutes too many is easier to bear than one that is missing.
 */
export const clocksDifferMs = 10 * 60_000;

/** How often a ticket that is not there is looked for at once: a hint may come before its ticket can be read. */
const mostMissing = 5;

/** Then as seldom as costs nothing where thousands are gone for good: one that came back has news, which bring that forward. */
const missingRecheckMs = 60 * 60_000;

/** A ticket without messages is looked at again; a hint or the feed brings that forward. */
const emptyRecheckMs = 10 * 60_000;

/** A ticket that may be a counterpart on its way, or one that quotes its title: which of the two shows when that ends. */
const inFlightRecheckMs = 5_000;

/** What a ticket says of its being made by a bridge. */
export type TicketClaim =
  | { readonly kind: "none" }
  /** Shaped like one, but not ours. */
  | { readonly kind: "foreign" }
  /** It has its counterpart by now. */
  | { readonly kind: "linked" }
  /** It begins with the head of a mirror of a message of that side, and nothing is known of a ticket made for it. */
  | { readonly kind: "unknown-mirror"; readonly side: Side }
  /** Ours: what names which source, and what is known of its counterpart. */
  | {
      readonly kind: "ours";
      readonly by: "title" | "first message";
      readonly names: { readonly side: Side; readonly ticketId: TicketId };
      readonly creation: Creation | null;
    };

export type CreationDecision =
  | { readonly kind: "create" }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "hold"; readonly reason: string }
  /** `forTicket`: nothing can be done before the ticket has news. */
  | { readonly kind: "wait"; readonly reason: string; readonly afterMs: number; readonly forTicket: boolean }
  /** As after a failure: again, later each time. */
  | { readonly kind: "again"; readonly reason: string }
  | { readonly kind: "forget" };

/** Everything the decision rests on. */
export interface CreationFacts {
  readonly row: Pick<
    ClaimedCreation,
    "source" | "failures" | "wanted" | "ofBackfill" | "linkedBefore" | "creatingForMs"
  >;
  /** Null when the source has no such ticket. */
  readonly facts: TicketFacts | null;
  readonly claim: TicketClaim;
  readonly now: number;
}

/** Decides whether a ticket gets a counterpart. Pure: the same facts give the same decision. */
export function decideCreation({ row, facts, claim, now }: CreationFacts): CreationDecision {
  if (row.linkedBefore) return { kind: "forget" };
  const { side, ticketId } = row.source;
  const where = sideName(side);
  if (facts === null) {
    const reason = `Ticket ${ticketId} does not exist in ${where}, or the bridge's account may not see it.`;
    if (row.failures < mostMissing) return { kind: "again", reason };
    // A run comes to an end, and its report tells what was set aside; news wait for the ticket.
    if (row.ofBackfill !== null) return { kind: "skip", reason };
    return { kind: "wait", reason, afterMs: missingRecheckMs, forTicket: true };
  }
  const ended = decideEnded(facts, where) ?? decideClaimed(claim, facts, row.wanted);
  if (ended !== null) return ended;
  if (!row.wanted && isOld(facts.createdAt, now, row.creatingForMs)) {
    const reason = `It is older than the creation of counterparts, which began ${minutes(row.creatingForMs)} before it was looked at.`;
    return { kind: "skip", reason };
  }
  if (facts.ticket.visibility !== "public") {
    const target = sideName(otherSide(side));
    const reason = `The ticket itself is internal in ${where}, and a ticket made in ${target} is its customer's to see: nothing of it was written. Make one there by hand and adopt it, or skip this.`;
    return { kind: "hold", reason };
  }
  if (facts.messageIds.length === 0) {
    return { kind: "wait", reason: "It has no message yet.", afterMs: emptyRecheckMs, forTicket: true };
  }
  return { kind: "create" };
}

function decideEnded({ ticket, isSpam }: TicketFacts, where: string): CreationDecision | null {
  if (isSpam) return { kind: "skip", reason: `It is spam in ${where}.` };
  if (ticket.state === "deleted") return { kind: "skip", reason: `It was deleted in ${where}.` };
  if (ticket.state !== "merged") return null;
  const into = ticket.mergedInto === null ? "another ticket" : `ticket ${ticket.mergedInto}`;
  return { kind: "skip", reason: `It was merged into ${into} in ${where}.` };
}

/** A ticket that the bridge made gets no counterpart, and two bridges must not make tickets for each other's (P5). */
function decideClaimed(claim: TicketClaim, { ticket }: TicketFacts, wanted: boolean): CreationDecision | null {
  if (claim.kind === "linked") return { kind: "forget" };
  if (claim.kind === "none" || wanted) return null;
  if (claim.kind === "foreign") {
    const reason =
      "Its title ends like that of a ticket a bridge made, but this one did not: another bridge, or one with another BRIDGE_SECRET, works here. If a person wrote that title, retry.";
    return { kind: "hold", reason };
  }
  if (claim.kind === "unknown-mirror") {
    const reason = `It begins like a ticket the bridge made for one in ${sideName(claim.side)}: somebody renamed it, and the database, lost or restored since, does not know it. If so, link it with that one by hand, or delete it where that one has another counterpart by now, and skip this. If a person quoted that line, retry.`;
    return { kind: "hold", reason };
  }
  const { by, names, creation } = claim;
  const source = `ticket ${names.ticketId} in ${sideName(names.side)}`;
  if (creation === null) {
    const reason = `The bridge made it as the counterpart of ${source} before its database was lost or restored. Link the two by hand.`;
    return { kind: "skip", reason };
  }
  if (creation.target?.ticketId === ticket.id) return { kind: "forget" };
  if (creation.target === null && creation.state !== "skipped" && creation.state !== "held") {
    const reason = `Its ${by} names it as the counterpart of ${source}, which is still being made: it may be that one, or quote it.`;
    return { kind: "wait", reason, afterMs: inFlightRecheckMs, forTicket: false };
  }
  const counterpart = creation.target === null ? "none is stored" : `that is ticket ${creation.target.ticketId}`;
  const reason = `Its ${by} names it as the counterpart of ${source}, but ${counterpart}. If ${by === "title" ? "a customer's answer brought that title along" : "a person quoted that line"}, retry; if the bridge made it, ${creation.target === null ? "link the two by hand" : "delete it"} and skip this.`;
  return { kind: "hold", reason };
}

/** One whose age nobody tells counts as old: better one too few than a helpdesk's whole past. */
function isOld(createdAt: number | null, now: number, creatingForMs: number): boolean {
  return createdAt === null || now - createdAt > creatingForMs + clocksDifferMs;
}

function minutes(milliseconds: number): string {
  const whole = Math.round(milliseconds / 60_000);
  return whole === 1 ? "1 minute" : `${whole} minutes`;
}

import {
  DeliveryError,
  otherSide,
  sideName,
  type CreatedTicket,
  type Message,
  type OutgoingTicket,
  type Side,
  type TicketFacts,
} from "@ticket-bridge/helpdesk";
import { titleWithMarker } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { backoffMs } from "../decide/backoff.ts";
import { requestIdOf } from "../decide/request-id-of.ts";
import { isSuspect } from "../decide/suspicion.ts";
import { copyGoodForMs } from "../deliver/fresh-copies.ts";
import { NotSentError } from "../deliver/not-sent-error.ts";
import type { EngineContext, TicketNumberPair } from "../engine-context.ts";
import { AlarmStandsError, alarmReason, alarmRecheckMs } from "../public-writes.ts";
import type { CreationRun } from "./creation-run.ts";
import { firstMessageOf, type FirstMessage } from "./first-message.ts";
import { linkCreated } from "./link-created.ts";

/**
 * A refusal may be a lie (Requestor answers 400 for a time-out of its database too), and a new ticket is found some
 * seconds late: so long nobody can know that there is none. All of the settle time would be too much for a customer whom
 * Requestor does not know, since the answer itself was not late.
 */
const searchLagsMs = 20_000;

/** A bridge that only observes looks at a ticket again this often. */
const observedRecheckMs = 10 * 60_000;

/** What the ticket is made of. */
export interface ReadFacts extends TicketFacts {
  /** When that was read, by the monotonic clock. */
  readonly readAt: number;
  /** Its oldest message where it was read since; else null. */
  readonly beginning: Message | null;
}

/** Makes the ticket: commit the intent with its marker, send, keep the answer, link (P2, P3). */
export async function sendTicket(run: CreationRun, facts: ReadFacts): Promise<void> {
  const { context, held, source, target, code } = run;
  const first = target.newTicketNeedsMessage ? await firstMessageOf(run, facts) : null;
  const outgoing = compose(run, facts, first);
  if (context.settings.mode === "observe") {
    const reason = `Only observed. Would be created in ${sideName(target.side)} and linked with ticket ${facts.ticket.id} in ${sideName(source.side)}.`;
    return await held.record({ to: "waiting", afterMs: observedRecheckMs, reason, counts: false });
  }
  const { carriedHash = null, losses = [] } = first ?? {};
  // A new ticket is public from its title on.
  await context.publicWrites.refresh();
  if (context.publicWrites.areStopped) return await waitForAcknowledgement(run);
  const firstMessageId = first?.mirrorOf?.id ?? null;
  // Of one claim there is one attempt, and the row counts it in the commit that names it: as of beginAttempt.
  const requestId = requestIdOf(held.claimed.correlationId, held.claimed.attempts + 1);
  const where = sideName(target.side);
  const event = { what: "sending", detail: `Making a ticket in ${where} that begins with it.`, requestId };
  await held.record({ to: "sending", marker: code, firstMessageId, carriedHash, losses, event });
  let created: CreatedTicket;
  try {
    created = await post(run, outgoing, { readAt: facts.readAt, requestId });
  } catch (error) {
    return await afterFailedAttempt(run, { outgoing, requestId }, error);
  }
  const { id: ticketId, status } = created;
  const detail = `${where} stored it as the first message of ticket ${ticketId}.`;
  const mirrored = { what: "mirrored", detail, requestId, status };
  await held.record({ to: "created", targetTicketId: ticketId, event: mirrored });
  const mirrorOf = first?.mirrorOf ?? null;
  const sent = mirrorOf && { sourceMessageId: mirrorOf.id, visibility: mirrorOf.visibility, carriedHash, losses };
  await linkCreated(run, { ticketId, sent }, facts.ticket);
}

async function waitForAcknowledgement({ held }: CreationRun): Promise<void> {
  await held.record({ to: "waiting", afterMs: alarmRecheckMs, reason: alarmReason, counts: false });
}

async function post(
  run: CreationRun,
  outgoing: OutgoingTicket,
  { readAt, requestId }: { readonly readAt: number; readonly requestId: string },
): Promise<CreatedTicket> {
  const { context, held, target } = run;
  const beforeBytes = () => {
    held.assertHeld();
    context.pauses.assertNotPaused(target.side);
    context.publicWrites.assertAllowed();
    assertFresh(context, readAt);
  };
  return await callHelpdesk(
    context,
    target,
    "write",
    () => target.createTicket(outgoing, { beforeBytes, signal: context.calls, correlationId: requestId }),
    `creation ${held.claimed.id}`,
  );
}

/** The title is public as soon as it is sent; the first message was read after it (P3). */
function assertFresh({ clock }: EngineContext, readAt: number): void {
  if (clock.monotonic() - readAt < copyGoodForMs) return;
  throw new NotSentError("What was read of it grew older than a minute while it waited for its turn.");
}

function compose(run: CreationRun, facts: TicketFacts, first: FirstMessage | null): OutgoingTicket {
  const { context, held, policy, source, target, marker } = run;
  const { categories, priorities } = policy;
  const author = first?.mirrorOf?.author ?? null;
  const contact = (facts.contact?.email ?? null) !== null || author?.role !== "customer" ? facts.contact : author;
  return {
    title: titleWithMarker(facts.ticket.title, marker, context.identity, target.longestTitle),
    contact: held.claimed.withoutContact || contact === null ? null : contact,
    category: mapped(categories, source.side, facts.category),
    priority: mapped(priorities, source.side, facts.priority),
    firstMessage: first?.content ?? null,
    ...(held.claimed.ofBackfill !== null && { quiet: true }),
  };
}

/** The target's number for the source's: of the first pair that names it, else of the first that names none. */
function mapped(pairs: readonly TicketNumberPair[], from: Side, number: number | null): number | null {
  const exact = number === null ? undefined : pairs.find((pair) => pair[from] === number);
  return (exact ?? pairs.find((pair) => pair[from] === null))?.[otherSide(from)] ?? null;
}

interface Attempt {
  readonly outgoing: OutgoingTicket;
  readonly requestId: string;
}

async function afterFailedAttempt(run: CreationRun, { outgoing, requestId }: Attempt, error: unknown): Promise<void> {
  const { context, held, target } = run;
  const { failures, withoutContact } = held.claimed;
  const backoff = backoffMs(failures + 1, context.random.next());
  if (error instanceof NotSentError) {
    const reason = `${error.message} Nothing was sent.`;
    await held.record({ to: "pending", reason, withoutContact, event: { what: "not-sent", detail: reason } });
    if (error instanceof AlarmStandsError) return await waitForAcknowledgement(run);
    return await held.record({ to: "waiting", afterMs: backoff, reason, counts: true });
  }
  if (!(error instanceof DeliveryError)) throw error;
  const afterMs = Math.max(backoff, error.retryAfterMs ?? 0);
  const event = { what: "attempt-failed", detail: error.message, requestId, status: error.status };
  const suspicion = isSuspect(error) ? error.message : null;
  if (suspicion !== null) await context.health.tellWrites(target.side);
  if (error.decision === "uncertain") {
    const { settleMs } = context.settings;
    const reason = `${error.message.replace(/[.\s]*$/, ".")} Whether the ticket was made is not known yet: ${sideName(target.side)} is searched for it for up to ${Math.round(settleMs / 1000)} s before it is made again.`;
    await held.record({ to: "uncertain", reason, settleMs, suspicion, event: { ...event, what: "uncertain" } });
    return await held.record({ to: "waiting", afterMs, reason, counts: true });
  }
  if (error.decision === "permanent") {
    // Perhaps only the customer's address is not known there: without him the ticket is the bridge's own.
    if (withoutContact || (outgoing.contact?.email ?? null) === null || target.side !== "requestor") {
      return await held.record({ to: "held", reason: error.message, event: { ...event, what: "held" } });
    }
    const reason = `${error.message} It is tried without the customer's address.`;
    await held.record({ to: "pending", reason, withoutContact: true, event });
    return await held.record({ to: "waiting", afterMs: Math.max(afterMs, searchLagsMs), reason, counts: true });
  }
  await held.record({ to: "pending", reason: error.message, withoutContact, suspicion, event });
  await held.record({ to: "waiting", afterMs, reason: error.message, counts: true });
}

import { DeliveryError, sideName, walksTickets, type Message, type Ticket } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import { backoffMs } from "../decide/backoff.ts";
import { decideCreation, type CreationDecision, type TicketClaim } from "../decide/decide-creation.ts";
import { refusedRecheckMs } from "../decide/decide-outcome.ts";
import { ticketTooOftenSuspected } from "../decide/suspicion.ts";
import type { ClaimedCreation } from "../ports/creation-store.ts";
import { beginningOf, claimOfBeginning, claimOfTitle } from "./claims-to-be-ours.ts";
import type { CreationRun } from "./creation-run.ts";
import { findCounterpart, findCounterpartByNumber } from "./find-counterpart.ts";
import { CreationLostError } from "./held-creation.ts";
import { linkCreated } from "./link-created.ts";
import { sendTicket, type ReadFacts } from "./send-ticket.ts";

/** Between two looks at the target while an earlier write may still appear there. */
const lookAgainMs = 5_000;

/**
 * Brings one creation to its end, or as far as it can go now, and gives it back. Throws only when the database is away;
 * its lease then runs out.
 */
export async function workCreation(run: CreationRun): Promise<void> {
  try {
    await work(run);
  } catch (error) {
    if (error instanceof CreationLostError) {
      run.context.log.log({ level: "warn", message: error.message });
      return;
    }
    await giveBack(run, error);
  }
}

async function work(run: CreationRun): Promise<void> {
  const { claimed } = run.held;
  if (claimed.state !== "pending" && (await wasFound(run))) return;
  if (mayStand(claimed) && (await wasFoundByNumber(run))) return;
  const readAt = run.context.clock.monotonic();
  const facts = await callHelpdesk(run.context, run.source, "read", () =>
    run.source.readTicketFacts(run.marker.ticketId, { signal: run.context.calls }),
  );
  const decide = (claim: TicketClaim) => decideCreation({ row: claimed, facts, claim, now: run.context.clock.now() });
  let decision = decide(await claimOfTitle(run, facts));
  let beginning: Message | null = null;
  if (decision.kind === "create" && !claimed.wanted && facts !== null) {
    beginning = await beginningOf(run, facts);
    decision = decide(await claimOfBeginning(run, facts, beginning));
  }
  if (decision.kind === "create" && facts !== null) await create(run, { ...facts, readAt, beginning });
  else await carryOut(run, decision);
}

/**
 * Finds out what became of a POST without a clear answer: true when the creation was given back. Found is believed at
 * once; not found proves nothing before the settle time is over, because the server may still be working on it and its
 * search may lag behind.
 */
async function wasFound(run: CreationRun): Promise<boolean> {
  const { held, target, context } = run;
  const { claimed } = held;
  const { targetTicketId } = claimed;
  if (targetTicketId !== null) {
    await linkCreated(run, { ticketId: targetTicketId, sent: null }, null);
    return true;
  }
  let settle = claimed.settleRemainingMs;
  if (claimed.state === "sending") {
    settle = context.settings.settleMs;
    const reason = "The bridge stopped while the ticket was being made; whether it was is being found out.";
    await held.record({ to: "uncertain", reason, settleMs: settle, event: { what: "uncertain", detail: reason } });
  }
  const found = await findCounterpart(run);
  if (found !== null) {
    await linkFound(run, found);
    return true;
  }
  if (settle <= 0) return false;
  const reason = `The last attempt got no clear answer and no ticket with its code is in ${sideName(target.side)} yet. It may still appear there for ${Math.ceil(settle / 1000)} s; after that it is made again.`;
  await held.record({ to: "waiting", afterMs: Math.min(settle, lookAgainMs), reason, counts: false });
  return true;
}

/**
 * An earlier attempt may have made it: it got no clear answer, or a refusal, which may be a lie. A refused one is tried
 * again without the customer's address or by a person, who may be quicker than the search finds what it made.
 */
function mayStand({ state, attempts, withoutContact, wanted }: ClaimedCreation): boolean {
  return state !== "pending" || (attempts > 0 && (withoutContact || wanted));
}

/**
 * Before a second ticket might be made, one look that no lagging search can spoil, where the target has such a one (P2).
 * Where it cannot tell a person decides; the retry of one who did needs no proof any more. True when it was given back.
 */
async function wasFoundByNumber(run: CreationRun): Promise<boolean> {
  const { held, target, code } = run;
  const { state, wanted } = held.claimed;
  if (!walksTickets(target)) return false;
  const found = await findCounterpartByNumber(run, target);
  if (found !== null && found !== "untold") {
    await linkFound(run, found);
    return true;
  }
  if (found === null || (wanted && state === "pending")) return false;
  const name = sideName(target.side);
  const reason = `Whether the ticket was made in ${name} cannot be told: the last attempt got no clear answer, the search does not find it, and its tickets cannot be looked through by number. Look for ${code} in ${name}: adopt the ticket if it is there, else retry, which makes it.`;
  await held.record({ to: "held", reason });
  return true;
}

async function linkFound(run: CreationRun, { id }: Ticket): Promise<void> {
  await run.context.health.answers(run.target.side, "write");
  const detail = `Found in ${sideName(run.target.side)} as the first message of ticket ${id}, which an earlier attempt made.`;
  await run.held.record({ to: "created", targetTicketId: id, event: { what: "read-back-found", detail } });
  await linkCreated(run, { ticketId: id, sent: null }, null);
}

/** The database may have been restored from an older backup, and a refusal may be a lie: every POST looks first (P2). */
async function create(run: CreationRun, facts: ReadFacts): Promise<void> {
  const existing = await findCounterpart(run);
  if (existing !== null) {
    const detail = `${sideName(run.target.side)} already holds ticket ${existing.id} with its code, which begins with it.`;
    await run.held.record({ to: "created", targetTicketId: existing.id, event: { what: "adopted", detail } });
    return await linkCreated(run, { ticketId: existing.id, sent: null }, facts.ticket);
  }
  const suspected = ticketTooOftenSuspected(run.held.claimed);
  if (suspected !== null) return await run.held.record({ to: "held", reason: suspected });
  await sendTicket(run, facts);
}

async function carryOut({ held, context }: CreationRun, decision: CreationDecision): Promise<void> {
  switch (decision.kind) {
    case "create":
      return;
    case "skip":
      return await held.record({ to: "skipped", reason: decision.reason });
    case "hold":
      return await held.record({ to: "held", reason: decision.reason });
    case "forget":
      return await held.record({ to: "forgotten" });
    case "wait": {
      const { afterMs, reason, forTicket } = decision;
      return await held.record({ to: "waiting", afterMs, reason, counts: false, forTicket });
    }
    case "again": {
      const afterMs = backoffMs(held.claimed.failures + 1, context.random.next());
      return await held.record({ to: "waiting", afterMs, reason: decision.reason, counts: true });
    }
  }
}

/** A read that failed, or an error nobody foresaw, changed nothing: it waits and says why. */
async function giveBack({ held, context }: CreationRun, error: unknown): Promise<void> {
  const { failures } = held.claimed;
  const isOfHelpdesk = error instanceof DeliveryError;
  const told = error instanceof Error ? error.message : String(error);
  const reason = isOfHelpdesk ? told : `The bridge met an error of its own: ${told}`;
  context.log.log({ level: isOfHelpdesk ? "warn" : "error", message: reason, creationId: held.claimed.id });
  const backoff = backoffMs(failures + 1, context.random.next());
  const refused = isOfHelpdesk && error.decision === "permanent";
  const afterMs = refused
    ? refusedRecheckMs(failures)
    : Math.max(backoff, isOfHelpdesk ? (error.retryAfterMs ?? 0) : 0);
  await held.record({ to: "waiting", afterMs, reason, counts: true });
}

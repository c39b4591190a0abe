import type { Side } from "@ticket-bridge/helpdesk";
import {
  nothingDone,
  type Backfill,
  type BackfillLease,
  type BackfillPlan,
  type HistoryMessage,
  type HistoryStanding,
  type StopCause,
} from "@ticket-bridge/sync";
import { usualOptions } from "@ticket-bridge/sync/testing";

import { mail, message } from "../acts.ts";
import { type Actor, age, nameOfLink, pickLink, storeOf, ticketOf } from "./actor.ts";
import type { Given } from "./call.ts";
import { plainCreation } from "./creation-calls.ts";
import { messageOf } from "./plain.ts";
import { steps } from "./steps.ts";

const nothing = "no run to do it with";

const plan: BackfillPlan = {
  ...{ tickets: { superoffice: 1, requestor: 1 }, messages: { superoffice: 2, requestor: 2 }, linked: 1, toLink: 0 },
  ...{ toCreate: 0, mirrored: 0, toWrite: { superoffice: 1, requestor: 1 }, toAdopt: 0, lookAlike: 0, skipped: [] },
  ...{ failed: [], failedCount: 0, calls: { superoffice: 1, requestor: 1 }, seconds: 1, secondRunWrites: 0 },
};

/** Runs by their number in the order in which they were made: their ids need not be the same in two databases. */
export async function lookAtRuns(actor: Actor): Promise<readonly unknown[]> {
  const { items } = await actor.scene.store.listBackfills({ cursor: null, limit: 100 });
  const plain: unknown[] = [];
  for (const run of items) {
    const findings = await actor.scene.store.backfillFindings(run.id, 0, 100);
    const open = await actor.scene.store.openBackfillTickets(run.id, 0, 100);
    plain.push({
      ...plainRun(actor, run),
      findings,
      open: open.map(({ linkId, ...ticket }) => ({
        ...ticket,
        link: linkId === null ? null : nameOfLink(actor, linkId),
      })),
      standings: (await actor.scene.store.historyStandings(run.id))
        .map((one) => plainStanding(actor, one))
        .sort(byLink),
    });
  }
  return plain;
}

const byLink = (a: { link: string }, b: { link: string }) => (a.link < b.link ? -1 : 1);

const nameOfRun = (actor: Actor, id: string | null) => (id === null ? null : actor.runs.indexOf(id));

function plainRun(actor: Actor, { id, createdAt, startedAt, finishedAt, carriedBy, ...run }: Backfill) {
  return {
    ...run,
    name: nameOfRun(actor, id),
    created: age(actor, createdAt),
    started: age(actor, startedAt),
    finished: age(actor, finishedAt),
    carriedBy: carriedBy === null ? null : { name: carriedBy.name, since: age(actor, carriedBy.since) },
  };
}

function plainStanding(actor: Actor, { linkId, ...standing }: HistoryStanding) {
  return { link: nameOfLink(actor, linkId), ...standing };
}

const newest = (actor: Actor) => actor.runs.at(-1) ?? "99";

const leaseOf = (actor: Actor, { worker }: { worker: "store" | "other" }): BackfillLease | undefined =>
  actor.runLeases[worker];

export async function createRun(actor: Actor): Promise<unknown> {
  const made = await actor.scene.store.createBackfill(usualOptions);
  if ("unfinished" in made) return { unfinished: nameOfRun(actor, made.unfinished) };
  actor.runs.push(made.backfill.id);
  return plainRun(actor, made.backfill);
}

export async function claimRun(actor: Actor, { worker, leaseMs, begin }: Given<"claimRun">): Promise<unknown> {
  const carrier = { workerId: worker, name: `process ${worker}\0` };
  const claim = await storeOf(actor, worker).claimBackfill(newest(actor), carrier, { leaseMs, begin });
  if (claim.kind === "busy") return { kind: "busy", by: claim.carriedBy.name, freeIn: steps(claim.freeInMs) };
  if (claim.kind === "not-found") return claim.kind;
  if (claim.kind === "claimed") actor.runLeases[worker] = claim.lease;
  const epoch = claim.kind === "claimed" ? claim.lease.epoch : null;
  return { kind: claim.kind, epoch, run: plainRun(actor, claim.backfill) };
}

export async function listRun(actor: Actor, given: Given<"listRun">): Promise<unknown> {
  const lease = leaseOf(actor, given);
  if (lease === undefined) return nothing;
  const store = storeOf(actor, given.worker);
  const tickets = given.tickets.map(({ superoffice, requestor, messages, paired, left, failure }) => ({
    superofficeTicketId: ticketOf(superoffice),
    requestorTicketId: requestor === null ? null : ticketOf(requestor),
    ids: { superoffice: messages.map((n) => messageOf(superoffice, n)), requestor: [] },
    paired: { superoffice: paired.map((n) => messageOf(superoffice, n)), requestor: [] },
    left: left === null ? null : { superoffice: left.map((n) => messageOf(superoffice, n)), requestor: [] },
    failure,
  }));
  const begun = await store.beginBackfillList(lease);
  const added = await store.addBackfillTickets(lease, tickets, 0);
  const frozen = given.freezes
    ? await store.freezeBackfillList(lease, plan, { ...nothingDone, ticketsFailed: 1 })
    : null;
  return { begun, added, frozen };
}

/** A ticket of the list is worked on over a link, and its history moved into the lanes. */
export async function carryTicket(actor: Actor, given: Given<"carryTicket">): Promise<unknown> {
  const lease = leaseOf(actor, given);
  if (lease === undefined) return nothing;
  const store = storeOf(actor, given.worker);
  const linkId = pickLink(actor, given.link);
  const tickets = nameOfLink(actor, linkId).split("-").map(Number);
  const history = (side: Side): readonly HistoryMessage[] =>
    given.messages[side].map(({ n, copy, target, held }) => {
      const [own, other] = side === "superoffice" ? tickets : tickets.toReversed();
      return {
        ...{ id: messageOf(own ?? 1, n), createdAt: 1_700_000_000_000, version: copy ? "v1" : null },
        visibility: n % 2 === 0 ? "public" : null,
        held: target === null ? held : null,
        copy: copy ? mail((own ?? 1) * 10 + n) : null,
        adopted:
          target === null
            ? null
            : {
                targetMessageId: messageOf(other ?? 1, target),
                carriedHash: copy ? "carried in v1" : null,
                how: "Alike.\0",
              },
      };
    });
  const begun = linkId === "none" ? "no link" : await store.beginBackfillTicket(lease, given.place, linkId);
  let correlations = 0;
  const captured = await store.captureHistory(lease, {
    linkId: linkId === "none" ? "99" : linkId,
    messages: { superoffice: history("superoffice"), requestor: history("requestor") },
    ...{ readAgoMs: given.readAgoMs, freesHeldBack: given.frees },
    correlationId: () => `h${(correlations += 1)}`,
  });
  return { begun, captured };
}

export async function endTicket(actor: Actor, given: Given<"endTicket">): Promise<unknown> {
  const lease = leaseOf(actor, given);
  if (lease === undefined) return nothing;
  const line = {
    superofficeTicketId: ticketOf(1),
    requestorTicketId: null,
    side: "superoffice",
    messageId: message(11),
  } as const;
  const findings = given.found ? [{ class: "differs", ...line, reason: "Other words.\0" } as const] : [];
  const reason = given.state === "failed" ? "Gone.\0" : null;
  const end = { place: given.place, state: given.state, reason, findings } as const;
  return await storeOf(actor, given.worker).endBackfillTicket(lease, end, { ...nothingDone, ticketsDone: given.place });
}

const stops: Readonly<
  Record<"finished" | StopCause, { state: "finished" } | { state: "stopped"; reason: string; cause: StopCause }>
> = {
  finished: { state: "finished" },
  asked: { state: "stopped", reason: "Asked.\0", cause: "asked" },
  credentials: { state: "stopped", reason: "Refused.", cause: "credentials" },
  unreachable: { state: "stopped", reason: "Away.", cause: "unreachable" },
};

export async function leaveRun(actor: Actor, given: Given<"leaveRun">): Promise<unknown> {
  const store = storeOf(actor, given.worker);
  if (given.how === "ask") return await store.askBackfillStop(newest(actor));
  if (given.how === "discard") return await store.discardBackfill(newest(actor), "Discarded.\0");
  const lease = leaseOf(actor, given);
  if (lease === undefined) return nothing;
  if (given.how === "renew") return await store.renewBackfill(lease, 150_000);
  await store.releaseBackfill(lease, given.how === "nothing" ? null : stops[given.how]);
  return "given back";
}

export async function wantCreation(actor: Actor, given: Given<"wantCreation">): Promise<unknown> {
  const lease = leaseOf(actor, given);
  if (lease === undefined) return nothing;
  const wanted = await storeOf(actor, given.worker).wantCreation(lease, given.side, ticketOf(given.ticket));
  return wanted === "lost" ? wanted : plainCreation(wanted);
}

export async function askMap(actor: Actor, { side, ticket }: Given<"askMap">): Promise<unknown> {
  const { store } = actor.scene;
  const ids = Array.from({ length: 7 }, (_, n) => messageOf(ticket, n));
  const known = await store.knownMessages(side, ids);
  const link = await store.linkOfTicket(side, ticketOf(ticket));
  const unfinished = await store.unfinishedBackfill();
  const alone = await store.listedAlone(newest(actor), side, ticketOf(ticket));
  return {
    alone: alone === null ? null : { ...alone, seen: [...alone.seen].sort() },
    known: ids.map((id) => {
      const one = known.get(id);
      return one === undefined ? null : { ...one, ofRun: nameOfRun(actor, one.ofRun) };
    }),
    link: link === null ? null : { ...link, linkId: nameOfLink(actor, link.linkId) },
    unfinished: unfinished === null ? null : nameOfRun(actor, unfinished.id),
  };
}

import { type Side, sides } from "@ticket-bridge/helpdesk";
import type { ClaimedCreation, Creation, CreationChange, CreationOutcome } from "@ticket-bridge/sync";

import { message } from "../acts.ts";
import { type Actor, pick, storeOf, ticketOf } from "./actor.ts";
import type { Given } from "./call.ts";
import { steps } from "./steps.ts";

/** Rows by their source: their ids need not be the same in two databases. */
export async function lookAtCreations(actor: Actor): Promise<readonly string[]> {
  const all = { state: null, side: null };
  const { items } = await actor.scene.store.listCreations(all, { cursor: null, limit: 100 });
  actor.creations = [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return actor.creations.map(plainCreation);
}

const nameOf = ({ source }: Pick<Creation, "source">) => `${source.side} ${source.ticketId}`;

export function plainCreation(creation: Creation): string {
  const { target, state, reason, attempts } = creation;
  return `${nameOf(creation)} ${state} ${attempts} ${target?.ticketId ?? "-"} ${reason ?? "-"}`;
}

function plainOutcome(outcome: CreationOutcome): unknown {
  return outcome.outcome === "done" ? plainCreation(outcome.creation) : outcome;
}

/** Claims what is due, makes the changes to each of it, and leaves the rest to its lease. */
export async function workCreations(actor: Actor, given: Given<"workCreations">): Promise<unknown> {
  const store = storeOf(actor, given.worker);
  const claim = { sources: sides, limit: 20, leaseMs: given.leaseMs };
  const claimed = [...(await store.claimCreations(given.worker, claim))].sort((a, b) =>
    nameOf(a) < nameOf(b) ? -1 : 1,
  );
  const answers: unknown[] = claimed.map(({ id: _id, correlationId: _correlationId, ...rest }) => ({
    ...rest,
    creatingForMs: steps(rest.creatingForMs),
    sentAgoMs: rest.sentAgoMs === null ? null : steps(rest.sentAgoMs),
    settleRemainingMs: steps(Math.max(rest.settleRemainingMs, 0)),
  }));
  for (const creation of claimed) {
    for (const to of given.changes) answers.push(await change(actor, creation, to, given));
  }
  return answers;
}

async function change(
  actor: Actor,
  creation: ClaimedCreation,
  to: CreationChange["to"] | "linked",
  { worker, leaseMs, target }: Given<"workCreations">,
): Promise<unknown> {
  const store = storeOf(actor, worker);
  if (to !== "linked") return await store.recordCreation(creation, leaseMs, changes[to](target));
  const isSuperOffice = creation.source.side === "superoffice";
  const made = await store.linkCreation(
    creation,
    {
      superofficeTicketId: isSuperOffice ? creation.source.ticketId : ticketOf(target),
      requestorTicketId: isSuperOffice ? ticketOf(target) : creation.source.ticketId,
      superofficeTitle: "One",
      requestorTitle: "Other",
      requestorRef: null,
      present: { superoffice: [], requestor: [] },
    },
    null,
  );
  if (made === "lost" || "taken" in made) return made;
  const { superofficeTicketId, requestorTicketId, id } = made.link;
  actor.linkIds.set(`${superofficeTicketId}-${requestorTicketId}`, id);
  return "linked";
}

const changes: { readonly [To in CreationChange["to"]]: (target: number) => CreationChange } = {
  sending: (target) => ({
    ...{ to: "sending", marker: "k", firstMessageId: message(7) },
    carriedHash: target % 3 === 0 ? null : `public ${target % 2}`,
    losses: target % 2 === 0 ? [] : ["The To line.\0", `Of ${target}.`],
    event: { what: "sending", detail: "" },
  }),
  created: (target) => ({ to: "created", targetTicketId: ticketOf(target), event: { what: "mirrored", detail: "" } }),
  uncertain: () => ({ to: "uncertain", reason: "Lost.\0", settleMs: 150_000, suspicion: "It answered 500.\0" }),
  pending: (target) => ({
    ...{ to: "pending", reason: "Refused.", withoutContact: true },
    ...(target % 2 === 0 && { suspicion: "It answered 403." }),
  }),
  waiting: () => ({ to: "waiting", afterMs: 150_000, reason: "Away.", counts: true }),
  held: () => ({ to: "held", reason: "Look." }),
  skipped: () => ({ to: "skipped", reason: "Old." }),
  forgotten: () => ({ to: "forgotten" }),
};

export async function operateOnCreation(actor: Actor, { row, act }: Given<"operateCreation">): Promise<unknown> {
  const id = pick(actor.creations, row)?.id ?? "99";
  const { other } = actor.scene;
  return plainOutcome(act === "retry" ? await other.retryCreation(id) : await other.skipCreation(id, "No.\0"));
}

export async function learn(
  actor: Actor,
  { side, tickets }: { side: Side; tickets: readonly number[] },
): Promise<void> {
  await actor.scene.store.beginCreating([side]);
  await actor.scene.store.learnTickets(side, tickets.map(ticketOf));
}

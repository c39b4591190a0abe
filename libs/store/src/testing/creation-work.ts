import { sides, type Side } from "@ticket-bridge/helpdesk";
import type { ClaimedCreation, CreationChange, NewLink, Store } from "@ticket-bridge/sync";

import { message, ticket } from "./acts.ts";

export const leaseMs = 30_000;

export const pair = (superoffice: number, requestor: number): NewLink => ({
  superofficeTicketId: ticket(superoffice),
  requestorTicketId: ticket(requestor),
  superofficeTitle: "Printer",
  requestorTitle: "Printer",
  requestorRef: "TIC-1",
  present: { superoffice: [], requestor: [] },
});

/** Claims whatever may be worked on. */
export async function claim(store: Store, sources: readonly Side[] = sides): Promise<readonly ClaimedCreation[]> {
  return await store.claimCreations("worker", { sources, limit: 10, leaseMs });
}

/** One more ticket without a counterpart, claimed. */
export async function learnOne(store: Store, side: Side, id: number): Promise<ClaimedCreation> {
  await store.learnTickets(side, [ticket(id)]);
  const [claimed, ...others] = await claim(store);
  if (claimed === undefined || others.length > 0) throw new Error("Exactly one was to be claimed.");
  return claimed;
}

export async function onlyMirror(store: Store) {
  const [item] = (await store.listMirrors({ state: null, linkId: null, side: null }, { cursor: null, limit: 1 })).items;
  return await store.getMirror(item?.id ?? "");
}

/** Changes of a creation with the details that do not matter filled in. */
export const changes = {
  sending: {
    ...{ to: "sending", marker: "k3f9a2bc7d", firstMessageId: message(9), carriedHash: "public 1" },
    losses: ["The To line.\0"],
    event: { what: "sending", detail: "Making it.\0", requestId: "c-1" },
  },
  uncertain: { to: "uncertain", reason: "Lost.\0", settleMs: 60_000 },
  created: {
    ...{ to: "created", targetTicketId: ticket(47) },
    event: { what: "mirrored", detail: "Made.", requestId: "c-1", status: 201 },
  },
  pending: { to: "pending", reason: "Refused.", withoutContact: true },
  waiting: { to: "waiting", afterMs: 60_000, reason: "Away.", counts: true },
  quiet: { to: "waiting", afterMs: 600_000, reason: "No message yet.", counts: false },
  held: { to: "held", reason: "Look at it." },
  skipped: { to: "skipped", reason: "Old." },
  forgotten: { to: "forgotten" },
} as const satisfies Record<string, CreationChange>;

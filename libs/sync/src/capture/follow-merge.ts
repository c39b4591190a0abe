import { sideName, type Side, type Ticket, type TicketId } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { EngineContext } from "../engine-context.ts";

/** Tickets merged into merged tickets; a circle must end too. */
const mostSteps = 5;

/** While a write is in flight that names the old ticket. */
const busyRecheckMs = 5_000;
const goneRecheckMs = 10 * 60_000;

export type FollowOutcome =
  | { readonly kind: "followed" | "held" | "not linked any more" }
  | { readonly kind: "again"; readonly afterMs: number; readonly reason: string | null };

/** The ticket a merged one leads to; null for one that is not merged, or does not tell. */
export function mergedInto({ state, mergedInto: into }: Ticket): TicketId | null {
  return state === "merged" ? into : null;
}

/**
 * Moves a link to the ticket that its own was merged into; a ticket with a link of its own is not taken from it: then
 * this link waits for a person, who is told what to do. Rejects with DeliveryError when the ticket cannot be read.
 */
export async function followMerge(
  context: EngineContext,
  merged: { side: Side; linkId: string; ticketId: TicketId; into: TicketId },
): Promise<FollowOutcome> {
  const { side, linkId, ticketId } = merged;
  const helpdesk = context.helpdesks[side];
  let into = merged.into;
  for (let step = 0; step < mostSteps; step += 1) {
    const asked = into;
    const listing = await callHelpdesk(context, helpdesk, "read", () =>
      helpdesk.listMessages(asked, { signal: context.calls }),
    );
    if (listing === null) {
      const reason = `Ticket ${ticketId} in ${sideName(side)} was merged into ticket ${asked}, which does not exist, or the bridge's account may not see it.`;
      return { kind: "again", afterMs: goneRecheckMs, reason };
    }
    const next = mergedInto(listing.ticket);
    if (next === null) {
      const messageIds = listing.messages.map(({ id }) => id);
      const ifTaken = `Ticket ${ticketId} in ${sideName(side)} was merged into ticket ${into}, which has a link of its own. Remove one of the two links; if you remove the other one, resume this one.`;
      const outcome = await context.store.followMerge(linkId, { side, from: ticketId, to: into, messageIds, ifTaken });
      if (outcome === "busy") return { kind: "again", afterMs: busyRecheckMs, reason: null };
      if (outcome === "taken") return { kind: "held" };
      return { kind: outcome === "followed" ? "followed" : "not linked any more" };
    }
    into = next;
  }
  const reason = `Ticket ${ticketId} in ${sideName(side)} was merged into a ticket that was merged in turn, and so on without end.`;
  return { kind: "again", afterMs: goneRecheckMs, reason };
}

import { compareIds, type Message, type TicketFacts } from "@ticket-bridge/helpdesk";
import { isAuthenticTicketMarker, openedFor, parseTicketMarker } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { TicketClaim } from "../decide/decide-creation.ts";
import type { Creation } from "../ports/creation-store.ts";
import type { CreationRun } from "./creation-run.ts";
import { mirroredBy } from "./first-written.ts";

/** What the title of a ticket says of its being made by a bridge. */
export async function claimOfTitle({ context }: CreationRun, facts: TicketFacts | null): Promise<TicketClaim> {
  const parsed = facts === null ? null : parseTicketMarker(facts.ticket.title);
  if (parsed === null || facts === null) return { kind: "none" };
  // A ticket is never its own side's counterpart: there the title was copied.
  if (parsed.side === facts.ticket.side) return { kind: "none" };
  if (!isAuthenticTicketMarker(parsed, context.identity)) return { kind: "foreign" };
  const creation = await context.store.creationOf(parsed.side, parsed.ticketId);
  return { kind: "ours", by: "title", names: { side: parsed.side, ticketId: parsed.ticketId }, creation };
}

/** So many creations of each state at most is a ticket's first message held against. */
const mostPages = 20;
const pageSize = 100;

/**
 * The ticket's oldest message where it may tell that a bridge made the ticket; null where the bridge makes none on this
 * side, and without any message.
 */
export async function beginningOf(
  { context, source, policy }: CreationRun,
  { ticket, messageIds }: TicketFacts,
): Promise<Message | null> {
  const [oldest] = [...messageIds].sort(compareIds);
  if (!policy.targets.includes(source.side) || oldest === undefined) return null;
  const [first] = await callHelpdesk(context, source, "read", () =>
    source.readMessages(ticket.id, [oldest], { signal: context.calls }),
  );
  return first ?? null;
}

/**
 * What the ticket begins with says of it, where its title says nothing: somebody may have renamed it before the lost
 * answer to its making was resolved, or since (P5). A mirror's head has no room for its ticket, so it is held against the
 * tickets that are being made or wait for a person; of another one the database may have forgotten it (a restore), or it
 * is a quotation, and which of the two only a person can tell.
 */
export async function claimOfBeginning(
  run: CreationRun,
  { ticket }: TicketFacts,
  first: Message | null,
): Promise<TicketClaim> {
  const { context } = run;
  if (first === null) return { kind: "none" };
  const opened = openedFor(first, context.identity);
  if (opened !== null && opened.side !== ticket.side) {
    const creation = await context.store.creationOf(opened.side, opened.ticketId);
    return { kind: "ours", by: "first message", names: opened, creation };
  }
  if (first.marker === null || first.marker.side === ticket.side) return { kind: "none" };
  for await (const creation of beingMade(run)) {
    const isIts = mirroredBy(first, creation.source, context.identity) !== null;
    if (isIts) return { kind: "ours", by: "first message", names: creation.source, creation };
  }
  // The one whose mirror it is may have been linked with it since this was claimed, so that it is not looked for there.
  if ((await context.store.linkOfTicket(ticket.side, ticket.id)) !== null) return { kind: "linked" };
  return { kind: "unknown-mirror", side: first.marker.side };
}

/** The tickets of the other side whose counterparts are being made here, or may have been: nobody knows that of a held one. */
async function* beingMade({ context, target }: CreationRun): AsyncGenerator<Creation> {
  for (const state of ["sending", "uncertain", "pending", "held"] as const) {
    let cursor: string | null = null;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await context.store.listCreations({ state, side: target.side }, { cursor, limit: pageSize });
      yield* page.items;
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
  }
}

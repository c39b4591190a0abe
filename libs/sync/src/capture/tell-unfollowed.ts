import type { Message, MessageId, TicketListing } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import { concernsOneMessage } from "../deliver/fresh-copies.ts";
import type { EngineContext } from "../engine-context.ts";
import type { SeenUnfollowed, TicketLook } from "../ports/capture-store.ts";
import { inBatches } from "./in-batches.ts";

/**
 * Of what is held or skipped nothing is followed, but it may be internal by now. Where the listing does not tell it
 * nobody knows: reading it each time, for a version that is not noted, would cost a call a turn. One that only the feed
 * has shown, without a version, is read once: what the listing told before says from then on whether it may be another
 * (P3).
 */
export async function tellUnfollowed(
  context: EngineContext,
  { ticket, messages }: TicketListing,
  { unfollowed, unversioned }: Pick<TicketLook, "unfollowed" | "unversioned">,
): Promise<void> {
  const { store } = context;
  const [asked, toRead] = [new Set([...unfollowed, ...unversioned]), new Set(unversioned)];
  const stubs = messages.filter(({ id }) => asked.has(id));
  const told = stubs.flatMap(({ id, message }): SeenUnfollowed[] => {
    if (message?.visibility === "public" || (message === null && toRead.has(id))) return [];
    return [{ id, visibility: message?.visibility ?? null, version: null }];
  });
  if (told.length > 0) await store.tellUnfollowed(ticket.side, ticket.id, told);
  const untold = stubs.filter(({ id, message }) => message === null && toRead.has(id));
  await inBatches(untold, async (batch) => {
    const ids = batch.map(({ id }) => id);
    const copies = await readEach(context, ticket, ids);
    const seen = batch.map(({ id, version }): SeenUnfollowed => {
      const copy = copies.find((message) => message.id === id && message.ticketId === ticket.id && !message.deleted);
      return copy === undefined
        ? { id, visibility: null, version: null }
        : { id, visibility: copy.visibility, version };
    });
    await store.tellUnfollowed(ticket.side, ticket.id, seen);
  });
}

/** Without those that cannot be read, or not any more. */
async function readEach(
  context: EngineContext,
  ticket: TicketListing["ticket"],
  ids: readonly MessageId[],
): Promise<readonly Message[]> {
  const helpdesk = context.helpdesks[ticket.side];
  try {
    return await callHelpdesk(context, helpdesk, "read", () =>
      helpdesk.readMessages(ticket.id, ids, { signal: context.calls }),
    );
  } catch (error) {
    if (!concernsOneMessage(error)) throw error;
    if (ids.length === 1) return [];
    const each: Message[] = [];
    for (const id of ids) each.push(...(await readEach(context, ticket, [id])));
    return each;
  }
}

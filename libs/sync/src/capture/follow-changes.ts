import type { Message, MessageId, TicketListing } from "@ticket-bridge/helpdesk";
import { carriedHash } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { concernsOneMessage } from "../deliver/fresh-copies.ts";
import { policyOf, type EngineContext } from "../engine-context.ts";
import type { ChangeCapture, SourceChange, TicketLook } from "../ports/capture-store.ts";
import { seesAll } from "../sees-all.ts";
import { inBatches } from "./in-batches.ts";

/**
 * Finds out what became of captured messages that a listing shows in another version or not at all, and captures that.
 * What the listing tells is taken from it; the rest is read. Rejects with DeliveryError when that fails: then nothing is
 * noted, and the next listing asks again.
 */
export async function followChanges(
  context: EngineContext,
  listing: TicketListing,
  look: Pick<TicketLook, "changed" | "gone">,
  sentAt: number,
): Promise<void> {
  const stubs = new Map(listing.messages.map((stub) => [stub.id, stub]));
  const changed = look.changed.flatMap((id) => stubs.get(id) ?? []);
  const told = changed.flatMap(({ id, version, message }) => (message === null ? [] : { id, version, copy: message }));
  await inBatches(told, (batch) =>
    capture(
      context,
      listing,
      batch.map((one) => changeOf(context, listing, one)),
      sentAt,
    ),
  );
  // Also where edits are not carried: it may be internal by now, and nothing may go on telling that it is public.
  const untold = changed.filter(({ message }) => message === null);
  const gone = look.gone.length > 0 && (await seesAll(context, listing.ticket.side)) ? look.gone : [];
  const asked = [...untold.map(({ id, version }) => ({ id, version })), ...gone.map((id) => ({ id, version: null }))];
  await inBatches(asked, (batch) => readEach(context, listing, batch));
}

/** One message that cannot be read must not keep the others from being followed; it is asked for again next time. */
async function readEach(context: EngineContext, listing: TicketListing, batch: readonly Asked[]): Promise<void> {
  try {
    await readAndCapture(context, listing, batch);
  } catch (error) {
    if (!concernsOneMessage(error)) throw error;
    if (batch.length > 1) {
      for (const one of batch) await readEach(context, listing, [one]);
      return;
    }
    const { side, id: ticketId } = listing.ticket;
    context.log.log({ level: "warn", message: error.message, side, ticketId, messageId: batch[0]?.id });
  }
}

interface Asked {
  readonly id: MessageId;
  readonly version: string | null;
}

async function readAndCapture(context: EngineContext, listing: TicketListing, batch: readonly Asked[]): Promise<void> {
  const helpdesk = context.helpdesks[listing.ticket.side];
  const sentAt = context.clock.monotonic();
  const ids = batch.map(({ id }) => id);
  const copies = await callHelpdesk(context, helpdesk, "read", () =>
    helpdesk.readMessages(listing.ticket.id, ids, { signal: context.calls }),
  );
  const changes = batch.map(({ id, version }) => {
    const copy = copies.find((message) => message.id === id) ?? null;
    return changeOf(context, listing, { id, version, copy });
  });
  await capture(context, listing, changes, sentAt);
}

function changeOf(
  { settings }: EngineContext,
  { ticket }: TicketListing,
  { id, version, copy }: Asked & { readonly copy: Message | null },
): SourceChange {
  const { edits, deletes } = policyOf(settings);
  const visibility = copy?.visibility ?? null;
  const nothing = { visibility, copy: null, carriedHash: null };
  if (copy === null || copy.deleted)
    return { id, version, standing: "deleted", follow: deletes !== "ignore", ...nothing };
  // Without its version it is found again, should it come back.
  if (copy.ticketId !== ticket.id) return { id, version: null, standing: "elsewhere", follow: false, ...nothing };
  if (edits === "ignore") return { id, version, standing: "there", follow: false, ...nothing };
  return { id, version, standing: "there", follow: true, visibility, copy, carriedHash: carriedHash(copy) };
}

async function capture(
  { store, log, random, clock }: EngineContext,
  { ticket: { side, id: ticketId } }: TicketListing,
  changes: ChangeCapture["changes"],
  sentAt: number,
): Promise<void> {
  const readAgoMs = clock.monotonic() - sentAt;
  const rows = await store.captureChanges({ side, ticketId, changes, readAgoMs, correlationId: () => random.id() });
  for (const { linkId, messageId, correlationId } of rows) {
    log.log({ level: "info", message: "Captured a change.", correlationId, side, linkId, messageId });
  }
}

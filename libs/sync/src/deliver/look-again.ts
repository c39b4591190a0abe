import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

import type { CaptureStore } from "../ports/capture-store.ts";
import type { Random } from "../ports/clock.ts";
import type { PollStore } from "../ports/poll-store.ts";

type LookStore = Pick<CaptureStore, "captureChanges"> & Pick<PollStore, "hint">;

/** As no message has it, the next look at the source finds another; unlike none at all it says that the source is there. */
const versionOfNone = "";

interface CapturedSource {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly id: MessageId;
}

/**
 * Has a captured message whose mirror was found asked for again, whatever version of it was noted: the mirror says what
 * it said when it was written, by an attempt that seemed to fail or that the database does not remember, and what was
 * edited since would be lost.
 *
 * @param settle stores that the row is mirrored: after the version was forgotten, so that a process that ends between
 *   the two loses nothing, and before the hint, since of a row that waits nobody asks
 */
export async function lookAgain<Settled>(
  store: LookStore,
  source: CapturedSource,
  settle: () => Promise<Settled>,
): Promise<Settled> {
  return await forget(store, source, null, settle);
}

/** The same, and that its source is gone is forgotten too: should it be, its deletion is captured once more. */
export async function lookForItAgain<Settled>(
  store: LookStore,
  source: CapturedSource,
  settle: () => Promise<Settled>,
): Promise<Settled> {
  return await forget(store, source, versionOfNone, settle);
}

/** Has an edit of a captured message delivered, whatever its source says. Should it be gone, its row finds that out. */
export async function askForEdit(
  { store, random }: { readonly store: Pick<CaptureStore, "captureChanges">; readonly random: Random },
  { side, ticketId, id }: CapturedSource,
): Promise<void> {
  // No message carries this, so that it counts as a change whatever was carried.
  const asked = {
    id,
    version: null,
    standing: "there",
    follow: true,
    visibility: null,
    copy: null,
    carriedHash: "",
  } as const;
  await store.captureChanges({ side, ticketId, changes: [asked], readAgoMs: 0, correlationId: () => random.id() });
}

async function forget<Settled>(
  store: LookStore,
  { side, ticketId, id }: CapturedSource,
  version: string | null,
  settle: () => Promise<Settled>,
): Promise<Settled> {
  const forgotten = {
    id,
    version,
    standing: "there",
    follow: false,
    visibility: null,
    copy: null,
    carriedHash: null,
  } as const;
  await store.captureChanges({
    side,
    ticketId,
    changes: [forgotten],
    readAgoMs: 0,
    // What is only noted makes no row.
    correlationId: () => "",
  });
  const settled = await settle();
  await store.hint(side, [ticketId]);
  return settled;
}

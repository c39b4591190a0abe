import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

import type { CaptureStore } from "../ports/capture-store.ts";
import type { PollStore } from "../ports/poll-store.ts";

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
  store: Pick<CaptureStore, "captureChanges"> & Pick<PollStore, "hint">,
  source: CapturedSource,
  settle: () => Promise<Settled>,
): Promise<Settled> {
  const { side, ticketId, id } = source;
  const forgotten = { id, version: null, standing: "there", follow: false, copy: null, carriedHash: null } as const;
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

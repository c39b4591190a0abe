import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

import type { EngineContext } from "../engine-context.ts";

interface CapturedSource {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly id: MessageId;
}

/**
 * Has a captured message asked for again whatever version of it was noted. A mirror that is found although its write
 * failed for certain says what that write said; what was edited since waited in the same row and would be lost with it.
 */
export async function lookAgain({ store, random }: EngineContext, source: CapturedSource): Promise<void> {
  const { side, ticketId, id } = source;
  const forgotten = { id, version: null, standing: "there", follow: false, copy: null, carriedHash: null } as const;
  await store.captureChanges({
    side,
    ticketId,
    changes: [forgotten],
    readAgoMs: 0,
    correlationId: () => random.id(),
  });
  await store.hint(side, [ticketId]);
}

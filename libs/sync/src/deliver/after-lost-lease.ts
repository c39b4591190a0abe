import { DeliveryError, sideName, sourceOf, targetOf, type MessageId } from "@ticket-bridge/helpdesk";

import { backoffMs } from "../decide/backoff.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneLease, LaneMessage, TraceEvent } from "../ports/lane-store.ts";
import { tellMirrored } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";
import { removeDoubles } from "./remove-doubles.ts";

/** A write whose end could not be recorded, because another worker had taken the lane over meanwhile. */
export interface LostWrite {
  readonly row: LaneMessage;
  /** What the POST was answered with; null when no clear answer came. */
  readonly answered: MessageId | null;
  /** What was to be recorded of it. */
  readonly event: TraceEvent;
}

const mostTries = 5;

/**
 * Settles a write whose worker lost its lane during the POST: an answer is handed to the row, which spares the new worker
 * another one; where that one has written already, one of the two copies is removed or reported. Rejects never: after a
 * few tries what is left is found by the opposite lane, which holds a second copy for a person.
 */
export async function settleLostWrite(context: EngineContext, lease: LaneLease, write: LostWrite): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    try {
      await settle(context, lease, write);
      return;
    } catch (error) {
      const expected = error instanceof DeliveryError || error instanceof NotSentError;
      context.log.log({
        level: expected && tries < mostTries ? "warn" : "error",
        message: "A write whose lane was taken over could not be settled.",
        correlationId: write.row.correlationId,
        mirrorId: write.row.mirrorId,
        error: String(error),
      });
      if (context.calls.aborted) return;
      await context.clock.sleep(backoffMs(tries, context.random.next()), context.calls);
    }
  }
}

async function settle(context: EngineContext, lease: LaneLease, { row, answered, event }: LostWrite): Promise<void> {
  const { store } = context;
  const source = sourceOf(lease.direction);
  const before = await store.standingOf(source, row.sourceMessageId, row.revision);
  if (before === null || (answered !== null && before.targetMessageId === answered)) return;
  if (answered !== null && before.targetMessageId === null) {
    const detail = `Its lane was taken over while it was sent; ${sideName(targetOf(lease.direction))} had stored it as message ${answered}.`;
    const late = { ...event, what: "answered-late", detail };
    if ((await store.adoptRecognised(row.mirrorId, answered, late)) === "adopted") {
      const { mirrorId, correlationId } = row;
      const { requestId } = event;
      tellMirrored(context, {
        ...{ direction: lease.direction, mirrorId, correlationId, targetMessageId: answered },
        ...(requestId !== undefined && { requestId }),
      });
      return;
    }
  }
  const { targetMessageId: storedTarget } =
    (await store.standingOf(source, row.sourceMessageId, row.revision)) ?? before;
  // Without a target the lane's new worker is still about to read back.
  if (storedTarget === null || storedTarget === answered) return;
  await removeDoubles(context, { lease, row, storedTarget, answered });
}

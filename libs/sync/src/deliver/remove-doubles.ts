import { canDeleteMessages, sideName, targetOf, type MessageId } from "@ticket-bridge/helpdesk";
import { markerCode } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { ownDoubles } from "../decide/own-doubles.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneLease, LaneMessage } from "../ports/lane-store.ts";
import { markerOf } from "./lane-run.ts";

export interface MirrorOnTarget {
  readonly lease: LaneLease;
  readonly row: LaneMessage;
  /** The mirror as the database knows it: it stays. */
  readonly storedTarget: MessageId;
  /** What our own POST was answered with; null when no answer came. */
  readonly answered: MessageId | null;
}

/**
 * Looks for second copies of one mirror on its target, deletes those the bridge wrote where the helpdesk can (SuperOffice)
 * and reports the others on the mirror (P2). Rejects with DeliveryError when the target cannot be read or written now, with
 * SidePausedError while it is paused.
 */
export async function removeDoubles(context: EngineContext, mirror: MirrorOnTarget): Promise<void> {
  const { lease, row, storedTarget } = mirror;
  const target = context.helpdesks[targetOf(lease.direction)];
  context.pauses.assertNotPaused(target.side);
  const copies = await findCopies(context, mirror);
  const others = copies.map(({ id }) => id).filter((id) => id !== storedTarget);
  if (others.length === 0) return;
  const doubles =
    canDeleteMessages(target) && context.settings.mode === "mirror" ? ownDoubles({ ...mirror, copies }) : [];
  for (const id of doubles) {
    if (!canDeleteMessages(target)) break;
    await callHelpdesk(context, target, "write", () =>
      target.deleteMessage(id, {
        beforeBytes: () => context.pauses.assertNotPaused(target.side),
        correlationId: row.correlationId,
        signal: context.calls,
      }),
    );
    const detail = `It stood in ${sideName(target.side)} twice; the second copy, message ${id}, was deleted.`;
    context.log.log({ level: "warn", message: detail, correlationId: row.correlationId, mirrorId: row.mirrorId });
    await context.store.adoptRecognised(row.mirrorId, storedTarget, { what: "double-deleted", detail });
  }
  const left = others.filter((id) => !doubles.includes(id));
  if (left.length > 0) await reportDoubles(context, mirror, left);
}

async function findCopies(context: EngineContext, { lease, row }: MirrorOnTarget) {
  const target = context.helpdesks[targetOf(lease.direction)];
  const { bridgeId, secret } = context.identity;
  const marker = markerOf(lease, row);
  const options = { correlationId: row.correlationId, signal: context.calls };
  const found = await callHelpdesk(context, target, "read", () =>
    target.findMarked(lease.targetTicketId, marker, markerCode(marker, bridgeId, secret), options),
  );
  const ids = found.map(({ id }) => id);
  if (ids.length < 2) return ids.map((id) => ({ id, message: null }));
  const messages = await callHelpdesk(context, target, "read", () =>
    target.readMessages(lease.targetTicketId, ids, options),
  );
  return ids.map((id) => ({ id, message: messages.find((message) => message.id === id) ?? null }));
}

/** Shows the second copies on the mirror. They are captured too and held in the opposite lane, because they carry a marker that is settled. */
export async function reportDoubles(
  context: EngineContext,
  mirror: MirrorOnTarget,
  left: readonly MessageId[],
): Promise<void> {
  const { lease, row, storedTarget } = mirror;
  const where = sideName(targetOf(lease.direction));
  const reason = `It stands more than once in ${where}: message ${storedTarget} is its mirror, and ${left.join(", ")} carries the same marker. Look at these in ${where} and delete what is too much there.`;
  context.log.log({
    level: "error",
    message: `A message stands more than once in ${where}.`,
    correlationId: row.correlationId,
    mirrorId: row.mirrorId,
    targetMessageIds: [storedTarget, ...left],
  });
  await context.store.adoptRecognised(row.mirrorId, storedTarget, { what: "double-found", detail: reason }, reason);
}

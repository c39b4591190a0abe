import { sideName, sourceOf, targetOf } from "@ticket-bridge/helpdesk";
import { composeDeletionNote } from "@ticket-bridge/mapping";

import type { MirrorSoFar } from "../decide/decide-revision.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { cannotHoldInternal } from "./cannot-hold-internal.ts";
import { composeOptions, markerOf, type LaneRun, type Turn } from "./lane-run.ts";
import { adoptForgotten } from "./of-its-kind.ts";
import { tellDecided } from "./tell-decided.ts";
import { writeMessage } from "./write-message.ts";

/** An internal note that names the mirror; the mirror itself is never deleted. */
export async function tellDeletion(run: LaneRun, row: LaneMessage, { mirrorId }: MirrorSoFar): Promise<Turn> {
  const forgotten = await adoptForgotten(run, row, { createdAt: null });
  if (forgotten !== null) return forgotten;
  const { lease } = run.lane;
  const side = targetOf(lease.direction);
  const what = `It was deleted in ${sideName(sourceOf(lease.direction))}, which an internal note at message ${mirrorId} is to say`;
  const refusal = await cannotHoldInternal(run, row, what);
  if (refusal !== null) return refusal;
  const outgoing = composeDeletionNote(side, markerOf(lease, row), { ...composeOptions(run, row), mirrorId });
  tellDecided(run, row, { place: null, visibility: "internal", source: null });
  return await writeMessage(run, row, { outgoing, losses: [], contentHash: null, carriedHash: null });
}

import { targetOf, type Message } from "@ticket-bridge/helpdesk";
import { composeMirror, contentHash, type AttachmentOutcome } from "@ticket-bridge/mapping";

import { stoppedRecheckMs } from "../decide/decide-outcome.ts";
import { isLoop, loopReason } from "../decide/loop-breaker.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { cannotHoldInternal } from "./cannot-hold-internal.ts";
import { composeOptions, giveBack, markerOf, type LaneRun, type Turn } from "./lane-run.ts";
import { assertPublicAllowed } from "./public-allowed.ts";
import { sendPrepared } from "./send-prepared.ts";
import { supposedOutcomes } from "./supposed-outcomes.ts";
import { tellDecided } from "./tell-decided.ts";
import { adoptExisting, existingMirror, writeMessage } from "./write-message.ts";

/** Writes one mirror: check the target, commit the intent with its marker, send, and keep the answer (P2, P3). */
export async function sendMirror(run: LaneRun, row: LaneMessage, message: Message): Promise<Turn> {
  const { context, lane } = run;
  const { direction } = lane.lease;
  const existing = await existingMirror(run, row, message);
  if (existing !== null) return await adoptExisting(run, row, existing);
  const refusal = message.visibility === "internal" ? await cannotHoldInternal(run, row) : null;
  if (refusal !== null) return refusal;

  const hash = contentHash(message.content);
  const { crossings } = run;
  if (isLoop({ direction, contentHash: hash, capturedAgoMs: row.capturedAgoMs, crossings })) {
    return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason: loopReason });
  }

  if (context.settings.mode === "observe") {
    const supposed = compose(run, row, message, supposedOutcomes(run, message));
    return await writeMessage(run, row, { ...supposed, contentHash: hash });
  }
  const { visibility } = message;
  tellDecided(run, row, { place: null, visibility, source: visibility });
  await assertPublicAllowed(run, visibility);
  return await sendPrepared(run, row, { message }, (outcomes) =>
    writeMessage(run, row, { ...compose(run, row, message, outcomes), contentHash: hash }),
  );
}

function compose(run: LaneRun, row: LaneMessage, message: Message, attachments: readonly AttachmentOutcome[]) {
  const { lease } = run.lane;
  const options = { ...composeOptions(run, row), attachments };
  return composeMirror(message, targetOf(lease.direction), markerOf(lease, row), options);
}

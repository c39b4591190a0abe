import { targetOf, type Message, type Visibility } from "@ticket-bridge/helpdesk";
import { carriedHash, composeCorrection, type AttachmentOutcome, type Loss } from "@ticket-bridge/mapping";

import { sameAlready } from "../decide/decide-revision.ts";
import type { StandingFiles } from "../decide/standing-files.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { cannotHoldInternal } from "./cannot-hold-internal.ts";
import { composeOptions, isAppending, markerOf, type LaneRun, type Turn } from "./lane-run.ts";
import { adoptForgotten } from "./of-its-kind.ts";
import { assertPublicAllowed } from "./public-allowed.ts";
import { sendPrepared } from "./send-prepared.ts";
import { skip } from "./skip-message.ts";
import { supposedOutcomes } from "./supposed-outcomes.ts";
import { tellDecided } from "./tell-decided.ts";
import { writeMessage } from "./write-message.ts";

export interface Correction {
  /** What is to be remembered where no attempt of it stands there, which leaves nothing to correct; else null. */
  readonly settles: string | null;
  readonly message: Message;
  readonly standing: Message;
  readonly isCorrected: boolean;
  readonly visibility: Visibility;
  readonly files: StandingFiles;
  readonly unpublished: readonly Loss[];
  /** What is kept as carried; null: what its source says. */
  readonly carries: string | null;
}

/** Says in a message of its own what the mirror should say by now. */
export async function appendCorrection(run: LaneRun, row: LaneMessage, correction: Correction): Promise<Turn> {
  const { settles, message, standing, isCorrected, visibility, files, unpublished, carries } = correction;
  // Else it was looked for before anything else was done.
  const forgotten = isAppending(run) ? null : await adoptForgotten(run, row, message);
  if (forgotten !== null) return forgotten;
  if (settles !== null) return skip(run, row, sameAlready, { carriedHash: settles });
  const { lease } = run.lane;
  if (visibility === "internal") {
    const shown = { carriedHash: carriedHash(message) };
    const refusal = await cannotHoldInternal(run, row, "Its edit is to be internal", shown);
    if (refusal !== null) return refusal;
  }
  const write = (attachments: readonly AttachmentOutcome[]): Promise<Turn> => {
    const composed = composeCorrection(message, targetOf(lease.direction), markerOf(lease, row), {
      ...composeOptions(run, row),
      mirror: { ...standing, isCorrected },
      visibility,
      attachments,
      removed: files.removed,
    });
    const losses = [...composed.losses, ...unpublished];
    const carried = { carriedHash: carries ?? composed.carriedHash, asks: composed.carriedHash };
    return writeMessage(run, row, { ...composed, ...carried, losses, contentHash: null });
  };
  // A message of its own has all the room for itself.
  const own = { outcomes: files.outcomes, bytes: 0 };
  if (run.context.settings.mode === "observe") return await write(supposedOutcomes(run, message, own));
  tellDecided(run, row, { place: null, visibility, source: message.visibility });
  await assertPublicAllowed(run, visibility);
  return await sendPrepared(run, row, { message, standing: own }, write);
}

import type { BackfillView } from "@ticket-bridge/assembly";

import { exitCodes, exitCodeOfStop, type ExitCode } from "../program/exit-codes.ts";
import { needsAttention, wasGivenUp } from "../report/needs-attention.ts";

/** Of a run as it stands when the command leaves it. */
export function exitCodeOf(backfill: BackfillView): ExitCode {
  const { state, stopCause, result } = backfill;
  if (state !== "finished") return exitCodeOfStop[stopCause ?? "asked"];
  return wasGivenUp(backfill) || needsAttention(result) ? exitCodes.needsAttention : exitCodes.allSame;
}

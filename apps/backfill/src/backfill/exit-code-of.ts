import type { BackfillView } from "@ticket-bridge/assembly";

import { exitCodes, exitCodeOfStop, type ExitCode } from "../program/exit-codes.ts";
import { needsAttention } from "../report/needs-attention.ts";

/** Of a run as it stands when the command leaves it. */
export function exitCodeOf({ state, stopCause, result }: BackfillView): ExitCode {
  if (state !== "finished") return exitCodeOfStop[stopCause ?? "asked"];
  return needsAttention(result) ? exitCodes.needsAttention : exitCodes.allSame;
}

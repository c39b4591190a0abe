import type { BackfillView } from "@ticket-bridge/assembly";

import { needsAttention } from "../report/needs-attention.ts";

/** How the command ends; others rely on these numbers, and --help and the README name them. */
export const exitCodes = {
  allSame: 0,
  usage: 1,
  needsAttention: 2,
  credentialsRefused: 3,
  unreachable: 4,
  interrupted: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const ofStop = {
  asked: exitCodes.interrupted,
  credentials: exitCodes.credentialsRefused,
  unreachable: exitCodes.unreachable,
} as const;

/** Of a run as it stands when the command leaves it. */
export function exitCodeOf({ state, stopCause, result }: BackfillView): ExitCode {
  if (state !== "finished") return ofStop[stopCause ?? "asked"];
  return needsAttention(result) ? exitCodes.needsAttention : exitCodes.allSame;
}

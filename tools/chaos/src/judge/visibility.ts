import type { Holding, Told, TraceLine } from "./account.ts";

/** How old a copy may be when it is sent, by the third promise, with a moment for the request on its way. */
const copyGoodForMs = 62_000;

/** Since when a message was internal without a break at that time; null when it was public then. */
export function internalSince(told: Told, at: number): number | null {
  let since: number | null = null;
  for (const change of told.visibility) {
    if (change.at > at) break;
    if (!change.internal) since = null;
    else since ??= change.at;
  }
  return since;
}

export type Showing = "fine" | "shown in time" | "leaked";

/**
 * Judges a public mirror of a message that was internal at some time. Internal from the first is a leak at once. Made
 * internal later, it is one when the bridge could no longer believe its copy: a minute later, or when an attempt that
 * failed after the change made it read again.
 */
export function judgeShowing(
  told: Told,
  mirror: Holding,
  trace: readonly TraceLine[] | undefined,
  settleMs: number,
): Showing {
  if (mirror.internal || mirror.writtenAt === null) return "fine";
  const writtenAt = mirror.writtenAt;
  const since = internalSince(told, writtenAt);
  if (since === null) return "fine";
  if (since === told.visibility[0]?.at) return "leaked";
  if (writtenAt - since > copyGoodForMs + settleMs) return "leaked";
  // The write that was committed then may be any attempt within the settle time: a late commit looks like a newer one.
  const attempts = (trace ?? []).filter(
    ({ what, at }) => what === "sending" && at <= writtenAt && at >= writtenAt - settleMs,
  );
  const hadReadAgain = (attempt: TraceLine) =>
    (trace ?? []).some(({ what, at }) => failures.has(what) && at > since && at < attempt.at);
  return attempts.length > 0 && attempts.every(hadReadAgain) ? "leaked" : "shown in time";
}

const failures = new Set(["uncertain", "attempt-failed", "not-sent"]);

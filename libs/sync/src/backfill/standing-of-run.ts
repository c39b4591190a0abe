import type { Backfill, BackfillState } from "./words.ts";

/** How a run stands for people, and why it stands still, a sentence. */
export interface RunStanding {
  readonly standing: BackfillState;
  readonly why: string | null;
}

interface AtWork {
  /** Whether this process plans it or carries it out now, or waits until it may. */
  readonly isWorking: boolean;
  /** Why this process's last attempt at it ended without a result. */
  readonly failure: string | null;
}

/**
 * A run that was being planned or carried out is `stopped` as soon as nobody does so any more, however that ended: a
 * process that is killed notes nothing, and only its lease tells that it is gone.
 */
export function standingOfRun(
  { state, reason, carriedBy }: Pick<Backfill, "state" | "reason"> & { readonly carriedBy: object | null },
  { isWorking, failure }: AtWork,
): RunStanding {
  const isUnderWay = state === "planning" || state === "running";
  if (isUnderWay && (isWorking || carriedBy !== null)) return { standing: state, why: null };
  if (state === "finished") return { standing: state, why: reason };
  const standing = isUnderWay ? "stopped" : state;
  return { standing, why: reason ?? failure ?? (isUnderWay ? cutOff[state] : null) };
}

const cutOff = {
  planning: "The process that made its list has ended before the list was complete. Nothing was written.",
  running: "The process that carried it out has ended.",
} as const;

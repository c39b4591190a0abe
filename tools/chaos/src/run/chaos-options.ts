import type { KillPlan } from "../counter/kill-plan.ts";
import type { DatabaseKind } from "./chaos-report.ts";

export interface ChaosOptions {
  readonly database: DatabaseKind;
  readonly kills: number;
  readonly seed: number;
  /** How many bridges die while the database is made, before there is anything to link. */
  readonly killsBeforeLinking: number;
  /** At which calls the first working bridges die, where a run is too short to leave that to chance; the others are drawn. */
  readonly first?: readonly KillPlan[];
  /** SuperOffice forgets the marker of every mirror, so that nothing can be found again: a proof that this is seen. */
  readonly forgetsMarkers?: boolean;
  readonly messagesPerSecond: number;
  readonly pairs: number;
  /** Ends everything early; the run then rejects. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly database: DatabaseKind;
  readonly doing: "starting" | "killing" | "settling" | "judging";
  readonly kills: number;
  readonly told: number;
  readonly written: number;
}

export const leaseSeconds = 2;
/** Longer than the latest commit of the simulators, with room for a machine that is busy. */
export const settleSeconds = 4;

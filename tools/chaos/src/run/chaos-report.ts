import type { Death } from "../counter/kill-plan.ts";
import type { Verdict } from "../judge/account.ts";

export type DatabaseKind = "embedded" | "postgresql";

/** What one run of the chaos came to. */
export interface ChaosReport {
  readonly database: DatabaseKind;
  readonly seed: number;
  readonly bridges: number;
  readonly seconds: number;
  readonly deaths: readonly Death[];
  /** Bridges that never came to the call they were to die at, and were killed from outside. */
  readonly killedOutside: number;
  readonly starts: number;
  /** Starts that ended with a sentence because the database was away; whoever runs a service starts it again. */
  readonly refusedStarts: readonly string[];
  /** Bridges that ended by themselves while they worked: never right. Their last words. */
  readonly crashes: readonly string[];
  /** Whether the bridges stopped cleanly in the end, when asked. */
  readonly stoppedCleanly: boolean;
  readonly messages: {
    readonly total: number;
    readonly internal: number;
    readonly visibilityChanged: number;
    readonly edited: number;
    readonly withFiles: number;
    readonly withPictures: number;
  };
  /** On one side only, to get their counterparts from the bridge. */
  readonly ticketsOpened: number;
  readonly helpdeskFaults: ReadonlyMap<string, number>;
  readonly databaseFaults: ReadonlyMap<string, number>;
  /** False when something was still on its way after the time given for it. */
  readonly settled: boolean;
  readonly verdict: Verdict;
  /** One for each finding: what became of that message, as far as anybody knows. */
  readonly stories: readonly string[];
  /** What became of the message that took longest. */
  readonly slowest: readonly string[];
  /** Where the bridges' logs are kept; null when nothing was found and they are gone. */
  readonly logs: string | null;
}

/** Whether every promise was kept and nothing else is wrong. */
export function isGood(report: ChaosReport): boolean {
  return report.verdict.findings.length === 0 && report.crashes.length === 0 && report.settled && report.stoppedCleanly;
}

import type { RelearnTotalsView } from "@ticket-bridge/assembly";

/** What was learned again, as the command tells it and as it stands in the JSON report. */
export interface RelearnView extends RelearnTotalsView {
  readonly state: "finished" | "stopped";
  /** Why it is stopped. */
  readonly stopCause: "asked" | "credentials" | "unreachable" | null;
  readonly reason: string | null;
  /** False: nothing was stored, and this is what would be. */
  readonly applied: boolean;
  /** Pairs of tickets that are to be looked at; null when it was stopped before they were known. */
  readonly pairs: number | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Whether a person has to look at what was found. */
export function relearnNeedsAttention({ tickets, pairs, onlySource, foreign }: RelearnView): boolean {
  const leftAlone = tickets.nothing + tickets.contradiction + tickets.unreadable;
  return leftAlone > 0 || onlySource > 0 || foreign > 0 || pairs === 0;
}

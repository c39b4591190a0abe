/**
 * What kinds of call the bridge makes, as the counter tells them apart. `any` in a plan means every one of them.
 */
export const callKinds = [
  "new message",
  "new ticket",
  "upload",
  "edit",
  "helpdesk read",
  "webhook",
  "intent",
  "target id",
  "target id and next intent",
  "capture",
  "ticket creation",
  "attachment",
  "lane claim",
  "lane read",
  "lane release",
  "lease",
  "other change",
  "poll and budget",
  "other statement",
  "database file",
  "connect",
] as const;
export type CallKind = (typeof callKinds)[number];

/**
 * Where inside a call the process stood. `before`: nothing of it has left. `under way`: the bytes left, or the embedded
 * database has done it without committing, and nobody knows the outcome. `answered`: the answer is there and unread.
 */
export const callPhases = ["before", "under way", "answered"] as const;
export type CallPhase = (typeof callPhases)[number];

/** One place at which the process can die. */
export interface CallPoint {
  readonly kind: CallKind;
  readonly phase: CallPhase;
  /** The call itself: a route or the head of a statement. */
  readonly detail: string;
}

/** Die at the `count`-th point that matches, counted from when the plan is given. */
export interface KillPlan {
  readonly kind: CallKind | "any";
  readonly phase: CallPhase | "any";
  readonly count: number;
}

/** What a dying bridge leaves behind, as one line of the journal. */
export interface Death {
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly point: CallPoint;
  /** How many points of each kind this process had passed since its first one. */
  readonly passed: Readonly<Partial<Record<CallKind, number>>>;
  /** Whether it died before it was ready. */
  readonly starting: boolean;
}

/** What the counter needs to know, handed over in the environment. */
export interface CounterSettings {
  readonly ports: { readonly superoffice: number; readonly requestor: number; readonly database: number | null };
  /** Where deaths are written. */
  readonly journal: string;
  /** From the first instruction; null when the plan follows once the bridge is ready. */
  readonly plan: KillPlan | null;
}

export const settingsVariable = "TICKET_BRIDGE_CHAOS";

export function matches(plan: KillPlan, point: CallPoint): boolean {
  return (plan.kind === "any" || plan.kind === point.kind) && (plan.phase === "any" || plan.phase === point.phase);
}

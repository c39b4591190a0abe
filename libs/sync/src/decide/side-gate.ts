import { backoffMs } from "./backoff.ts";

/**
 * Whether one kind of call (reading or writing) to one helpdesk is worth trying now. Kept apart for reads and writes,
 * so that a helpdesk that refuses new messages is still read and the other direction goes on.
 */
export interface SideGate {
  readonly failures: number;
  /** Monotonic milliseconds until which the gate is closed. */
  readonly closedUntil: number;
  readonly reason: string | null;
  /** The one message whose failures since the last success may be its own; while it is alone it closes nothing. */
  readonly suspect: string | null;
}

export const openGate: SideGate = { failures: 0, closedUntil: 0, reason: null, suspect: null };

export function isOpen(gate: SideGate, now: number): boolean {
  return now >= gate.closedUntil;
}

/** Longer than any lane waits by itself before it tries again (a minute, or the settle time): nobody wants to write. */
const troubleGoodForMs = 5 * 60_000;

/** What people are shown of a closed gate. Of one that stands open untried nobody knows any more whether it is true. */
export function troubleOf(gate: SideGate, now: number): string | null {
  return now < gate.closedUntil + troubleGoodForMs ? gate.reason : null;
}

/**
 * A call failed because of the side. Calls that were under way when the gate closed count once together: only a
 * failure after the gate reopened makes the next wait longer.
 *
 * A failure that may be one message's own (`suspect`, its name) leaves an open gate open, however often that message
 * meets it, or everything else would wait for it; a second message that meets one says that it is the side. Closed once,
 * the gate makes no such difference until something passed.
 */
export function afterFailure(
  gate: SideGate,
  failure: { now: number; retryAfterMs: number | null; reason: string; random: number; suspect: string | null },
): SideGate {
  if (gate.failures === 0 && failure.suspect !== null && (gate.suspect ?? failure.suspect) === failure.suspect) {
    return { ...gate, suspect: failure.suspect };
  }
  const failures = isOpen(gate, failure.now) ? gate.failures + 1 : Math.max(gate.failures, 1);
  const wait = Math.max(backoffMs(failures, failure.random), failure.retryAfterMs ?? 0);
  const closedUntil = Math.max(gate.closedUntil, failure.now + wait);
  return { failures, closedUntil, reason: failure.reason, suspect: gate.suspect };
}

export function afterSuccess(gate: SideGate): SideGate {
  return gate.failures === 0 && gate.suspect === null ? gate : openGate;
}

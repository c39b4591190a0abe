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
}

export const openGate: SideGate = { failures: 0, closedUntil: 0, reason: null };

export function isOpen(gate: SideGate, now: number): boolean {
  return now >= gate.closedUntil;
}

/**
 * A call failed because of the side. Calls that were under way when the gate closed count once together: only a
 * failure after the gate reopened makes the next wait longer.
 */
export function afterFailure(
  gate: SideGate,
  failure: { now: number; retryAfterMs: number | null; reason: string; random: number },
): SideGate {
  const failures = isOpen(gate, failure.now) ? gate.failures + 1 : Math.max(gate.failures, 1);
  const wait = Math.max(backoffMs(failures, failure.random), failure.retryAfterMs ?? 0);
  return { failures, closedUntil: Math.max(gate.closedUntil, failure.now + wait), reason: failure.reason };
}

export function afterSuccess(gate: SideGate): SideGate {
  return gate.failures === 0 && gate.reason === null ? gate : openGate;
}

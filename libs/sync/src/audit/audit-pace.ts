import { sides, type Side } from "@ticket-bridge/helpdesk";

import type { Clock } from "../ports/clock.ts";

/** Of each helpdesk's rate: what comparing may take. */
const auditShare = 0.05;

/**
 * Spaces the calls of the audit so that they never take more than their share of a helpdesk's rate, also right after a
 * start: nothing is saved up.
 */
export class AuditPace {
  readonly #clock: Clock;
  readonly #spacingMs: Readonly<Record<Side, number>>;
  readonly #next: Record<Side, number>;
  readonly #stopping: AbortSignal;

  constructor(
    clock: Clock,
    settings: Readonly<Record<Side, { readonly callsPerSecond: number }>>,
    stopping: AbortSignal,
  ) {
    this.#clock = clock;
    const spacing = (side: Side) => 1_000 / (settings[side].callsPerSecond * auditShare);
    this.#spacingMs = { superoffice: spacing("superoffice"), requestor: spacing("requestor") };
    this.#next = { superoffice: 0, requestor: 0 };
    for (const side of sides) this.#next[side] = clock.monotonic() + this.#spacingMs[side];
    this.#stopping = stopping;
  }

  /** Resolves when a call to this helpdesk may go out; rejects with the signal's reason when it aborts. */
  async turn(side: Side): Promise<void> {
    const now = this.#clock.monotonic();
    const at = Math.max(now, this.#next[side]);
    this.#next[side] = at + this.#spacingMs[side];
    if (at > now) await this.#clock.sleep(at - now, this.#stopping);
    this.#stopping.throwIfAborted();
  }
}

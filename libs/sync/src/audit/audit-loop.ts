import { DeliveryError, sides } from "@ticket-bridge/helpdesk";

import type { ReadingTurn } from "../capture/reading-turn.ts";
import type { EngineContext } from "../engine-context.ts";
import type { AuditClaim } from "../ports/audit-store.ts";
import { AuditPace } from "./audit-pace.ts";
import { auditTicket } from "./audit-ticket.ts";

/** A link is compared no more often than this. */
const shortestMs = 15 * 60_000;

/** One that was compared amid delivery tells once all has crossed. */
const crossedMs = 60_000;

/** Longer than reading the largest ticket at the pace of the audit takes; should it be exceeded, two compare it. */
const leaseMs = 60 * 60_000;

/** How soon it is looked for a link that is to be compared, or for the turn to do so. */
const idleMs = 5_000;

/** How soon a link is compared again whose helpdesk did not answer. */
const troubledMs = 60_000;

/**
 * Compares one linked ticket after the other, within a small share of each helpdesk's rate. Of several processes on one
 * database the one that reads SuperOffice does it.
 */
export class AuditLoop {
  readonly #context: EngineContext;
  readonly #turn: ReadingTurn;
  /** A claim that broke off and is to be given back. */
  #broken: AuditClaim | null = null;

  constructor(context: EngineContext, turn: ReadingTurn) {
    this.#context = context;
    this.#turn = turn;
  }

  /** Runs until the signal aborts. Rejects never. */
  async run(stopping: AbortSignal): Promise<void> {
    const { clock, settings, log } = this.#context;
    const pace = new AuditPace(clock, settings.sides, stopping);
    while (!stopping.aborted) {
      let waitMs = idleMs;
      try {
        waitMs = await this.#round(pace);
      } catch (error) {
        if (!stopping.aborted) log.log({ level: "warn", message: "The audit broke off.", error: String(error) });
      }
      if (waitMs > 0) await clock.sleep(waitMs, stopping);
    }
  }

  async #round(pace: AuditPace): Promise<number> {
    const { health, store } = this.#context;
    if (!this.#turn.isOurs || !sides.every((side) => health.isOpen(side, "read"))) return idleMs;
    if (this.#broken !== null) await store.releaseAudit(this.#broken.linkId);
    this.#broken = null;
    const claim = await store.claimAudit({ leaseMs, notWithinMs: shortestMs, crossedWithinMs: crossedMs });
    if (claim === null) return idleMs;
    return await this.#audit(claim, pace);
  }

  async #audit(claim: AuditClaim, pace: AuditPace): Promise<number> {
    const { store } = this.#context;
    try {
      const options = { priority: "backfill" } as const;
      await auditTicket(this.#context, claim, { turn: (side) => pace.turn(side), options });
      return 0;
    } catch (error) {
      if (!(error instanceof DeliveryError)) {
        // The database did not answer: it may not take the claim back now either, and a leak must not wait for its lease.
        this.#broken = claim;
        throw error;
      }
      await store.recordAudit(claim.linkId, { kind: "trouble", reason: error.message });
      return troubledMs;
    }
  }
}

import { DeliveryError, sideName, type Side } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import { backoffMs } from "../decide/backoff.ts";
import { pollIntervalMs } from "../decide/poll-interval.ts";
import type { EngineContext } from "../engine-context.ts";
import type { DuePoll } from "../ports/poll-store.ts";
import { WakeUp } from "../wake-up.ts";
import { captureListing, type KnownFacts } from "./capture-listing.ts";

/** A ticket that is gone is looked for again this often: it may come back, and nothing expires by itself (P1). */
const goneRecheckMs = 10 * 60_000;
/** The loop looks at least this often, in case a wake-up was lost. */
const floorMs = 1_000;

/**
 * Reads linked tickets one by one when their poll is due: because a webhook hinted, or because their interval is over.
 * SuperOffice has a feed for new messages, so there the interval is the hourly re-reading of every ticket.
 */
export class TicketPoller {
  readonly #context: EngineContext;
  readonly #side: Side;
  readonly #wake: WakeUp;
  readonly #shortestMs: number;
  readonly #running = new Set<Promise<void>>();
  readonly #knownFacts: KnownFacts = new Map();
  /** Failures in a row, by link: only of tickets that fail now. */
  readonly #failures = new Map<string, number>();
  #stopping: AbortSignal | undefined;

  constructor(context: EngineContext, side: Side, shortestMs: number) {
    this.#context = context;
    this.#side = side;
    this.#shortestMs = shortestMs;
    this.#wake = new WakeUp(context.clock);
  }

  wake(): void {
    this.#wake.wake();
  }

  async run(stopping: AbortSignal): Promise<void> {
    this.#stopping = stopping;
    while (!stopping.aborted) {
      const waitMs = await this.#startDuePolls();
      await this.#wake.wait(waitMs, stopping);
    }
    await Promise.all(this.#running);
  }

  /** Starts what is due and tells how long to wait for the next. */
  async #startDuePolls(): Promise<number> {
    const { store, settings, health, log } = this.#context;
    const { pollsAtOnce, callsPerSecond } = settings.sides[this.#side];
    if (!health.isOpen(this.#side, "read")) return Math.max(health.opensIn(this.#side, "read"), 50);
    const free = pollsAtOnce - this.#running.size;
    if (free <= 0) return floorMs;
    try {
      const tickets = await store.countPolled();
      const intervalMs = pollIntervalMs({ tickets, callsPerSecond, shortestMs: this.#shortestMs });
      const due = await store.claimPolls(this.#side, free, intervalMs);
      for (const poll of due) this.#start(poll);
      if (due.length === free) return floorMs;
      return Math.min((await store.nextPollIn(this.#side)) ?? floorMs, floorMs);
    } catch (error) {
      log.log({ level: "error", message: "Due polls could not be claimed; trying again.", error: String(error) });
      return floorMs;
    }
  }

  #start(poll: DuePoll): void {
    const work = this.#poll(poll)
      .catch((error: unknown) => this.#askAgain(poll, error))
      .finally(() => {
        this.#running.delete(work);
        this.#wake.wake();
      });
    this.#running.add(work);
  }

  /**
   * The poll was claimed, its next one is an interval away, and the database broke: it is made due again, however long
   * that takes, or a hint would be forgotten until then.
   */
  async #askAgain(poll: DuePoll, error: unknown): Promise<void> {
    const { store, clock, random, log } = this.#context;
    log.log({ level: "error", message: "A poll broke off; it is asked for again.", ...poll, error: String(error) });
    for (let failures = 1; !this.#stopping?.aborted; failures += 1) {
      await clock.sleep(backoffMs(failures, random.next()), this.#stopping);
      try {
        return await store.hint(this.#side, [poll.ticketId]);
      } catch (again) {
        log.log({ level: "warn", message: "A poll could not be asked for again.", ...poll, error: String(again) });
      }
    }
  }

  async #poll({ linkId, ticketId }: DuePoll): Promise<void> {
    const { store, helpdesks, clock, log } = this.#context;
    const helpdesk = helpdesks[this.#side];
    try {
      const sentAt = clock.monotonic();
      const listing = await callHelpdesk(this.#context, helpdesk, "read", () =>
        helpdesk.listMessages(ticketId, { signal: this.#context.calls }),
      );
      if (listing !== null) {
        await captureListing(this.#context, listing, { sentAt, knownFacts: this.#knownFacts });
        if (this.#failures.delete(linkId)) await store.clearPollTrouble(this.#side, linkId);
        return;
      }
      const reason = `Ticket ${ticketId} does not exist in ${sideName(this.#side)} any more, or the bridge's account may not see it.`;
      log.log({ level: "warn", message: reason, side: this.#side, linkId, ticketId });
      await this.#postpone(linkId, { afterMs: goneRecheckMs, reason });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.log({ level: "warn", message: error.message, side: this.#side, linkId, ticketId });
      await this.#postpone(linkId, this.#afterError(linkId, error));
    }
  }

  /** A side at fault is shown by the side; a ticket that is refused is shown on its link and asked for seldom. */
  #afterError(linkId: string, error: DeliveryError): { afterMs: number; reason: string | null } {
    if (error.decision === "permanent") return { afterMs: goneRecheckMs, reason: error.message };
    const afterMs = backoffMs((this.#failures.get(linkId) ?? 0) + 1, this.#context.random.next());
    return {
      afterMs: Math.max(afterMs, error.retryAfterMs ?? 0),
      reason: error.fault === "side" ? null : error.message,
    };
  }

  async #postpone(linkId: string, postponed: { afterMs: number; reason: string | null }): Promise<void> {
    this.#failures.set(linkId, (this.#failures.get(linkId) ?? 0) + 1);
    await this.#context.store.postponePoll(this.#side, linkId, postponed);
  }
}

import { DeliveryError, type Side } from "@ticket-bridge/helpdesk";

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
      .catch((error: unknown) => {
        this.#context.log.log({ level: "error", message: "A poll broke off.", ...poll, error: String(error) });
      })
      .finally(() => {
        this.#running.delete(work);
        this.#wake.wake();
      });
    this.#running.add(work);
  }

  async #poll({ linkId, ticketId }: DuePoll): Promise<void> {
    const { store, helpdesks, random, log } = this.#context;
    const helpdesk = helpdesks[this.#side];
    try {
      const listing = await callHelpdesk(this.#context, helpdesk, "read", () =>
        helpdesk.listMessages(ticketId, { signal: this.#context.calls }),
      );
      if (listing !== null) return await captureListing(this.#context, listing, this.#knownFacts);
      log.log({ level: "warn", message: "A linked ticket was not found.", side: this.#side, linkId, ticketId });
      await store.postponePoll(this.#side, linkId, goneRecheckMs);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.log({ level: "warn", message: error.message, side: this.#side, linkId, ticketId });
      await store.postponePoll(this.#side, linkId, Math.max(backoffMs(1, random.next()), error.retryAfterMs ?? 0));
    }
  }
}

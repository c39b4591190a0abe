import { DeliveryError, sideName, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import { backoffMs } from "../decide/backoff.ts";
import { ticketGone } from "../decide/ticket-gone.ts";
import type { EngineContext } from "../engine-context.ts";
import type { DuePoll } from "../ports/poll-store.ts";
import { followMerge, mergedInto } from "./follow-merge.ts";
import { captureListing, type KnownFacts } from "./capture-listing.ts";

/** A ticket that is gone is looked for again this often: it may come back, and nothing expires by itself (P1). */
const goneRecheckMs = 10 * 60_000;

/** Reads single tickets of one side and captures what they show. */
export class TicketReader {
  readonly #context: EngineContext;
  readonly #side: Side;
  readonly #knownFacts: KnownFacts = new Map();
  /** Failures in a row, by link: only of tickets that fail now. */
  readonly #failures = new Map<string, number>();

  constructor(context: EngineContext, side: Side) {
    this.#context = context;
    this.#side = side;
  }

  /** Rejects only when the database fails; whatever the helpdesk does is stored as the poll's outcome. */
  async read(poll: DuePoll): Promise<void> {
    const { helpdesks, clock, log } = this.#context;
    const { linkId, ticketId } = poll;
    const helpdesk = helpdesks[this.#side];
    try {
      const sentAt = clock.monotonic();
      const listing = await callHelpdesk(this.#context, helpdesk, "read", () =>
        helpdesk.listMessages(ticketId, { signal: this.#context.calls }),
      );
      const merged = listing === null ? null : mergedInto(listing.ticket);
      if (merged !== null) return await this.#follow(poll, merged);
      if (listing !== null) {
        const { reading } = poll;
        await captureListing(this.#context, listing, { sentAt, reading, knownFacts: this.#knownFacts });
        return await this.#worked(poll);
      }
      const reason = ticketGone(this.#side, ticketId);
      log.log({ level: "warn", message: reason, side: this.#side, linkId, ticketId });
      await this.#postpone(linkId, { afterMs: goneRecheckMs, reason });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.log({ level: "warn", message: error.message, side: this.#side, linkId, ticketId });
      await this.#postpone(linkId, this.#afterError(linkId, error));
    }
  }

  /** The ticket was merged into another one, where its messages stand now: the link follows. */
  async #follow({ linkId, ticketId }: DuePoll, into: TicketId): Promise<void> {
    const outcome = await followMerge(this.#context, { side: this.#side, linkId, ticketId, into });
    const where = sideName(this.#side);
    const message = `Ticket ${ticketId} in ${where} was merged into ticket ${into}: ${outcome.kind}.`;
    this.#context.log.log({ level: "info", message, side: this.#side, linkId, ticketId });
    if (outcome.kind === "again") await this.#postpone(linkId, outcome);
  }

  async #worked({ linkId, troubled }: DuePoll): Promise<void> {
    this.#failures.delete(linkId);
    if (troubled) await this.#context.store.clearPollTrouble(this.#side, linkId);
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

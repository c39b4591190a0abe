import {
  DeliveryError,
  type FeedItem,
  type Helpdesk,
  type MessageFeed,
  type MessageId,
  type TicketId,
} from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import { creationParts } from "../create/creation-run.ts";
import type { EngineContext } from "../engine-context.ts";
import type { SeenMessage } from "../ports/capture-store.ts";
import { isPaused } from "./paused-side.ts";
import type { ReadingTurn } from "./reading-turn.ts";

/** Below every id a helpdesk gives. */
const beforeTheFirst = "0" as MessageId;

/** For so long an id may become visible late. */
const rereadMs = 10 * 60_000;

/** One archive page. */
const pageSize = 100;

/**
 * Follows a helpdesk's list of new messages over all tickets. Every reading starts at the id that was the newest ten
 * minutes ago, so that an id that commits late is not missed; captured ids are known and cost nothing.
 */
export class FeedReader {
  readonly #context: EngineContext;
  readonly #helpdesk: Helpdesk & MessageFeed;
  readonly #turn: ReadingTurn;

  constructor(context: EngineContext, helpdesk: Helpdesk & MessageFeed, turn: ReadingTurn) {
    this.#context = context;
    this.#helpdesk = helpdesk;
    this.#turn = turn;
  }

  async run(stopping: AbortSignal): Promise<void> {
    const { clock, health, settings, log } = this.#context;
    const { side } = this.#helpdesk;
    while (!stopping.aborted) {
      if (!this.#turn.isOurs) {
        await this.#turn.wait(stopping);
        continue;
      }
      if (health.isOpen(side, "read")) {
        try {
          if (!(await isPaused(this.#context.store, side))) await this.#readOnce(stopping);
        } catch (error) {
          const sentence = error instanceof DeliveryError ? error.message : String(error);
          log.log({ level: "warn", message: sentence, side });
          // A feed that is refused is trouble of its side, also when single tickets can be read.
          if (error instanceof DeliveryError) await health.tellTrouble(side, error);
        }
      }
      const waitMs = Math.max(settings.sides[side].pollMs, health.opensIn(side, "read"));
      await clock.sleep(waitMs, stopping);
    }
  }

  async #readOnce(stopping: AbortSignal): Promise<void> {
    const { store } = this.#context;
    const { side } = this.#helpdesk;
    let after: MessageId | null = await store.feedStart(side);
    if (after === null) return await this.#begin();
    for (;;) {
      const from: MessageId | null = after;
      const items: readonly FeedItem[] = await this.#page(from, pageSize);
      const newest = items.at(-1)?.messageId;
      if (newest === undefined) return;
      await this.#capture(items, newest);
      if (items.length < pageSize || stopping.aborted) return;
      after = newest;
    }
  }

  /**
   * The first reading ever starts where every later one does, before the ids of the last ten minutes: one that was given
   * before the feed began and is seen after it would else stand in no page, and newer ones overtake it (P4). What was
   * written before that is found by reading every linked ticket once more: a message may have come after a ticket's last
   * poll.
   */
  async #begin(): Promise<void> {
    const newest = await callHelpdesk(this.#context, this.#helpdesk, "read", () =>
      this.#helpdesk.newestMessageId({ signal: this.#context.calls }),
    );
    const { store } = this.#context;
    const from = newest === null ? beforeTheFirst : await this.#beforeTheWindow(newest);
    await store.beginFeed(this.#helpdesk.side, from);
    await store.makeAllPollsDue(this.#helpdesk.side);
  }

  /** Goes back by twice as many ids each time; by one page only where the helpdesk tells no times. */
  async #beforeTheWindow(newest: MessageId): Promise<MessageId> {
    const before = (count: bigint) => String(BigInt(newest) - count) as MessageId;
    const [last] = await this.#page(before(1n), 1);
    for (let back = BigInt(pageSize); ; back *= 2n) {
      if (BigInt(newest) <= back) return beforeTheFirst;
      const from = before(back);
      const [oldest] = await this.#page(from, 1);
      const times = [oldest?.createdAt ?? null, last?.createdAt ?? null] as const;
      if (times[0] === null || times[1] === null || times[0] <= times[1] - rereadMs) return from;
    }
  }

  async #page(after: MessageId, limit: number): Promise<readonly FeedItem[]> {
    return await callHelpdesk(this.#context, this.#helpdesk, "read", () =>
      this.#helpdesk.readFeed(after, limit, { signal: this.#context.calls }),
    );
  }

  async #capture(items: readonly FeedItem[], newest: MessageId): Promise<void> {
    const { store, random, log } = this.#context;
    const { side } = this.#helpdesk;
    const byTicket = new Map<TicketId, SeenMessage[]>();
    for (const { ticketId, messageId, createdAt } of items) {
      const messages = byTicket.get(ticketId) ?? [];
      messages.push({ id: messageId, createdAt, version: null, copy: null });
      byTicket.set(ticketId, messages);
    }
    // Before the position is stored: a process that ends between the two reads this page again.
    if (creationParts(this.#context)?.sources.includes(side)) await store.learnTickets(side, [...byTicket.keys()]);
    const captured = await store.capture({
      side,
      tickets: [...byTicket].map(([ticketId, messages]) => ({ ticketId, messages, reading: null, facts: null })),
      feedNewest: newest,
      // A feed gives ids and no copies whose age could matter.
      readAgoMs: 0,
      correlationId: () => random.id(),
    });
    for (const { linkId, messageId, correlationId } of captured) {
      log.log({ level: "info", message: "Captured.", correlationId, side, linkId, messageId });
    }
  }
}

import { DeliveryError, sourceOf, type Message, type MessageId, type Visibility } from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneLease, LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";
import { NotSentError } from "./not-sent-error.ts";

/** Content and visibility older than this are read again before they are sent (P3). */
export const copyGoodForMs = 60_000;

/** Messages asked for in one batch: one page of GetTicketMessageEntities, and few enough to be sent within a minute. */
const batchSize = 20;

interface Copy {
  readonly message: Message | null;
  readonly readAt: number;
}

/** A read that was refused for the message's own sake: it is held, the lane goes on. */
export function concernsOneMessage(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && error.decision === "permanent" && error.fault === "message";
}

/** Fresh copies of a lane's messages, read in batches as they are needed. */
export class FreshCopies {
  readonly #context: EngineContext;
  readonly #lease: LaneLease;
  readonly #copies = new Map<MessageId, Copy>();
  /** Of those read here, until somebody takes it: what capture read it has told itself. */
  readonly #sights = new Map<MessageId, Visibility>();
  #readsSingly = false;

  constructor(context: EngineContext, lease: LaneLease) {
    this.#context = context;
    this.#lease = lease;
  }

  /** Takes over the copies that capture made and that are young enough; a message tried before is always read again. */
  seed(rows: readonly LaneMessage[]): void {
    const now = this.#context.clock.monotonic();
    for (const row of rows) {
      if (row.copy === null || row.copyAgeMs === null || row.attempts > 0 || row.state !== "pending") continue;
      this.#copies.set(row.sourceMessageId, { message: row.copy, readAt: now - row.copyAgeMs });
    }
  }

  isFresh(id: MessageId): boolean {
    const copy = this.#copies.get(id);
    return copy !== undefined && this.#context.clock.monotonic() - copy.readAt < copyGoodForMs;
  }

  /** Called as the bytes go out: the write may have waited for its turn in the budget. */
  assertFresh(id: MessageId): void {
    if (!this.isFresh(id)) throw new NotSentError("Its copy grew older than a minute while it waited for its turn.");
  }

  /** The message as it is now, null when the source no longer has it. Reads the following rows along with it. */
  async of(row: LaneMessage, following: readonly LaneMessage[]): Promise<Message | null> {
    if (!this.isFresh(row.sourceMessageId)) await this.#read([row, ...following], row.correlationId);
    return this.#copies.get(row.sourceMessageId)?.message ?? null;
  }

  /** Who may read a message, once for each time that it was read. */
  takeSight(id: MessageId): Visibility | null {
    const sight = this.#sights.get(id) ?? null;
    this.#sights.delete(id);
    return sight;
  }

  /** When one message cannot be read, the batch is read one by one: the others must not suffer. */
  async #readMessages(ids: readonly MessageId[], correlationId: string): Promise<readonly Message[]> {
    const { helpdesks, calls } = this.#context;
    const source = helpdesks[sourceOf(this.#lease.direction)];
    try {
      return await callHelpdesk(this.#context, source, "read", () =>
        source.readMessages(this.#lease.sourceTicketId, ids, { correlationId, signal: calls }),
      );
    } catch (error) {
      const [first, ...others] = ids;
      if (first === undefined || others.length === 0 || !concernsOneMessage(error)) throw error;
      this.#readsSingly = true;
      return await this.#readMessages([first], correlationId);
    }
  }

  /** The next use reads again: after an attempt failed. */
  forget(id: MessageId): void {
    this.#copies.delete(id);
  }

  async #read(rows: readonly LaneMessage[], correlationId: string): Promise<void> {
    const ids = rows
      .filter((row) => !row.mappedAsTarget && !this.isFresh(row.sourceMessageId))
      .slice(0, this.#readsSingly ? 1 : batchSize)
      .map((row) => row.sourceMessageId);
    const readAt = this.#context.clock.monotonic();
    const messages = await this.#readMessages(ids, correlationId);
    const found = new Map(messages.map((message) => [message.id, message]));
    const read = this.#readsSingly ? ids.slice(0, 1) : ids;
    for (const id of read) {
      const message = found.get(id) ?? null;
      this.#copies.set(id, { message, readAt });
      if (message !== null) this.#sights.set(id, message.visibility);
    }
  }
}

/** The message as it is now, null when it is gone; what was answered before is recorded before anything is read. */
export async function freshCopy(
  run: Pick<LaneRun, "copies" | "lane">,
  row: LaneMessage,
  following: readonly LaneMessage[],
): Promise<Message | null> {
  if (!run.copies.isFresh(row.sourceMessageId)) await run.lane.record();
  const message = await run.copies.of(row, following);
  const sight = run.copies.takeSight(row.sourceMessageId);
  if (sight !== null) run.lane.saw(row.sourceMessageId, sight);
  return message;
}

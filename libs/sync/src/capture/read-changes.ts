import {
  DeliveryError,
  sideName,
  type ChangedMessage,
  type ChangeFeed,
  type ChangePage,
  type Helpdesk,
} from "@ticket-bridge/helpdesk";
import { isAuthentic } from "@ticket-bridge/mapping";

import { isLaterChange, seenAfter, unseenChanges, type SeenChanges } from "../decide/seen-changes.ts";
import type { EngineContext } from "../engine-context.ts";
import { isPaused } from "./paused-side.ts";
import type { ReadingTurn } from "./reading-turn.ts";

/** How soon a turn that became ours is noticed. */
const turnFloorMs = 1_000;

/** A thousand changes at a time; who made more at once has their tickets read within the hour. */
const mostPages = 10;

/** The list is made without an index in SuperOffice: it takes a fifth of the helpdesk's time at most, however slow it is. */
const restFactor = 4;

/** After a failure it is asked half as often each time, down to this: it only hurries what is found hourly anyway. */
const longestWaitMs = 10 * 60_000;

/** A list that is not given to this account may be one day. */
const afterRefusalMs = 6 * 60 * 60_000;

/**
 * SuperOffice says 500 to what it does not know and to what just went wrong: asked again after so long, half as often
 * each time, down to a refusal's interval, since edits are late by an hour until it is given.
 */
const firstAfterPassingMs = 2 * 60_000;

type Refusal = Extract<ChangePage, { kind: "refused" }>;

/**
 * Follows a helpdesk's list of changed messages over all tickets, so that an edit is found without a webhook before its
 * ticket is next read. What it tells is only a hint at a ticket. It is a convenience: its failures close no gate, since
 * what is needed for mirroring is asked elsewhere and tells of an outage itself.
 */
export class ChangeReader {
  readonly #context: EngineContext;
  readonly #helpdesk: Helpdesk & ChangeFeed;
  readonly #turn: ReadingTurn;
  #seen: SeenChanges | null = null;
  #failures = 0;
  /** Refusals in a row that may pass. */
  #passing = 0;
  /** What the status says of it; undefined before anything was told. */
  #told: string | null | undefined;

  constructor(context: EngineContext, helpdesk: Helpdesk & ChangeFeed, turn: ReadingTurn) {
    this.#context = context;
    this.#helpdesk = helpdesk;
    this.#turn = turn;
  }

  async run(stopping: AbortSignal): Promise<void> {
    const { clock, health } = this.#context;
    const { side } = this.#helpdesk;
    while (!stopping.aborted) {
      if (!this.#turn.isOurs) {
        // Whoever takes the turn reads every ticket whole, and we do when we have it again.
        this.#seen = null;
        await clock.sleep(turnFloorMs, stopping);
        continue;
      }
      const waitMs = health.isOpen(side, "read") ? await this.#round(stopping) : health.opensIn(side, "read");
      await clock.sleep(Math.max(this.#context.settings.sides[side].pollMs, waitMs), stopping);
    }
  }

  /** Reads what is new in the list and tells how long to wait at least. */
  async #round(stopping: AbortSignal): Promise<number> {
    const { clock, log, settings } = this.#context;
    const { side } = this.#helpdesk;
    const startedAt = clock.monotonic();
    try {
      if (await isPaused(this.#context.store, side)) return 0;
      const refusal = await this.#read(stopping);
      this.#failures = 0;
      return refusal === null ? (clock.monotonic() - startedAt) * restFactor : this.#afterRefusal(refusal);
    } catch (error) {
      this.#failures += 1;
      const sentence = error instanceof DeliveryError ? error.message : String(error);
      if (!stopping.aborted) log.log({ level: "warn", message: `The list of changes: ${sentence}`, side });
      return Math.min(longestWaitMs, settings.sides[side].pollMs * 2 ** this.#failures);
    }
  }

  #afterRefusal({ mayPass = false }: Refusal): number {
    if (!mayPass) return afterRefusalMs;
    this.#passing += 1;
    return Math.min(afterRefusalMs, firstAfterPassingMs * 2 ** (this.#passing - 1));
  }

  /** Page by page, until one shows nothing new. Null, or the answer of a helpdesk that does not give the list. */
  async #read(stopping: AbortSignal): Promise<Refusal | null> {
    const all: ChangedMessage[] = [];
    const unseen: ChangedMessage[] = [];
    let next: number | null = 0;
    for (let pages = 0; next !== null && pages < mostPages && !stopping.aborted; pages += 1) {
      const page: ChangePage = await this.#helpdesk.changedMessages(next, { signal: this.#context.calls });
      await this.#context.health.worked(this.#helpdesk.side, "read");
      if (page.kind === "refused") {
        await this.#refused(page.reason);
        return page;
      }
      const fresh = unseenChanges(this.#seen, page.changes);
      all.push(...page.changes);
      unseen.push(...fresh);
      next = page.next;
      // The first look is at what is newest; every ticket is read whole beside it.
      if (fresh.length === 0 || this.#seen === null) break;
    }
    await this.#hint(unseen);
    // Only now: where the hint could not be stored, the same changes are new the next time.
    this.#seen = seenAfter(all, next === null);
    this.#passing = 0;
    await this.#tell(null);
    return null;
  }

  async #hint(changes: readonly ChangedMessage[]): Promise<void> {
    const later = changes.filter((change) => isLaterChange(change) && !this.#isOurs(change));
    if (later.length === 0) return;
    await this.#context.store.hint(this.#helpdesk.side, [...new Set(later.map(({ ticketId }) => ticketId))]);
  }

  /** A mirror carries the time of its source, so to this list it looks changed from the beginning; it never crosses. */
  #isOurs({ marker }: ChangedMessage): boolean {
    if (marker === null || marker.ticketId === null || marker.side === this.#helpdesk.side) return false;
    return isAuthentic(marker, { ...this.#context.identity, ticketId: marker.ticketId });
  }

  async #refused(reason: string): Promise<void> {
    const { side } = this.#helpdesk;
    const message = `${sideName(side)} gives no list of changed messages, so an edit without a webhook is found by the hourly reading of its ticket. ${reason}`;
    if (typeof this.#told !== "string") this.#context.log.log({ level: "info", message, side });
    await this.#tell(message);
  }

  async #tell(refused: string | null): Promise<void> {
    if (refused === this.#told) return;
    await this.#context.store.recordChangesRefused(this.#helpdesk.side, refused);
    this.#told = refused;
  }
}

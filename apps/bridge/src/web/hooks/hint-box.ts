import { DeliveryError, sides, type Side, type TicketId, type TicketReferences } from "@ticket-bridge/helpdesk";
import type { Clock, SideStore } from "@ticket-bridge/sync";

import { errorText, type Log } from "@ticket-bridge/assembly";

/** More than this many tickets at once need no hints: polling finds them as soon. */
const mostWaiting = 10_000;
const longestWaitMs = 5_000;

export interface HintBoxParts {
  readonly store: SideStore;
  readonly hint: (side: Side, tickets: readonly TicketId[]) => Promise<void>;
  readonly references: TicketReferences;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps webhook hints in memory from the answer until they are stored, coalesced, so that a webhook is answered 200 also
 * while the database or the other helpdesk is away. A hint lost with the process is no loss: polling is the truth.
 */
export class HintBox {
  readonly #parts: HintBoxParts;
  readonly #tickets: Readonly<Record<Side, Set<TicketId>>> = { superoffice: new Set(), requestor: new Set() };
  readonly #references = new Set<string>();
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;

  constructor(parts: HintBoxParts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#tickets.superoffice.size + this.#tickets.requestor.size + this.#references.size;
  }

  addTicket(side: Side, ticketId: TicketId): void {
    this.#add(this.#tickets[side], ticketId);
  }

  /** A Requestor ticket by its TicketREF; its id is asked for later. */
  addReference(reference: string): void {
    this.#add(this.#references, reference);
  }

  /** Drops what could not be stored yet and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  #add<Item>(set: Set<Item>, item: Item): void {
    if (set.size >= mostWaiting || this.#stopping.signal.aborted) return;
    set.add(item);
    this.#running ??= this.#empty();
  }

  async #empty(): Promise<void> {
    let waitMs = 1_000;
    try {
      while (this.waiting > 0 && !this.#stopping.signal.aborted) {
        // Tickets first: a helpdesk that does not resolve a reference must not hold back hints that need no asking.
        const stored = await this.#tryAll();
        if (stored && this.#references.size > 0) await this.#resolveReferences();
        if (this.waiting === 0) return;
        if (stored && this.#references.size === 0) continue;
        await this.#parts.clock.sleep(waitMs, this.#stopping.signal);
        waitMs = Math.min(waitMs * 2, longestWaitMs);
      }
    } finally {
      // In the same tick as the last look at what waits, so that no hint falls between.
      this.#running = null;
    }
  }

  async #tryAll(): Promise<boolean> {
    let all = true;
    for (const side of sides) {
      const tickets = [...this.#tickets[side]];
      if (tickets.length === 0) continue;
      // Taken out before, so that a hint that comes meanwhile is stored again.
      this.#tickets[side].clear();
      try {
        await this.#parts.hint(side, tickets);
      } catch (error) {
        all = false;
        for (const ticket of tickets) this.#tickets[side].add(ticket);
        this.#parts.log.warn(
          { side, tickets: tickets.length, error: errorText(error) },
          "Hints could not be stored; kept.",
        );
      }
    }
    return all;
  }

  async #resolveReferences(): Promise<void> {
    const { store, references, log } = this.#parts;
    for (const reference of [...this.#references]) {
      try {
        const standings = await store.sideStandings();
        // While paused nothing is asked; the resume reads every linked ticket anyway.
        if (standings.some(({ side, paused }) => side === "requestor" && paused)) this.#references.clear();
        if (!this.#references.delete(reference)) return;
        const ticket = await references.findTicketByReference(reference, { signal: this.#stopping.signal });
        if (ticket === null) log.info({ reference }, "A webhook named a ticket that Requestor does not have.");
        else this.addTicket("requestor", ticket.id);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        if (error instanceof DeliveryError && error.decision === "permanent") {
          log.warn({ reference }, error.message);
          continue;
        }
        this.#references.add(reference);
        log.warn({ reference, error: errorText(error) }, "A ticket's reference could not be resolved; kept.");
        return;
      }
    }
  }
}

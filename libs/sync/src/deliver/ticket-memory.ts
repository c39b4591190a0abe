import type { Side, Ticket, TicketId } from "@ticket-bridge/helpdesk";

import type { Clock } from "../ports/clock.ts";
import { copyGoodForMs } from "./fresh-copies.ts";

/**
 * Target tickets that could hold internal messages when they were last read, for as long as a copy of a message is good: a lively ticket's notes cost
 * one read a minute and not one each (0.2 calls a message where every fifth is internal). A ticket that could not is
 * never remembered, so that an operator's mending shows at once.
 */
export class TicketMemory {
  readonly #read = new Map<string, { readonly ticket: Ticket; readonly at: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call it with the time at which the reading began. */
  note(side: Side, ticket: Ticket, at: number): void {
    this.forget(side, ticket.id);
    if (!ticket.canHoldInternal) return;
    this.#read.set(nameOf(side, ticket.id), { ticket, at });
    this.#dropOld();
  }

  /** Undefined when it was not read within the last minute. */
  known(side: Side, ticketId: TicketId): Ticket | undefined {
    this.#dropOld();
    return this.#read.get(nameOf(side, ticketId))?.ticket;
  }

  forget(side: Side, ticketId: TicketId): void {
    this.#read.delete(nameOf(side, ticketId));
  }

  /** A Map keeps the order of insertion, and a name that is set again was deleted before. */
  #dropOld(): void {
    const oldest = this.#clock.monotonic() - copyGoodForMs;
    for (const [name, { at }] of this.#read) {
      if (at > oldest) return;
      this.#read.delete(name);
    }
  }
}

function nameOf(side: Side, ticketId: TicketId): string {
  return `${side}/${ticketId}`;
}

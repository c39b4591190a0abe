import type { Side } from "@ticket-bridge/helpdesk";
import type { ObservedCall } from "@ticket-bridge/simulators";

/** Calls to one helpdesk, by what they were for. */
export interface CallCounts {
  readonly writes: number;
  /** Reads that a message needed. */
  readonly reads: number;
  /** Polls that found nothing, and questions about no message. */
  readonly idle: number;
}

/** Calls that write; every other POST of these APIs reads. */
const writing = new Set(["POST /api/v1/TicketMessage", "POST /api/Tickets/NewMessage"]);
const listing = new Set(["GET /api/v1/Ticket/{id}", "GET /api/Tickets/GetTicket/{id}"]);

/**
 * Tells reads that a message needed from idle polls, as only the helpdesk itself can: a read that the bridge makes for a
 * certain message carries that message's X-Request-Id; of the others a listing of a ticket was needed when somebody had
 * written in that ticket since it was listed last, and everything else is idle.
 */
export class CallCounter {
  #writes = 0;
  #reads = 0;
  #idle = 0;
  readonly #unlisted = new Set<number>();

  /** Somebody other than the bridge wrote in this ticket. */
  written(ticketId: number): void {
    this.#unlisted.add(ticketId);
  }

  call({ method, route, ticketId, requestId }: ObservedCall): void {
    const name = `${method} ${route}`;
    const found = ticketId !== null && listing.has(name) && this.#unlisted.delete(ticketId);
    if (writing.has(name)) this.#writes += 1;
    else if (found || requestId !== null) this.#reads += 1;
    else this.#idle += 1;
  }

  counts(): CallCounts {
    return { writes: this.#writes, reads: this.#reads, idle: this.#idle };
  }
}

export type CountsBySide = Readonly<Record<Side, CallCounts>>;

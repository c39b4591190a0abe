import type { TicketId } from "@ticket-bridge/helpdesk";

/** The highest TicketId that was read so far: whoever looks for new tickets by number begins there. */
export interface NewestTicket {
  /** 0 before any was read. */
  readonly number: number;
  seen(ticketId: TicketId): void;
}

/** Begins with 0 and is forgotten with the process. Calls nothing and never throws. */
export function createNewestTicket(): NewestTicket {
  let number = 0;
  return {
    get number() {
      return number;
    },
    seen: (ticketId) => {
      number = Math.max(number, Number(ticketId));
    },
  };
}

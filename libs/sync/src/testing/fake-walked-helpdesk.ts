import { compareIds, type Ticket, type TicketId, type TicketWalk } from "@ticket-bridge/helpdesk";

import { FakeHelpdesk } from "./fake-helpdesk.ts";

/** One whose new tickets can be looked through without its search, as Requestor's. */
export class FakeWalkedHelpdesk extends FakeHelpdesk implements TicketWalk {
  /** False: it cannot tell whether it met all of them. */
  walkTells = true;

  async findRecentTickets(
    isWanted: Parameters<TicketWalk["findRecentTickets"]>[0],
    since: number,
  ): Promise<readonly Ticket[] | null> {
    if (!this.walkTells) return null;
    const found: Ticket[] = [];
    for (const [id, { createdAt }] of this.tickets) {
      const ticket = createdAt >= since ? await this.readTicket(id as TicketId) : null;
      const on = this.stored.map(({ message }) => message).filter(({ ticketId }) => ticketId === id);
      const [first = null] = on.sort((a, b) => compareIds(a.id, b.id));
      if (ticket !== null && isWanted(ticket, first)) found.push(ticket);
    }
    return found;
  }
}

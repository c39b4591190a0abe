import type { Ticket, TicketId, TicketWalk } from "@ticket-bridge/helpdesk";

import { FakeHelpdesk } from "./fake-helpdesk.ts";

/** One whose new tickets can be looked through without its search, as Requestor's. */
export class FakeWalkedHelpdesk extends FakeHelpdesk implements TicketWalk {
  /** False: it cannot tell whether it met all of them. */
  walkTells = true;

  async findRecentTicketsByCode(code: string, since: number): Promise<readonly Ticket[] | null> {
    if (!this.walkTells) return null;
    const found: Ticket[] = [];
    for (const [id, { title, createdAt }] of this.tickets) {
      const ticket = title.includes(code) && createdAt >= since ? await this.readTicket(id as TicketId) : null;
      if (ticket !== null) found.push(ticket);
    }
    return found;
  }
}

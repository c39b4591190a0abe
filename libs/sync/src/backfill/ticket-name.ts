import { sideName, sides, type Side, type TicketId } from "@ticket-bridge/helpdesk";

/** "SuperOffice 734 / Requestor 47". */
export function ticketName(tickets: Readonly<Partial<Record<Side, TicketId | null>>>): string {
  return sides.flatMap((side) => (tickets[side] ? [`${sideName(side)} ${tickets[side]}`] : [])).join(" / ");
}

import type { ReportLineView } from "@ticket-bridge/assembly";

/** "SuperOffice 734 / Requestor 47", or the one that is known. */
export function ticketName({
  superofficeTicketId,
  requestorTicketId,
}: Pick<ReportLineView, "superofficeTicketId" | "requestorTicketId">): string {
  const parts = [
    ...(superofficeTicketId === null ? [] : [`SuperOffice ${superofficeTicketId}`]),
    ...(requestorTicketId === null ? [] : [`Requestor ${requestorTicketId}`]),
  ];
  return parts.length === 0 ? "a ticket" : parts.join(" / ");
}

import type { ReportLineView } from "@ticket-bridge/assembly";

export const csvHeader = "class,superofficeTicketId,requestorTicketId,side,messageId,reason\r\n";

/** One line of RFC 4180. */
export function csvLine(line: ReportLineView): string {
  const cells = [
    line.class,
    line.superofficeTicketId ?? "",
    line.requestorTicketId ?? "",
    line.side ?? "",
    line.messageId ?? "",
    harmless(line.reason),
  ];
  return `${cells.map(quoted).join(",")}\r\n`;
}

/** A spreadsheet would carry out what begins like a formula, and a helpdesk's words may stand in a reason. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

import { sideName } from "@ticket-bridge/helpdesk";
import type { ReportLineView } from "@ticket-bridge/assembly";

import { classWords } from "../output/classes.ts";
import { ticketName } from "../output/ticket-name.ts";

/** "+ SuperOffice 734 / Requestor 47, message 991 in SuperOffice: …" */
export function reportLineText(line: ReportLineView): string {
  const message =
    line.messageId === null
      ? ""
      : `, message ${line.messageId}${line.side === null ? "" : ` in ${sideName(line.side)}`}`;
  return `${classWords[line.class].sign} ${ticketName(line)}${message}: ${line.reason}`;
}

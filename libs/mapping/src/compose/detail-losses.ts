import type { Message, OutboundMail, Side } from "@ticket-bridge/helpdesk";

import type { Loss } from "./loss.ts";
import { oneLine } from "./one-line.ts";

/**
 * What the source keeps beside the text and the target has no place for. It stands in the record only: a customer who
 * reads a mirror gains nothing from learning how many minutes were booked.
 *
 * @param mail what the mirror leaves as e-mail with; then copies are passed on and not lost
 */
export function detailLosses({ details }: Message, target: Side, mail: OutboundMail | null): readonly Loss[] {
  if (details === undefined) return [];
  const { recipients, important, language, minutesSpent, fromMobileDevice } = details;
  const where = target === "requestor" ? "Requestor" : "SuperOffice";
  const why = `${where} has no place for it beside a message.`;
  const lost = (what: string): Loss => ({ what, why, inRecordOnly: true });
  const addressed = [
    ["To", recipients?.to ?? ""],
    ["Cc", mail === null ? (recipients?.cc ?? "") : ""],
    ["Bcc", mail === null ? (recipients?.bcc ?? "") : ""],
  ].flatMap(([name, text]) => (text === "" ? [] : [lost(`${name}: ${text}`)]));
  return [
    ...addressed,
    ...(important ? [lost("Marked as important")] : []),
    ...(language === "" ? [] : [lost(`Language: ${oneLine(language)}`)]),
    ...(minutesSpent === 0 ? [] : [lost(`Time spent: ${minutesSpent} minutes`)]),
    ...(fromMobileDevice ? [lost("Written on a mobile device")] : []),
  ];
}

import { sideName, type OutgoingMessage, type Side } from "@ticket-bridge/helpdesk";

/** What observing shows of a mirror that is not written: everything but who says what. `losses` as the record has them. */
export function wouldBeWritten(outgoing: OutgoingMessage, target: Side, losses: readonly string[]): string {
  const { content, ticketId, visibility } = outgoing;
  const what = visibility === "internal" ? "an internal note" : "a public message";
  const kind = content.format === "html" ? "HTML" : "plain text";
  const characters = content.text.length === 1 ? "1 character" : `${content.text.length} characters`;
  const files = outgoing.attachments?.length ?? 0;
  const attached = files === 0 ? "" : files === 1 ? ", with 1 attachment" : `, with ${files} attachments`;
  const lost =
    losses.length === 0
      ? "Nothing would be lost."
      : `Would be lost: ${losses.map((loss) => loss.replace(/\.$/, "")).join("; ")}.`;
  return `Would be written to ticket ${ticketId} in ${sideName(target)} as ${what}: ${kind} of ${characters}${attached}. ${lost}`;
}

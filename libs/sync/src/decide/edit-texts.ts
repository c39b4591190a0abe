import { normalisedText } from "@ticket-bridge/mapping";
import { sideName, type Content, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

const mostCharacters = 400;

/** Why an edit is held whose mirror somebody changed: with both texts, so that a person can choose. */
export function changedByHand(target: Side, mirrorId: MessageId, standing: Content, wanted: Content): string {
  const where = sideName(target);
  return `Its mirror, message ${mirrorId}, was changed by hand in ${where}, or by the bridge before a backup of its database was put back, and was not overwritten. There it says: “${shown(standing)}” The edit says: “${shown(wanted)}” Retry to replace the text in ${where}, or skip this to keep it.`;
}

/** Where a reason quotes what people wrote, and what stands around it. In words that PostgreSQL reads alike. */
export const bothTexts = /(There it says: “).*(” The edit says: “).*(” Retry to replace)/s;

/** Why an edit is held that hides what stands where nobody can hide it. */
export function cannotTakeBack(source: Side, target: Side, standing: readonly MessageId[]): string {
  const where = sideName(target);
  const what = standing.length === 1 ? `message ${standing[0]}` : `messages ${standing.join(" and ")}`;
  return `It was public and became internal in ${sideName(source)}, and ${where} has no call to hide its mirror: customers can still read ${what} there. Remove or hide ${what} in ${where} by hand, then skip this.`;
}

/** What comes before any other reason why an edit is held that was to hide its mirror and could not. */
export function stillReadable(source: Side, target: Side, standing: readonly MessageId[]): string {
  const where = sideName(target);
  const what = standing.length === 1 ? `message ${standing[0]}` : `messages ${standing.join(" and ")}`;
  return `It was public and became internal in ${sideName(source)}, and the bridge could not hide its mirror: customers can still read ${what} in ${where}. Remove or hide ${what} there by hand and skip this, or retry.`;
}

/** The same where its mirror is not where it was written. */
export function hiddenMirrorIsGone(source: Side, target: Side, mirrorId: MessageId): string {
  return `It was public and became internal in ${sideName(source)}, and its mirror, message ${mirrorId}, does not stand on its ticket in ${sideName(target)} any more: where somebody moved it, customers may still read it. Remove or hide it there by hand, then skip this.`;
}

/**
 * The same where it is the whole ticket that became internal: one sentence for all of its messages, so that they are told
 * as one thing to do. Which message each is about stands in its own trace.
 */
export function cannotTakeBackTicket(source: Side, target: Side, tickets: Record<Side, TicketId>): string {
  const where = sideName(target);
  return `Ticket ${tickets[source]} itself became internal in ${sideName(source)}, and ${where} has no call to hide what was mirrored: customers can still read its messages on ticket ${tickets[target]} there. Remove or hide them in ${where} by hand, then skip this.`;
}

/** Why an edit is held that shows what was hidden. */
export function publishByHand(source: Side, mirrorId: MessageId): string {
  return `It was internal and became public in ${sideName(source)}. The bridge never publishes by itself what was internal: its mirror, message ${mirrorId}, stays internal. Publish it there by hand if customers may read it, then skip this.`;
}

/**
 * The same where a person had settled that it became internal, which happens to whole tickets: one sentence for all of
 * its messages. Which one each is about stands in its own trace.
 */
export function publishTicketByHand(source: Side, target: Side, tickets: Record<Side, TicketId>): string {
  const [from, to] = [sideName(source), sideName(target)];
  return `Ticket ${tickets[source]} in ${from} has messages that had become internal and are public again. The bridge never publishes by itself what was internal: publish their mirrors on ticket ${tickets[target]} in ${to} by hand if customers may read them, or write again what was removed there, then skip this.`;
}

export function mirrorIsGone(target: Side, mirrorId: MessageId): string {
  return `It was edited, and its mirror, message ${mirrorId}, does not stand on its ticket in ${sideName(target)} any more. If the new text is needed there, write it by hand, then skip this.`;
}

function shown(content: Content): string {
  const letters = [...normalisedText(content)];
  return letters.length <= mostCharacters ? letters.join("") : `${letters.slice(0, mostCharacters).join("")} …`;
}

/** Why a mirror that was found without files is left to a person where edits are not carried and its message was edited. */
export function lacksFilesByHand(source: Side, target: Side, mirrorId: MessageId, names: readonly string[]): string {
  return `Its mirror, message ${mirrorId} in ${sideName(target)}, lacks ${names.map((name) => `“${name}”`).join(", ")}, and what its message says in ${sideName(source)} by now is not carried (EDITS). Bring there by hand what is missing, then skip this.`;
}

/** After the database forgot what a mirror was written with: it may have been changed to hide something from customers. */
export function changedUnseen(source: Side, target: Side, mirrorId: MessageId): string {
  return `Its mirror, message ${mirrorId} in ${sideName(target)}, says something else, although it was not edited in ${sideName(source)} since: somebody may have changed the mirror by hand. Make the two agree by hand if they should, then skip this.`;
}

import { sideName, type MessageId, type Side, type TicketId, type Visibility } from "@ticket-bridge/helpdesk";

import type { MirrorKind } from "../ports/lane-store.ts";

export interface Decided {
  readonly kind: MirrorKind;
  /** What of the target is changed in its place, or hidden; null: a message of its own is added. */
  readonly place: { readonly change: "words" | "hidden"; readonly messages: readonly MessageId[] } | null;
  /** Who may read there what is written. */
  readonly visibility: Visibility;
  /** Who may read the source; null where it is gone. */
  readonly source: Visibility | null;
  readonly from: Side;
  readonly to: Side;
  /** There. */
  readonly ticketId: TicketId;
  readonly isHistory: boolean;
}

/** For the trace: where a message goes, as what, and by which rule, without a word of what it says. */
export function decidedText(decided: Decided): string {
  const history = decided.isHistory ? " As history, so that nobody is notified." : "";
  return `${goesAs(decided)}: ${rule(decided)}.${history}`;
}

function goesAs({ kind, place, visibility, to, ticketId }: Decided): string {
  const where = `ticket ${ticketId} in ${sideName(to)}`;
  if (place !== null) {
    const { messages } = place;
    const what = `${messages.length === 1 ? "Message" : "Messages"} ${messages.join(" and ")} of ${where}`;
    if (place.change === "hidden") return `${what} to be hidden from customers`;
    return `${what} to be changed in its place, as ${visibility === "internal" ? "an internal note" : "a public message"}`;
  }
  if (kind === "deletion") return `To ${where} as an internal note of its deletion`;
  if (kind === "edit") return `To ${where} as ${visibility === "internal" ? "an internal" : "a public"} correction`;
  return `To ${where} as ${visibility === "internal" ? "an internal note" : "a public message"}`;
}

function rule({ kind, visibility, source, from }: Decided): string {
  if (kind === "deletion") return "a mirror is never deleted";
  if (visibility === "public") return `it is public in ${sideName(from)}`;
  if (source === "public") return "its mirror is internal, and nothing is published by itself";
  return `it is internal in ${sideName(from)}, or not known to be public`;
}

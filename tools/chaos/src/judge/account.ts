import type { Side } from "@ticket-bridge/helpdesk";

/** A file by what has to be the same of it on the other side. */
export interface KeptFile {
  readonly name: string;
  readonly sha256: string;
}

/** A ticket that a person opened on one side only, which has to get exactly one counterpart. */
export interface OpenedTicket {
  /** Stands in its title and in its counterpart's and nowhere else. */
  readonly word: string;
  readonly side: Side;
  readonly ticketId: number;
}

/** What became of it. */
export interface ToldTicket extends OpenedTicket {
  readonly counterparts: readonly number[];
  /** Why it waits for a person; null when it does not. */
  readonly heldFor: string | null;
}

/** One message that a person wrote, as the person would tell it. */
export interface Told {
  /** A word that stands in this message and in its mirror and nowhere else. */
  readonly token: string;
  readonly side: Side;
  readonly messageId: number;
  /** The ticket it was written on, and the one its mirror belongs on. */
  readonly ticketId: number;
  readonly targetTicketId: number;
  /** Its place in the order in which its helpdesk's messages became visible. */
  readonly place: number;
  /** When it became visible, milliseconds since 1970. */
  readonly at: number;
  /** Whether it was internal, from when on: the first at its writing, further ones when a person changed it. */
  readonly visibility: readonly { readonly at: number; readonly internal: boolean }[];
  /** The files that have to stand at its mirror, in order, and what its mirror's text has to show; null: no picture. */
  readonly files: readonly KeptFile[];
  readonly shows: string | null;
  /** What it says since a person edited it; null when nobody did. */
  readonly editedTo: string | null;
}

/** One message as a helpdesk holds it in the end. */
export interface Holding {
  readonly side: Side;
  readonly ticketId: number;
  readonly messageId: number;
  readonly text: string;
  readonly internal: boolean;
  readonly files: readonly KeptFile[];
  /** When the bridge's write was committed; null for what people wrote. */
  readonly writtenAt: number | null;
}

/** What the bridge says of a source message, or of an edit of it. */
export interface Standing {
  readonly kind: string;
  readonly mirrorId: string;
  readonly side: Side;
  readonly messageId: number;
  readonly targetId: number | null;
  readonly state: string;
  readonly reason: string | null;
}

export interface TraceLine {
  readonly at: number;
  readonly what: string;
  readonly detail: string;
}

export interface Evidence {
  readonly told: readonly Told[];
  readonly tickets: readonly ToldTicket[];
  readonly holdings: readonly Holding[];
  readonly standings: readonly Standing[];
  /** Of a message that looks shown too late: when the bridge tried to write it and when such a try failed. */
  readonly traces: ReadonlyMap<string, readonly TraceLine[]>;
  /** How many e-mails and notifications the bridge's writes caused. */
  readonly sent: number;
  /** How long a write without an answer may still appear. */
  readonly settleMs: number;
}

export const breaches = ["lost", "doubled", "leaked", "out of order", "echoed", "altered", "e-mailed"] as const;
type Breach = (typeof breaches)[number];

/** One broken promise. */
export interface Finding {
  readonly breach: Breach;
  /** Null for something the bridge wrote that nobody had said, and for a ticket. */
  readonly told: Told | null;
  readonly sentence: string;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly mirrored: number;
  /** Tickets with their counterpart. */
  readonly created: number;
  /** Tickets that wait for a person, with a reason. */
  readonly ticketsHeld: number;
  /** Mirrors that stand with all their files. */
  readonly withFiles: number;
  /** Edited messages whose newest words stand on the other side. */
  readonly corrected: number;
  /** Waiting for a person, with how many of each reason. */
  readonly held: ReadonlyMap<string, number>;
  /** Written without a clear answer and not found out yet. */
  readonly uncertain: number;
  /** Made internal by a person while the bridge held a copy that was still good, and shown: the promise allows it. */
  readonly shownInTime: number;
  /** Longest time from a person's commit to the mirror's, and whose it is; null when nothing was mirrored. */
  readonly slowest: { readonly told: Told; readonly delayMs: number } | null;
}

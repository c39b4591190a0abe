import type { Side } from "@ticket-bridge/helpdesk";

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
}

/** One message as a helpdesk holds it in the end. */
export interface Holding {
  readonly side: Side;
  readonly ticketId: number;
  readonly messageId: number;
  readonly text: string;
  readonly internal: boolean;
  /** When the bridge's write was committed; null for what people wrote. */
  readonly writtenAt: number | null;
}

/** What the bridge says of a source message. */
export interface Standing {
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
  readonly holdings: readonly Holding[];
  readonly standings: readonly Standing[];
  /** Of a message that looks shown too late: when the bridge tried to write it and when such a try failed. */
  readonly traces: ReadonlyMap<string, readonly TraceLine[]>;
  /** How many e-mails and notifications the bridge's writes caused. */
  readonly sent: number;
  /** How long a write without an answer may still appear. */
  readonly settleMs: number;
}

export const breaches = ["lost", "doubled", "leaked", "out of order", "echoed", "e-mailed"] as const;
type Breach = (typeof breaches)[number];

/** One broken promise. */
export interface Finding {
  readonly breach: Breach;
  /** Null for something the bridge wrote that nobody had said. */
  readonly told: Told | null;
  readonly sentence: string;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly mirrored: number;
  /** Waiting for a person, with how many of each reason. */
  readonly held: ReadonlyMap<string, number>;
  /** Written without a clear answer and not found out yet. */
  readonly uncertain: number;
  /** Made internal by a person while the bridge held a copy that was still good, and shown: the promise allows it. */
  readonly shownInTime: number;
  /** Longest time from a person's commit to the mirror's, and whose it is; null when nothing was mirrored. */
  readonly slowest: { readonly told: Told; readonly delayMs: number } | null;
}

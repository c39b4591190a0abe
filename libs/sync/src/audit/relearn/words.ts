import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

export interface RelearnPair {
  readonly superoffice: TicketId;
  readonly requestor: TicketId;
}

export interface RelearnOptions {
  /** Tickets that are linked, as a person says: for those that no marker in SuperOffice tells of. */
  readonly pairs: readonly RelearnPair[];
  /** False: nothing is written, not even to the database. */
  readonly apply: boolean;
  /** Aborted: it stops between two calls. */
  readonly signal: AbortSignal;
  /** Called when the pairs are known, and when it begins or ends to wait. */
  readonly onProgress: (progress: RelearnProgress) => void;
}

export interface RelearnProgress {
  /** How many pairs of tickets are looked at; null while they are looked for. */
  readonly pairs: number | null;
  /** Messages that name this bridge with a code that is not its own: another BRIDGE_SECRET made them. */
  readonly foreign: number;
  /** Why nothing moves, a sentence. */
  readonly waiting: string | null;
}

/**
 * `relearned`: the map lacks something, or lacked it. `known`: the map has all of it. `nothing`: no marker of this bridge
 * stands there. `contradiction` and `unreadable` leave the tickets alone.
 */
export const relearnOutcomes = ["relearned", "known", "nothing", "contradiction", "unreadable"] as const;

export type RelearnOutcome = (typeof relearnOutcomes)[number];

export interface RelearnedTicket extends RelearnPair {
  readonly outcome: RelearnOutcome;
  /** The link is new, or would be. */
  readonly isNewLink: boolean;
  /** Mirrors and corrections that the map got, or would get, by source side. */
  readonly mirrors: Readonly<Record<Side, number>>;
  /** Those that it had. */
  readonly known: number;
  /** By source side: older than what crossed and without a mirror. They stay as they are. */
  readonly onlySource: Readonly<Record<Side, readonly MessageId[]>>;
  /** By source side: newer than all that crossed. Of tickets that get linked they cross as what is new. */
  readonly newer: Readonly<Record<Side, number>>;
  /** Sentences for a contradiction or what could not be read. */
  readonly reasons: readonly string[];
}

export interface RelearnTotals {
  readonly tickets: Readonly<Record<RelearnOutcome, number>>;
  readonly newLinks: number;
  readonly mirrors: number;
  readonly known: number;
  readonly onlySource: number;
  readonly newer: number;
  /** Messages that name this bridge with a code that is not its own: another BRIDGE_SECRET made them. */
  readonly foreign: number;
}

import type { Message, MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";

import type {
  Backfill,
  BackfillOptions,
  BackfillPlan,
  BackfillResult,
  ReportLine,
  StopCause,
  TicketOfRun,
} from "../backfill/words.ts";
import type { Creation } from "./creation-store.ts";
import type { Page } from "./link-store.ts";

/** The right to carry out one run until the lease ends; see LaneLease. */
export interface BackfillLease {
  readonly id: string;
  readonly epoch: number;
}

/** Who carries out a run: `name` is what people are told of the process. */
export interface Carrier {
  readonly workerId: string;
  readonly name: string;
}

export type BackfillClaim =
  | { readonly kind: "claimed"; readonly lease: BackfillLease; readonly backfill: Backfill }
  /** Another process has it, at least for so long. */
  | {
      readonly kind: "busy";
      readonly carriedBy: { readonly name: string; readonly since: number };
      readonly freeInMs: number;
    }
  | { readonly kind: "finished"; readonly backfill: Backfill }
  | { readonly kind: "not-found" };

/** One ticket of a run's list: whose messages are to be carried, by their ids, which never change again. */
export interface ListedTicket extends TicketOfRun {
  /** By source side. */
  readonly ids: Readonly<Record<Side, readonly MessageId[]>>;
  /** Both halves of the pairs that are to be taken for mirrors: never written, whatever becomes of the other half. */
  readonly paired: Readonly<Record<Side, readonly MessageId[]>>;
  /** What else stood there and stays where it is; null where the tickets were linked already. */
  readonly left: Readonly<Record<Side, readonly MessageId[]>> | null;
  /** Why it cannot be carried out, a sentence: it is set aside from the beginning. */
  readonly failure: string | null;
}

export interface BackfillTicket extends Omit<ListedTicket, "failure"> {
  /** Its number in the list, from 1. */
  readonly place: number;
  /** Null until it is worked on. */
  readonly linkId: string | null;
}

export interface HistoryMessage {
  readonly id: MessageId;
  readonly createdAt: number | null;
  /** As of a listing. */
  readonly version: string | null;
  /** Who may read it, as it was just read; null where it was not. */
  readonly visibility: Visibility | null;
  /** Where few enough are captured to be sent before it is too old. */
  readonly copy: Message | null;
  /** Its mirror, which stands on the other side already; null: it is to be written. */
  readonly adopted: {
    readonly targetMessageId: MessageId;
    /** Of all that crossed of it; null where nobody knows. */
    readonly carriedHash: string | null;
    readonly how: string;
  } | null;
  /** Why it waits for a person instead, a sentence; null: it does not. */
  readonly held: string | null;
}

/** All history of one ticket that is to cross. */
export interface HistoryCapture {
  readonly linkId: string;
  /** By source side. */
  readonly messages: Readonly<Record<Side, readonly HistoryMessage[]>>;
  /** Whether messages may have been held back when the tickets were linked: they cross from now on, behind these. */
  readonly freesHeldBack: boolean;
  /** Milliseconds since the read that gave the copies was sent. */
  readonly readAgoMs: number;
  readonly correlationId: () => string;
}

/** How far the history of a ticket has come, over both of its lanes. */
export interface HistoryStanding {
  readonly linkId: string;
  readonly undelivered: number;
  readonly held: number;
  readonly skipped: number;
  /** By target side. */
  readonly written: Readonly<Record<Side, number>>;
  /** Mirrored without anything being written. */
  readonly adopted: number;
  /** Why one of its lanes waits or is stopped, a sentence; null while nothing of it waits. */
  readonly waiting: string | null;
  readonly stopped: boolean;
  readonly paused: boolean;
}

/** What became of a ticket. */
export interface TicketEnd {
  readonly place: number;
  readonly state: "done" | "failed";
  /** A sentence for a failed one. */
  readonly reason: string | null;
  readonly findings: readonly ReportLine[];
}

/** Runs that carry history over. All that takes a lease does nothing when that is no longer ours. */
export interface BackfillStore {
  /** `unfinished`: another run is not finished, which is then given. */
  createBackfill(options: BackfillOptions): Promise<{ readonly backfill: Backfill } | { readonly unfinished: string }>;
  /** The result counts what of the tickets that are begun came to its end, as do those of the two below. */
  getBackfill(id: string): Promise<Backfill | null>;
  /** With the whole list of tickets. */
  backfillOptions(id: string): Promise<BackfillOptions | null>;
  /** Newest first. */
  listBackfills(options: { readonly cursor: string | null; readonly limit: number }): Promise<Page<Backfill>>;
  unfinishedBackfill(): Promise<Backfill | null>;
  /**
   * Removes a run that was not begun, and ends one that was stopped, with the reason: what its links held back crosses.
   * False while somebody carries it out, and for one that is finished or unknown.
   */
  discardBackfill(id: string, reason: string): Promise<boolean>;
  /** Tells whoever carries it out to stop; false when nobody does. */
  askBackfillStop(id: string): Promise<boolean>;

  /**
   * Takes a run that nobody carries out, with a new epoch; a wish to stop it is forgotten. `begin`: one whose list is
   * frozen becomes `running`. Its result is of tickets that came to their end, as it is gone on from.
   */
  claimBackfill(
    id: string,
    carrier: Carrier,
    options: { readonly leaseMs: number; readonly begin: boolean },
  ): Promise<BackfillClaim>;
  /** Renews the lease; null when it is no longer ours. */
  renewBackfill(lease: BackfillLease, leaseMs: number): Promise<{ readonly stopAsked: boolean } | null>;
  /** Gives it back; without an outcome in the state it has. */
  releaseBackfill(
    lease: BackfillLease,
    outcome:
      | { readonly state: "finished" }
      | { readonly state: "stopped"; readonly reason: string; readonly cause: StopCause }
      | null,
  ): Promise<void>;

  /** The list begins anew, empty. */
  beginBackfillList(lease: BackfillLease): Promise<boolean>;
  /** Adds tickets behind a place, in their order; where some stand already, by a call whose answer was lost, they stay. */
  addBackfillTickets(lease: BackfillLease, tickets: readonly ListedTicket[], after: number): Promise<boolean>;
  /** From now on the list is what it is, and the run `planned`; the result counts what was set aside already. */
  freezeBackfillList(lease: BackfillLease, plan: BackfillPlan, result: BackfillResult): Promise<boolean>;

  /** Tickets of the list behind a place that have not come to an end, in their order. */
  openBackfillTickets(id: string, after: number, limit: number): Promise<readonly BackfillTicket[]>;
  /** A ticket is worked on, over this link: its lanes are for this run's workers. */
  beginBackfillTicket(lease: BackfillLease, place: number, linkId: string): Promise<boolean>;
  /** A ticket came to its end, with what the whole run has come to. What was held back for a failed one crosses. */
  endBackfillTicket(lease: BackfillLease, end: TicketEnd, result: BackfillResult): Promise<boolean>;
  /** What needs attention, a ticket a row, behind a place, in their order. */
  backfillFindings(
    id: string,
    after: number,
    limit: number,
  ): Promise<readonly { readonly place: number; readonly findings: readonly ReportLine[] }[]>;

  /**
   * Moves history into the lanes of its link, in the source's order behind what stands there, in one commit: messages
   * that were present when the ticket was linked, and such as nobody captured yet. Those that have a mirror or are one
   * are left out, so the same again changes nothing. An adopted one stands as mirrored at once, unless its target is
   * known as anything already: then it is to be written. `not-linked`: the link is gone.
   */
  captureHistory(lease: BackfillLease, history: HistoryCapture): Promise<"captured" | "not-linked" | "lost">;
  /** Of the tickets that are worked on. */
  historyStandings(id: string): Promise<readonly HistoryStanding[]>;
  /** What the map says of these messages; one that it does not know is left out. */
  knownMessages(side: Side, ids: readonly MessageId[]): Promise<ReadonlyMap<MessageId, KnownAs>>;

  /**
   * Of a ticket that a run makes a counterpart for: what stood there when its list was made, and whether it still has
   * its turn. Null when the run or its list is not known.
   */
  listedAlone(
    id: string,
    side: Side,
    ticketId: TicketId,
  ): Promise<{ readonly seen: ReadonlySet<MessageId>; readonly isOpen: boolean } | null>;
  /** A ticket of a run is to get a counterpart, whatever its age; one that was skipped before too. */
  wantCreation(lease: BackfillLease, side: Side, ticketId: TicketId): Promise<Creation | "lost">;
  /** The active link of a ticket; null when it has none. */
  linkOfTicket(side: Side, ticketId: TicketId): Promise<LinkedPair | null>;
}

export interface LinkedPair {
  readonly linkId: string;
  readonly superofficeTicketId: TicketId;
  readonly requestorTicketId: TicketId;
  readonly paused: boolean;
}

/** What the map says of a message. */
export interface KnownAs {
  readonly as: "source" | "target";
  readonly state: "mirrored" | "waiting" | "held" | "skipped";
  readonly reason: string | null;
  /** The message at its other end, where there is one. */
  readonly counterpart: MessageId | null;
  readonly ofRun: string | null;
}

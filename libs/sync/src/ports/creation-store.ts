import type { MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";

import type { TraceEvent } from "./lane-store.ts";
import type { Link, NewLink, Page } from "./link-store.ts";

export const creationStates = ["pending", "sending", "uncertain", "held", "skipped", "linked"] as const;
/** As of mirrors; `linked`: the counterpart exists and both are linked. */
export type CreationState = (typeof creationStates)[number];

/** The right to work on one creation until the lease ends; see LaneLease. */
export interface CreationLease {
  readonly id: string;
  readonly epoch: number;
}

export interface ClaimedCreation extends CreationLease {
  readonly source: { readonly side: Side; readonly ticketId: TicketId };
  readonly state: "pending" | "sending" | "uncertain";
  /** How often a ticket was sent. */
  readonly attempts: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Each attempt is a request whose id begins with it. */
  readonly correlationId: string;
  /** The counterpart, where its id is known although it is not linked yet. */
  readonly targetTicketId: TicketId | null;
  /** The message whose mirror the new ticket's first message is; null: it is none. */
  readonly firstMessageId: MessageId | null;
  /** Of that message as it was sent, see carriedUnknown; null where nobody kept it, and without one. */
  readonly carriedHash: string | null;
  /** What of that message the last attempt could not carry; none where nobody kept it. */
  readonly losses: readonly string[];
  /** How long ago the last attempt began; null before any. */
  readonly sentAgoMs: number | null;
  /** As of LaneMessage. */
  readonly suspicions: number;
  readonly suspicion: string | null;
  /** The target refused the customer's address before: the bridge's own account submits the ticket. */
  readonly withoutContact: boolean;
  /** A person asked for it: its age is no reason against it. */
  readonly wanted: boolean;
  /** The source ticket is or was linked by now. */
  readonly linkedBefore: boolean;
  /** For how long tickets of this side are created; a ticket that is older is not. */
  readonly creatingForMs: number;
  /** Uncertain only: how long the last attempt may still appear at the target; 0 or less when that is over. */
  readonly settleRemainingMs: number;
  /** The run that wants it: what stands on the source crosses as that run's history. */
  readonly ofBackfill: string | null;
}

/**
 * As no message can have it: whatever its source is by now, it is not what was sent. Stands for a first message where
 * nobody knows which of several forms of it arrived.
 */
export const carriedUnknown = "public unknown";

/**
 * What became of a creation. All but the last three keep the lease and renew it. The trace of its first message tells the
 * events, as of a message.
 */
export type CreationChange =
  /** The intent, committed before the POST. */
  | {
      readonly to: "sending";
      readonly marker: string;
      readonly firstMessageId: MessageId | null;
      /** Stored as carriedUnknown where an earlier attempt sent another one. */
      readonly carriedHash: string | null;
      /** What of that message could not be carried, for the record of its mirror (P7); stored in place of an earlier attempt's. */
      readonly losses: readonly string[];
      readonly event: TraceEvent;
    }
  /** The ticket stands, made or found; the creation stays uncertain until it is linked. */
  | { readonly to: "created"; readonly targetTicketId: TicketId; readonly event: TraceEvent }
  /** The settle time starts anew at the database's now. */
  | (Suspected & { readonly to: "uncertain"; readonly reason: string; readonly settleMs: number })
  /** Surely not written. */
  | (Suspected & { readonly to: "pending"; readonly reason: string; readonly withoutContact: boolean })
  /**
   * Gives it back in the state it has; `counts` when it was a failure that lengthens the next wait, `forTicket` when it
   * is the ticket that lets the bridge wait, which is late with nothing.
   */
  | {
      readonly to: "waiting";
      readonly afterMs: number;
      readonly reason: string;
      readonly counts: boolean;
      readonly forTicket?: boolean;
    }
  /** Done, or for a person. Gives it back. */
  | { readonly to: "held" | "skipped"; readonly reason: string; readonly event?: TraceEvent }
  /** The row goes: there is nothing to be made, and a person need not know. */
  | { readonly to: "forgotten" };

interface Suspected {
  /** As of MirrorChange. */
  readonly suspicion?: string | null;
  readonly event?: TraceEvent;
}

/** The first message of a created ticket, where that is a mirror. */
export interface FirstMirror {
  readonly sourceMessageId: MessageId;
  readonly targetMessageId: MessageId;
  /** Who may read the source, as it was just read; null where it was not. */
  readonly visibility: Visibility | null;
  /** As of a mirror's intent; null where nobody kept it: what the source says at the next look is taken for carried. */
  readonly carriedHash: string | null;
  /** As of a mirror's intent. */
  readonly losses: readonly string[];
}

export interface Creation {
  readonly id: string;
  readonly source: { readonly side: Side; readonly ticketId: TicketId };
  readonly target: { readonly side: Side; readonly ticketId: TicketId } | null;
  readonly state: CreationState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly learnedAt: number;
  readonly updatedAt: number;
}

export interface CreationFilter {
  readonly state: CreationState | null;
  /** The source side. */
  readonly side: Side | null;
}

/** What came of an operator's act. */
export type CreationOutcome =
  | { readonly outcome: "done"; readonly creation: Creation }
  | { readonly outcome: "not-found" }
  | { readonly outcome: "wrong-state"; readonly state: CreationState }
  | { readonly outcome: "taken"; readonly side: Side | "both" };

export interface CreationClaim {
  readonly sources: readonly Side[];
  readonly limit: number;
  readonly leaseMs: number;
  /** Only those that this run wants; without it what a run wants is left to the process that carries it out. */
  readonly ofBackfill?: string;
}

export interface CreationStore {
  /** Called at start with the sides whose tickets get counterparts: from the first time on, later calls change nothing. */
  beginCreating(sources: readonly Side[]): Promise<void>;

  /**
   * Notes tickets that may need a counterpart. Left out are those that are or ever were linked (what a person unlinked
   * stays so) and those the bridge made. One that is known and only waits is due now; after a failure only one that waits
   * for longer than a backoff does.
   */
  learnTickets(side: Side, tickets: readonly TicketId[]): Promise<void>;

  /** Claims due creations of these source sides as claimLanes does; none while a side is paused. */
  claimCreations(workerId: string, options: CreationClaim): Promise<readonly ClaimedCreation[]>;

  /** Renews the leases that are still ours; returns those. */
  renewCreations(leases: readonly CreationLease[], leaseMs: number): Promise<readonly CreationLease[]>;

  /** False, and nothing changed, when the lease is no longer ours. */
  recordCreation(lease: CreationLease, leaseMs: number, change: CreationChange): Promise<boolean>;

  /**
   * Links both tickets and ends the creation in one commit; the first mirror stands as mirrored, captured since the
   * bridge may make the ticket and with all that its attempts told. `taken`: nothing was linked, because one of them is
   * in another link. `lost`: the lease is no longer ours.
   */
  linkCreation(
    lease: CreationLease,
    link: NewLink,
    firstMirror: FirstMirror | null,
  ): Promise<{ readonly link: Link } | { readonly taken: Side | "both" } | "lost">;

  /** The creation for a source ticket; null when there is none. */
  creationOf(side: Side, ticketId: TicketId): Promise<Creation | null>;

  listCreations(filter: CreationFilter, options: { cursor: string | null; limit: number }): Promise<Page<Creation>>;
  getCreation(id: string): Promise<Creation | null>;
  /** From `held` and `skipped`: looked for and made anew, whatever its age. From `uncertain` and `pending`: tried now. */
  retryCreation(id: string): Promise<CreationOutcome>;
  /** From `held`, `uncertain` and `pending`. */
  skipCreation(id: string, reason: string): Promise<CreationOutcome>;
  /** From `held`, `skipped`, `uncertain` and `pending`: links the pair. The caller has read both tickets. */
  adoptCreation(id: string, link: NewLink, firstMirror: FirstMirror | null): Promise<CreationOutcome>;
}

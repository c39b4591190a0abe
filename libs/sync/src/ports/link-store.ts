import type { Direction, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

export interface NewLink {
  readonly superofficeTicketId: TicketId;
  readonly requestorTicketId: TicketId;
  readonly superofficeTitle: string;
  readonly requestorTitle: string;
  readonly requestorRef: string | null;
  /** The ids present on both sides at linking, which must not cross (`from: now`); empty for `from: start`. */
  readonly present: { readonly superoffice: readonly MessageId[]; readonly requestor: readonly MessageId[] };
  /**
   * Such as came after the list of a backfill was made: present too, but only until that run has captured the history of
   * this link or given it up, so that they cross behind it.
   */
  readonly heldBack?: HeldBack;
}

export interface HeldBack {
  readonly backfillId: string;
  readonly messages: Readonly<Record<Side, readonly MessageId[]>>;
}

export interface LaneStanding {
  readonly direction: Direction;
  readonly pending: number;
  readonly uncertain: number;
  readonly held: number;
  readonly mirrored: number;
  readonly skipped: number;
  /** Why the lane waits, is stopped, or its source ticket cannot be read; a sentence; null when it runs. */
  readonly reason: string | null;
  readonly stopped: boolean;
}

export interface Link {
  readonly id: string;
  readonly superofficeTicketId: TicketId;
  readonly requestorTicketId: TicketId;
  readonly superofficeTitle: string;
  readonly requestorTitle: string;
  readonly requestorRef: string | null;
  readonly paused: boolean;
  readonly createdAt: number;
  readonly lanes: readonly LaneStanding[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A linked ticket that was merged into another one. */
export interface MergedTicket {
  readonly side: Side;
  readonly from: TicketId;
  readonly to: TicketId;
  /** What stands on the ticket it was merged into. */
  readonly messageIds: readonly MessageId[];
  /** What a person is told when that ticket has a link of its own. */
  readonly ifTaken: string;
}

/**
 * `busy`: a write is in flight that names the old ticket: ask again. `taken`: the link is paused with the sentence, since
 * the other ticket has a link of its own. `not-linked`: no active link has the old ticket any more.
 */
export type MergeOutcome = "followed" | "busy" | "taken" | "not-linked";

export interface LinkStore {
  /**
   * Creates the link with both lanes and its first polls due now; or, when this very pair was linked before, makes
   * that link active again and goes on with its mirrors; what was found by comparing it is forgotten. `taken`: one of the tickets is in another active link.
   */
  createLink(link: NewLink): Promise<{ link: Link } | { taken: "superoffice" | "requestor" | "both" }>;
  /**
   * Moves the link to the ticket that its own one was merged into: both lanes lose their workers and are due, and the
   * ticket is read whole. Messages that moved along are known by their ids; what else stood there does not cross, except
   * what is younger than everything known of this link.
   */
  followMerge(id: string, merged: MergedTicket): Promise<MergeOutcome>;
  listLinks(options: { cursor: string | null; limit: number }): Promise<Page<Link>>;
  getLink(id: string): Promise<Link | null>;
  /** Null when there is no such active link. Resuming makes both lanes and polls due now and clears `stopped` and the crossings. */
  setLinkPaused(id: string, paused: boolean): Promise<Link | null>;
  /** Keeps the mirrors, skips what waits with the reason. A row in `sending` becomes skipped too. False: no such link. */
  removeLink(id: string, reason: string): Promise<boolean>;
}

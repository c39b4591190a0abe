import type { Side, TicketId } from "@ticket-bridge/helpdesk";

/** So long after its last captured message, on either side, a link counts as active: half a working day. */
export const activeForMs = 4 * 60 * 60_000;

/** How many linked tickets of a side are polled. */
export interface PollLoad {
  readonly active: number;
  readonly quiet: number;
}

/** After how long a ticket is polled again. */
export interface PollIntervals {
  readonly activeMs: number;
  readonly quietMs: number;
}

export interface PollClaim {
  readonly workerId: string;
  /** How long this worker goes on being the side's reader without claiming again. */
  readonly leaseMs: number;
  /** The most to claim. */
  readonly limit: number;
  /** How many of them may be there because their interval is over; hints are not counted. */
  readonly scheduled: number;
  readonly intervals: PollIntervals;
}

export interface DuePoll {
  readonly linkId: string;
  readonly ticketId: TicketId;
  /** Stands for the moment before the listing is asked for; goes with what it shows into `SeenTicket.reading`. */
  readonly reading: string;
  readonly hinted: boolean;
  /** An earlier poll failed, and people are shown why. */
  readonly troubled: boolean;
}

/** Whose turn it is to read a side, and for how long that holds without another claim. */
export type PollTurn =
  /** `isNew`: somebody else or nobody read it before; then nothing is claimed yet. */
  | { readonly kind: "ours"; readonly forMs: number; readonly isNew: boolean; readonly due: readonly DuePoll[] }
  | { readonly kind: "theirs"; readonly forMs: number };

export interface PollStore {
  /** Makes the polls of these tickets due now, before all others (a webhook hint); coalesced, unknown ones are ignored. */
  hint(side: Side, tickets: readonly TicketId[]): Promise<void>;

  /**
   * Makes this worker the side's reader, or keeps it so, unless another one is: one at a time reads a side's feed and
   * tickets. As the reader it claims tickets whose poll is due, hints first, then those of active links, then the quiet
   * ones, each most overdue first, and sets their next poll an interval from now. Paused links and sides are left out.
   */
  claimPolls(side: Side, claim: PollClaim): Promise<PollTurn>;

  /** At a clean stop: this worker reads no side any more, and another may at once. */
  leaveTurns(workerId: string): Promise<void>;

  pollLoad(side: Side): Promise<PollLoad>;

  /** Quiet tickets whose link has become active since their last poll are due within this time. */
  hurryActive(side: Side, withinMs: number): Promise<void>;

  /** Makes every linked ticket's poll due now: for a new reader of the side, and after a resume. */
  makeAllPollsDue(side: Side): Promise<void>;

  /**
   * A poll failed: due again after this time, unless a hint came since it was claimed. The reason is shown on the link's
   * lane from this side while the lane has none of its own; null changes nothing about it.
   */
  postponePoll(side: Side, linkId: string, postponed: { afterMs: number; reason: string | null }): Promise<void>;

  /** A poll that had failed worked again: its reason is no longer shown. */
  clearPollTrouble(side: Side, linkId: string): Promise<void>;
}

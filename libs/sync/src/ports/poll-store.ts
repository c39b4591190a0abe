import type { Side, TicketId } from "@ticket-bridge/helpdesk";

export interface DuePoll {
  readonly linkId: string;
  readonly ticketId: TicketId;
}

export interface PollStore {
  /** Makes the polls of these tickets due now (a webhook hint); coalesced, unknown tickets are ignored. */
  hint(side: Side, tickets: readonly TicketId[]): Promise<void>;

  /**
   * Claims up to `limit` tickets of this side whose poll is due, most overdue first, and sets each one's next poll
   * `intervalMs` from now. Paused links and sides are left out.
   */
  claimPolls(side: Side, limit: number, intervalMs: number): Promise<readonly DuePoll[]>;

  /** Milliseconds until the next poll of this side is due; null when there are no linked tickets. */
  nextPollIn(side: Side): Promise<number | null>;

  /** Makes every linked ticket's poll due now and forgets what failed before: at start, and for a side after a resume. */
  makeAllPollsDue(side: Side): Promise<void>;

  /**
   * A poll failed: due again after this time, unless a hint made it due meanwhile. The reason is shown on the link's lane
   * from this side while the lane has none of its own; null changes nothing about it.
   */
  postponePoll(side: Side, linkId: string, postponed: { afterMs: number; reason: string | null }): Promise<void>;

  /** A poll that had failed worked again: its reason is no longer shown. */
  clearPollTrouble(side: Side, linkId: string): Promise<void>;

  /** How many active links are polled. */
  countPolled(): Promise<number>;
}

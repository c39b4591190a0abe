import type { Side, TicketId } from "@ticket-bridge/helpdesk";

/**
 * `quoting a title`: its title carries the marker of another ticket. `internal`: its own Slevel is not External. `spam`:
 * its helpdesk calls it that. `refused`: the other helpdesk takes no ticket of that title.
 */
export type TicketNature = "ordinary" | "quoting a title" | "internal" | "spam" | "refused";

/** A ticket that a person opened and nobody linked. */
export interface OpenedTicket {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly nature: TicketNature;
  /** Only a webhook can tell of it: a feed begins with what is newer. */
  readonly needsHint: boolean;
}

/** A ticket as its helpdesk holds it, where that is more than its number. */
export interface HeldTicket {
  readonly title: string;
  /** By the helpdesk's own clock. */
  readonly createdAt: number;
  /** A search finds it from then on. */
  readonly foundFrom: number;
  readonly isSpam: boolean;
  /** The customer's address; null where none is told. */
  readonly email: string | null;
  readonly byBridge: boolean;
}

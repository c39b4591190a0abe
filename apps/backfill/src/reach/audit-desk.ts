import type { AlarmView, AuditedLinkView, RelearnedTicketView, RelearnProgressView } from "@ticket-bridge/assembly";
import type { TicketId } from "@ticket-bridge/helpdesk";

import type { RelearnWish } from "../audit/options.ts";

export interface Outage {
  readonly cause: "credentials" | "unreachable";
  readonly reason: string;
}

/** A helpdesk does not let the map be learned any further. */
export class RelearnStoppedError extends Error {
  override readonly name = "RelearnStoppedError";
  readonly outage: Outage;

  constructor(outage: Outage, cause?: unknown) {
    super(outage.reason, { cause });
    this.outage = outage;
  }
}

interface RelearnWatch {
  /** Aborted: it ends between two calls. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RelearnProgressView) => void;
}

export interface LinkToAudit {
  readonly linkId: string;
  readonly superofficeTicketId: string;
  readonly requestorTicketId: string;
}

/** What the command does with linked tickets, in this process or through a running bridge. */
export interface AuditDesk {
  alarms(): Promise<readonly AlarmView[]>;
  /** How many tickets are linked. */
  count(): Promise<number>;
  /** The linked ones of these SuperOffice tickets; null: all that are linked. */
  links(tickets: ReadonlySet<TicketId> | null): AsyncGenerator<LinkToAudit, void>;
  /** Null when the link is gone. */
  audit(linkId: string): Promise<AuditedLinkView | null>;
  /** Why one of the helpdesks cannot be used; null when both can. */
  check(signal: AbortSignal): Promise<Outage | null>;
  /**
   * Learns links and the id map again from markers, and gives what became of each pair of tickets. Throws
   * RelearnStoppedError when a helpdesk does not let it go on, and with anything when the signal aborts.
   */
  relearn(wish: Pick<RelearnWish, "apply" | "pairs">, watch: RelearnWatch): AsyncGenerator<RelearnedTicketView, void>;
}

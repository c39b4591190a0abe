import type { AlarmView, AuditedLinkView } from "@ticket-bridge/assembly";
import type { TicketId } from "@ticket-bridge/helpdesk";

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
}

import type { TicketId } from "@ticket-bridge/helpdesk";

/** Who submitted which ticket, as far as it was read: a single message does not tell whether its author is a customer. */
export interface CustomerMemory {
  /** The submitter's UserProviderKey, null when he is no customer, undefined when the ticket was not read lately. */
  get(ticketId: TicketId): string | null | undefined;
  set(ticketId: TicketId, customerKey: string | null): void;
}

/** Remembers the tickets read last; 10,000 are about a megabyte. */
export function createCustomerMemory(capacity = 10_000): CustomerMemory {
  const keys = new Map<TicketId, string | null>();
  return {
    get: (ticketId) => keys.get(ticketId),
    set: (ticketId, customerKey) => {
      keys.delete(ticketId);
      keys.set(ticketId, customerKey);
      const oldest = keys.size > capacity ? keys.keys().next() : null;
      if (oldest?.done === false) keys.delete(oldest.value);
    },
  };
}

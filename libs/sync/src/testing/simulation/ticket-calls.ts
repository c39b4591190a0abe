import type { CreatedTicket, OutgoingTicket, TicketId, WriteOptions } from "@ticket-bridge/helpdesk";

import { failure } from "./call-failure.ts";
import type { HeldMessage, SimulatedHelpdesk } from "./simulated-helpdesk.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** A customer whom Requestor does not know: it takes no ticket of his. */
export const unknownCustomer = "nobody@customers.test";

/** A new ticket is found by a search after so long at the latest. */
export const foundWithinMs = 5_000;

/** A ticket of the bridge that was stored. */
export interface SeenTicket {
  readonly ticketId: TicketId;
  readonly asked: OutgoingTicket;
  /** The body of the call, where it says what is sent to whom. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What the ticket came with. */
  readonly first: HeldMessage | null;
  /** When its bytes left. */
  readonly sentAt: number;
}

/** The making of a ticket over one network, by one process. */
export async function createTicket(
  network: SimulatedNetwork,
  process: SimulatedProcess,
  desk: SimulatedHelpdesk,
  asked: OutgoingTicket,
  options: WriteOptions,
): Promise<CreatedTicket> {
  const { ticketId } = await network.send(process, desk, options, {
    words: `${asked.title} ${asked.firstMessage?.text ?? ""}`,
    carryOut: (sentAt) => {
      if (desk.side === "requestor" && asked.contact?.email === unknownCustomer) {
        throw failure(desk, "does not know the customer", { decision: "permanent", fault: "ticket" });
      }
      const seen = { ...desk.makeTicket(asked, network.searchLag()), asked, sentAt };
      network.ticketMade(seen);
      return seen;
    },
  });
  return { id: ticketId, ref: null, status: 200 };
}

import {
  sideName,
  type ChangeFeed,
  type Helpdesk,
  type MarkedMessageList,
  type MessageFeed,
  type TicketCreation,
  type TicketList,
  type TicketReferences,
  type TicketWalk,
} from "@ticket-bridge/helpdesk";

type Ability =
  | keyof Helpdesk
  | keyof MessageFeed
  | keyof ChangeFeed
  | keyof TicketList
  | keyof MarkedMessageList
  | keyof TicketReferences
  | keyof TicketCreation
  | keyof TicketWalk;

/** What may be asked of a helpdesk without changing anything there. Everything else that can be called is refused. */
const reads: readonly Ability[] = [
  "describeAccount",
  "readTicket",
  "listMessages",
  "readMessages",
  "listMarked",
  "findMarked",
  "readFeed",
  "newestMessageId",
  "changedMessages",
  "listTickets",
  "markedMessages",
  "findTicketByReference",
  "readTicketFacts",
  "findTicketsByCode",
  "findRecentTickets",
];

/**
 * The helpdesk with every method refused that is not known to read only: for MODE=observe, should a decision ever forget
 * it. A list of reads and not of writes, so that a method that comes later is refused too.
 */
export function readOnly<Desk extends Helpdesk>(helpdesk: Desk): Desk {
  return new Proxy(helpdesk, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if ((reads as readonly PropertyKey[]).includes(name)) return value.bind(target) as unknown;
      return () => Promise.reject(new Error(`${sideName(target.side)} is only observed: ${String(name)} was refused.`));
    },
  });
}

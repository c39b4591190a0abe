import { textHash } from "@ticket-bridge/mapping";

import type { BackfillOptions, BackfillOutline, BackfillTickets, TicketsInShort } from "./words.ts";

/** What is shown of a run's options, and tells them from others, without carrying its list around. */
export function outlineOf(options: BackfillOptions): BackfillOutline {
  return { ...options, tickets: inShort(options.tickets) };
}

function inShort(tickets: BackfillTickets): TicketsInShort {
  switch (tickets.kind) {
    case "linked":
      return { kind: tickets.kind, count: null, hash: null };
    case "ids":
      return { kind: tickets.kind, count: tickets.ids.length, hash: textHash(tickets.ids.join()) };
    case "pairs": {
      const pairs = tickets.pairs.map(({ superoffice, requestor }) => `${superoffice} ${requestor}`);
      return { kind: tickets.kind, count: pairs.length, hash: textHash(pairs.join()) };
    }
  }
}

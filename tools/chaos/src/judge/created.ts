import { otherSide, sideName } from "@ticket-bridge/helpdesk";

import type { Evidence, Finding, Holding } from "./account.ts";

/** P1 and P2 for tickets: each that was opened on one side has exactly one counterpart. */
export function counterparts({ tickets }: Evidence): Finding[] {
  return tickets.flatMap(({ word, side, ticketId, counterparts: made, heldFor }): Finding[] => {
    const head = `${word}, ticket ${ticketId} in ${sideName(side)}, `;
    const target = sideName(otherSide(side));
    if (made.length === 0 && (heldFor ?? "") !== "") return [];
    if (made.length === 0) return [{ breach: "lost", told: null, sentence: `${head}has no counterpart in ${target}.` }];
    if (made.length === 1) return [];
    return [{ breach: "doubled", told: null, sentence: `${head}has several in ${target}: ${made.join(", ")}.` }];
  });
}

const opening = /This ticket was opened in (?:SuperOffice|Requestor)\. What is written there follows\./;

/** The line that a ticket begins with whose first message cannot be the first mirror: the bridge's own, and nobody's. */
export function isOpening({ tickets }: Evidence, { side, ticketId, text }: Holding): boolean {
  const isCounterpart = tickets.some(
    (ticket) => otherSide(ticket.side) === side && ticket.counterparts[0] === ticketId,
  );
  return isCounterpart && opening.test(text);
}

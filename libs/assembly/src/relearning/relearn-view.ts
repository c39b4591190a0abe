import { relearnOutcomes, type RelearnedTicket } from "@ticket-bridge/sync";
import { z } from "zod";

import { ticketPairs } from "../backfills/backfill-body.ts";

const count = z.int().nonnegative();
const sentence = z.string();
const bySide = z.object({ superoffice: count, requestor: count });
const ids = z.array(z.string());

/** What the admin API takes to learn the map again. */
export const relearnBody = z.strictObject({
  apply: z
    .boolean({ error: "must be true or false" })
    .default(false)
    .meta({ description: "false: nothing is stored, and what would be is told" }),
  pairs: ticketPairs
    .default([])
    .meta({ description: "Tickets that are linked and that no marker in SuperOffice names" }),
});

/** What became of one pair of tickets. */
const relearnedTicketView = z.object({
  superofficeTicketId: z.string(),
  requestorTicketId: z.string(),
  outcome: z.enum(relearnOutcomes).meta({
    description:
      "relearned: the map lacked something; known: it has all; nothing: no marker of this bridge stands there; contradiction, unreadable: left alone",
  }),
  newLink: z.boolean(),
  mirrors: bySide.meta({ description: "What the map got, or would get, by source side" }),
  known: count.meta({ description: "What it had" }),
  onlySource: z
    .object({ superoffice: ids, requestor: ids })
    .meta({ description: "By source side: older than what crossed and without a mirror; they stay where they are" }),
  newer: bySide.meta({ description: "By source side: newer than all that crossed; once linked they cross as new" }),
  reasons: z.array(sentence),
});

const relearnTotalsView = z.object({
  tickets: z.object(
    Object.fromEntries(relearnOutcomes.map((each) => [each, count])) as Record<
      (typeof relearnOutcomes)[number],
      typeof count
    >,
  ),
  newLinks: count,
  mirrors: count,
  known: count,
  onlySource: count,
  newer: count,
  foreign: count.meta({ description: "Messages that name this bridge, marked under another BRIDGE_SECRET" }),
});

const relearnProgressView = z.object({
  pairs: count.nullable().meta({ description: "null while they are looked for" }),
  foreign: count,
  waiting: sentence.nullable().meta({ description: "Why nothing moves" }),
});

/** The next results of a relearning. */
export const relearnStepView = z.object({
  items: z.array(relearnedTicketView),
  progress: relearnProgressView,
  totals: relearnTotalsView.nullable().meta({ description: "When it is over" }),
  failure: z
    .object({ cause: z.enum(["credentials", "unreachable", "asked", "other"]), reason: sentence })
    .nullable()
    .meta({ description: "Why it could not go on; what was stored until then stays" }),
});

export type RelearnedTicketView = z.output<typeof relearnedTicketView>;
export type RelearnTotalsView = z.output<typeof relearnTotalsView>;
export type RelearnProgressView = z.output<typeof relearnProgressView>;
export type RelearnStepView = z.output<typeof relearnStepView>;

export function viewOfRelearned(ticket: RelearnedTicket): RelearnedTicketView {
  const { superoffice, requestor, outcome, isNewLink, mirrors, known, onlySource, newer, reasons } = ticket;
  return {
    ...{ superofficeTicketId: superoffice, requestorTicketId: requestor, outcome, newLink: isNewLink, known },
    mirrors: { ...mirrors },
    onlySource: { superoffice: [...onlySource.superoffice], requestor: [...onlySource.requestor] },
    newer: { ...newer },
    reasons: [...reasons],
  };
}

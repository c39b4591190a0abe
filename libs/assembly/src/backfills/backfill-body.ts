import { readTicketId, sides, type TicketId } from "@ticket-bridge/helpdesk";
import type { BackfillOptions, TicketPair } from "@ticket-bridge/sync";
import { z } from "zod";

const mostTickets = 100_000;
const largestId = 2n ** 63n - 1n;

/** A whole number as a number or as text: helpdesk ids stand as text in answers, and people paste them. */
const ticketId = z
  .union([z.number(), z.string()], { error: "must be a whole number above 0" })
  .transform((value, context) => {
    const id = readTicketId(value);
    if (id !== null && BigInt(id) <= largestId) return id;
    context.addIssue("must be a whole number above 0");
    return z.NEVER;
  });

/** Tickets that belong together. */
export const ticketPairs = z
  .array(z.strictObject({ superofficeTicketId: ticketId, requestorTicketId: ticketId }), {
    error: "must be a list of pairs",
  })
  .max(mostTickets, `must have at most ${mostTickets} pairs`);

/** One sentence, for the first: a list of a hundred thousand may be turned round. */
function eachTicketOnce(pairs: z.output<typeof ticketPairs>, context: z.RefinementCtx): void {
  for (const column of ["superofficeTicketId", "requestorTicketId"] as const) {
    const named = new Set<TicketId>();
    for (const [index, pair] of pairs.entries()) {
      if (named.has(pair[column])) {
        const message = `names ticket ${pair[column]} a second time: a ticket belongs to one pair`;
        return context.addIssue({ code: "custom", path: [index, column], message });
      }
      named.add(pair[column]);
    }
  }
}

/** The same in the engine's words. */
export function pairsOf(pairs: z.output<typeof ticketPairs>): readonly TicketPair[] {
  return pairs.map(({ superofficeTicketId, requestorTicketId }) => ({
    superoffice: superofficeTicketId,
    requestor: requestorTicketId,
  }));
}

/** The list that says so in a body. */
export function listOfPairs(pairs: readonly TicketPair[]): z.input<typeof ticketPairs> {
  return pairs.map((pair) => ({ superofficeTicketId: pair.superoffice, requestorTicketId: pair.requestor }));
}

const moment = z.iso
  .datetime({ offset: true, error: "must be a moment like 2024-01-31T00:00:00Z" })
  .transform((text) => Date.parse(text));

const flag = z.boolean({ error: "must be true or false" }).default(false);

/** The command that shows a run to a person. */
export const watcherName = z
  .string()
  .trim()
  .min(1, "must name the command that shows it")
  .max(100, "must have at most 100 characters")
  .meta({ description: "The command that shows it to a person; a second one is refused meanwhile" });

/** What the admin API takes to begin a backfill or a dry run. */
export const backfillBody = z
  .strictObject({
    from: z
      .enum([...sides, "both"], { error: "must be superoffice, requestor or both" })
      .default("both")
      .meta({ description: "Whose messages are carried to the other side" }),
    since: moment.nullable().default(null).meta({ description: "Messages from this moment on" }),
    until: moment.nullable().default(null).meta({ description: "Messages before this moment" }),
    tickets: z
      .array(ticketId, { error: "must be a list of ticket ids" })
      .min(1, "must name a ticket")
      .max(mostTickets, `must have at most ${mostTickets} tickets`)
      .optional()
      .meta({ description: "Ids of the side in from, with both SuperOffice's; missing: all linked tickets" }),
    pairs: ticketPairs
      .min(1, "must name a pair")
      .superRefine(eachTicketOnce)
      .optional()
      .meta({ description: "Tickets that belong together, and are linked where they are not yet; instead of tickets" }),
    createTickets: flag.meta({ description: "Whether a ticket without a counterpart gets one" }),
    adopt: flag.meta({ description: "Whether what looks like a copy made by hand is taken for a mirror" }),
    maxRps: z
      .number({ error: "must be a number above 0" })
      .positive("must be a number above 0")
      .nullable()
      .default(null)
      .meta({ description: "At most so many calls a second over both sides; null: what the budgets leave over" }),
    concurrency: z
      .int("must be a whole number from 1 to 64")
      .min(1, "must be a whole number from 1 to 64")
      .max(64, "must be a whole number from 1 to 64")
      .default(4)
      .meta({ description: "Tickets worked on at the same time" }),
    dryRun: flag.meta({ description: "Plans only, and writes nothing anywhere" }),
    start: z
      .boolean({ error: "must be true or false" })
      .default(true)
      .meta({ description: "false: makes the list and the plan only, until resume" }),
    watcher: watcherName.optional(),
  })
  .refine(({ tickets, pairs }) => tickets === undefined || pairs === undefined, {
    path: ["pairs"],
    error: "cannot be given together with tickets",
  })
  .refine(({ since, until }) => since === null || until === null || since < until, {
    path: ["until"],
    error: "must be later than since",
  });

export type BackfillBody = z.input<typeof backfillBody>;

/** The options of a run that a checked body asks for. */
export function optionsOfBody(body: z.output<typeof backfillBody>): BackfillOptions {
  const { from, since, until, createTickets, adopt, maxRps, concurrency } = body;
  return { from, since, until, tickets: ticketsOf(body), createTickets, adopt, maxRps, concurrency };
}

function ticketsOf({ tickets, pairs }: z.output<typeof backfillBody>): BackfillOptions["tickets"] {
  if (tickets !== undefined) return { kind: "ids", ids: [...new Set<TicketId>(tickets)] };
  if (pairs === undefined) return { kind: "linked" };
  return { kind: "pairs", pairs: pairsOf(pairs) };
}

/** The body that asks for these options. */
export function bodyOfOptions(options: BackfillOptions): BackfillBody {
  const { from, since, until, tickets, createTickets, adopt, maxRps, concurrency } = options;
  return {
    ...{ from, createTickets, adopt, maxRps, concurrency },
    since: since === null ? null : new Date(since).toISOString(),
    until: until === null ? null : new Date(until).toISOString(),
    ...(tickets.kind === "ids" && { tickets: [...tickets.ids] }),
    ...(tickets.kind === "pairs" && { pairs: listOfPairs(tickets.pairs) }),
  };
}

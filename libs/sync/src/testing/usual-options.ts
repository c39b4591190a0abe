import type { BackfillOptions } from "../backfill/words.ts";

/** A run over all linked tickets, both ways. */
export const usualOptions: BackfillOptions = {
  from: "both",
  since: null,
  until: null,
  tickets: { kind: "linked" },
  createTickets: false,
  adopt: false,
  maxRps: null,
  concurrency: 4,
};

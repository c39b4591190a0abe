import { Prisma } from "../generated/client.ts";

/** What became of history, over mirrors `m`; what was written is counted where it stands. */
export const historyCounts = Prisma.sql`
  count(*) FILTER (WHERE m.state = 'held')::int AS held,
  count(*) FILTER (WHERE m.state = 'mirrored' AND m.attempts = 0)::int AS adopted,
  count(*) FILTER (WHERE m.state = 'mirrored' AND m.attempts > 0 AND m.source_side = 'requestor')::int AS superoffice,
  count(*) FILTER (WHERE m.state = 'mirrored' AND m.attempts > 0 AND m.source_side = 'superoffice')::int AS requestor`;

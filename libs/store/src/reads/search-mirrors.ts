import { sides, type Side } from "@ticket-bridge/helpdesk";
import { bothTexts, type Mirror, type MirrorFilter, type MirrorState, type Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { MirrorState as states } from "../generated/enums.ts";
import { mirrorsOfPage, readMirrors } from "../mirrors/mirrors-of-page.ts";
import { idsOf, isCapturedBetween } from "./captured-between.ts";
import type { MirrorSearch } from "./dashboard-reads.ts";
import { wordsQuery } from "./words.ts";

type Queryable = Pick<PrismaClient, "$queryRaw">;

export async function searchMirrors(
  prisma: Queryable,
  search: MirrorSearch,
  options: { cursor: string | null; limit: number },
): Promise<Page<Mirror>> {
  const linkId = search.linkId === null ? null : readRowId(search.linkId);
  if (search.linkId !== null && linkId === null) return { items: [], nextCursor: null };
  const before = options.cursor === null ? null : readRowId(options.cursor);
  const limit = options.limit + 1;
  const asked: Asked = { ...search, linkId, before, limit, query: null };
  const rows = search.words === null ? await read(prisma, walk(asked)) : await readByWords(prisma, asked, search.words);
  const items = rows.slice(0, options.limit);
  return { items, nextCursor: rows.length > options.limit ? (items.at(-1)?.id ?? null) : null };
}

/** The same with what the engine's port asks for. */
export async function listMirrors(
  prisma: Queryable,
  filter: MirrorFilter,
  options: { cursor: string | null; limit: number },
): Promise<Page<Mirror>> {
  return await searchMirrors(
    prisma,
    { ...filter, kind: null, cause: null, from: null, until: null, words: null },
    options,
  );
}

async function read(prisma: Queryable, candidates: Prisma.Sql): Promise<readonly Mirror[]> {
  return await readMirrors(prisma, mirrorsOfPage(candidates));
}

/**
 * A word that is in every second reason is found quickest among the newest, a rare one by the index of words, which would
 * give all rows with a frequent one. Which of the two it is shows by looking at some of the newest.
 */
async function readByWords(prisma: Queryable, asked: Asked, words: string): Promise<readonly Mirror[]> {
  const query = wordsQuery(words);
  if (query === null) return [];
  const withWords = { ...asked, query };
  if (asked.linkId !== null) return await read(prisma, walk(withWords));
  const newest = await read(prisma, walkSome(withWords));
  return newest.length === asked.limit ? newest : await read(prisma, byIndexOfWords(withWords));
}

export interface Asked extends Omit<MirrorSearch, "linkId" | "words"> {
  readonly linkId: bigint | null;
  readonly before: bigint | null;
  readonly limit: number;
  readonly query: Prisma.Sql | null;
}

/**
 * Every filter walks an index from the newest row on, so that the first page is quick at any size, also when what is
 * looked for is rare or old: a link's own rows, or the newest of each asked side and state, of which the newest are the
 * page. Left to itself the planner takes the primary key wherever it guesses that enough rows fit, and passes by a
 * million others; it cannot where the order names a column that no `=` makes constant, hence `= ANY (ARRAY[…])`.
 *
 * One index over all states and not a partial one for those that are few: its condition cannot be proven of a
 * parameter, and listing the held among a million took 150 to 255 ms. Edits and deletions have an index of their own.
 */
export function walk(asked: Asked): Prisma.Sql {
  return asked.linkId === null ? walkAll(asked, asked.limit, asked.limit) : walkLink(asked, asked.linkId);
}

/** Of each side and state; the words of a reason take 10 µs to tell apart. */
const mostLookedAt = 200;

function walkSome(asked: Asked): Prisma.Sql {
  return walkAll(asked, mostLookedAt, asked.limit);
}

function walkAll(asked: Asked, looked: number, limit: number): Prisma.Sql {
  const { among, order } = indexFor(asked);
  const { bounds, low, high } = boundsOf(asked);
  return Prisma.sql`
    ${bounds}
    SELECT newest.id
      FROM ${some("side", sidesOf(asked))} AS wanted_side, ${some("mirror_state", statesOf(asked))} AS wanted_state,
           LATERAL (
             SELECT id FROM (
               SELECT id, captured_at, kind, cause, reason FROM mirrors
                WHERE source_side = ANY (ARRAY[wanted_side]) AND state = wanted_state AND ${among}
                  AND id >= ${low} AND id < ${high} AND ${isBefore(asked.before)}
                  ${looked === limit ? Prisma.sql`AND ${besides(asked)}` : Prisma.empty}
                ORDER BY ${order} LIMIT ${looked}::int) looked
              ${looked === limit ? Prisma.empty : Prisma.sql`WHERE ${besides(asked)}`}
              ORDER BY id DESC LIMIT ${limit}::int) newest
     ORDER BY newest.id DESC LIMIT ${limit}::int`;
}

/** The partial indexes are proven by words of the statement, never by a parameter. */
function indexFor({ kind, cause }: Asked): { readonly among: Prisma.Sql; readonly order: Prisma.Sql } {
  if (cause !== null) {
    return {
      among: Prisma.sql`state IN ('held', 'uncertain') AND ${hasCause(cause)}`,
      order: Prisma.sql`source_side DESC, id DESC`,
    };
  }
  if (kind === null || kind === "message") {
    return { among: Prisma.sql`true`, order: Prisma.sql`source_side, id DESC` };
  }
  return {
    among: Prisma.sql`kind <> 'message' AND kind = ${kind}::mirror_kind`,
    order: Prisma.sql`source_side, kind, state, id DESC`,
  };
}

/** The empty one is that of rows without a cause, as in the groups of what needs attention. */
function hasCause(cause: string): Prisma.Sql {
  return cause === "" ? Prisma.sql`cause IS NULL` : Prisma.sql`cause = ${cause}::text`;
}

function walkLink(asked: Asked, linkId: bigint): Prisma.Sql {
  const { bounds, low, high } = boundsOf(asked);
  return Prisma.sql`
    ${bounds}
    SELECT id FROM mirrors
     WHERE link_id = ANY (ARRAY[${linkId}::bigint]) AND id >= ${low} AND id < ${high} AND ${isBefore(asked.before)}
       AND ${isOneOf("source_side", "side", sidesOf(asked))} AND ${isOneOf("state", "mirror_state", statesOf(asked))}
       AND ${besides(asked)}
     ORDER BY link_id, id DESC LIMIT ${asked.limit}::int`;
}

/**
 * A filter and nothing to join with or to look up (hence IS TRUE): behind a join the order of the index was lost where no
 * time was asked for, and without statistics all rows of the link were sorted. The array is made once and not for each row.
 */
function isOneOf(
  column: "source_side" | "state",
  type: "side" | "mirror_state",
  wanted: readonly string[],
): Prisma.Sql {
  const array = Prisma.sql`(SELECT string_to_array(${wanted.join(",")}::text, ',')::${Prisma.raw(type)}[])`;
  return Prisma.sql`(${Prisma.raw(column)} = ANY (${array}::${Prisma.raw(type)}[])) IS TRUE`;
}

function byIndexOfWords(asked: Asked): Prisma.Sql {
  const { bounds, low, high } = boundsOf(asked);
  return Prisma.sql`
    ${bounds}
    SELECT id FROM mirrors
     WHERE state IN ('held', 'uncertain', 'skipped') AND ${besides(asked)}
       AND source_side IN (SELECT ${some("side", sidesOf(asked))})
       AND state IN (SELECT ${some("mirror_state", statesOf(asked))})
       AND id + 0 >= ${low} AND id + 0 < ${high} AND id + 0 < ${asked.before ?? highestId}::bigint
     ORDER BY id + 0 DESC LIMIT ${asked.limit}::int`;
}

/** The ids of a time are looked for once, before the rows. */
function boundsOf({ from, until }: Asked) {
  const ids = idsOf(from, until);
  return {
    bounds: Prisma.sql`WITH bounds AS MATERIALIZED (SELECT ${ids.low} AS low, ${ids.high} AS high)`,
    low: Prisma.sql`(SELECT low FROM bounds)`,
    high: Prisma.sql`(SELECT high FROM bounds)`,
  };
}

/** What no index orders. */
function besides({ from, until, kind, cause, query }: Asked): Prisma.Sql {
  return Prisma.sql`${isCapturedBetween(from, until)}
    AND ${kind === null ? Prisma.sql`true` : Prisma.sql`kind = ${kind}::mirror_kind`}
    AND ${cause === null ? Prisma.sql`true` : hasCause(cause)}
    AND ${query === null ? Prisma.sql`true` : hasWords(query)}`;
}

/**
 * What a reason quotes of people's texts is not searched: a hit would tell it, letter by letter, to those who may not read
 * it. The index knows the whole reason, whose words are more than those without the texts; looking again costs only what
 * it found.
 */
function hasWords(query: Prisma.Sql): Prisma.Sql {
  const quoting = Prisma.sql`${bothTexts.source}::text`;
  return Prisma.sql`words_of(reason) @@ ${query}
    AND CASE WHEN reason ~ ${quoting} THEN words_of(regexp_replace(reason, ${quoting}, '\\1…\\2…\\3')) @@ ${query}
             ELSE true END`;
}

const searched: readonly MirrorState[] = ["held", "uncertain", "skipped"];

const needing: readonly MirrorState[] = ["held", "uncertain"];
const waiting: readonly MirrorState[] = ["pending", "sending"];

/** Words are looked for only in what has a reason that lasts, and a cause has only what needs a person. */
function statesOf({ state, query, cause }: Asked): readonly MirrorState[] {
  const asked = state === "waiting" ? waiting : state === null ? Object.values(states) : [state];
  return asked.filter((one) => (query === null || searched.includes(one)) && (cause === null || needing.includes(one)));
}

function sidesOf({ side }: Asked): readonly Side[] {
  return side === null ? sides : [side];
}

/** As a set in SQL. */
function some(type: "side" | "mirror_state", wanted: readonly string[]): Prisma.Sql {
  return Prisma.sql`unnest(string_to_array(${wanted.join(",")}::text, ',')::${Prisma.raw(type)}[])`;
}

const highestId = 2n ** 63n - 1n;
const isBefore = (id: bigint | null) => Prisma.sql`id < ${id ?? highestId}::bigint`;

import { sourceOf, type Direction } from "@ticket-bridge/helpdesk";

import { Prisma } from "../generated/client.ts";
import type { LinkSearch, LinkState } from "./dashboard-reads.ts";
import type { LinkPlace } from "./link-cursor.ts";
import { wordsQuery } from "./words.ts";

export interface AskedLinks extends LinkSearch {
  readonly after: LinkPlace | null;
  readonly limit: number;
}

/** Whether what is asked for has an index of its own beside the order's. */
export function isSelective({ words, state, sort }: AskedLinks): boolean {
  return sort !== "waiting" && (words !== null || (state !== null && state !== "active"));
}

/** So many are looked at in order before those that fit are gathered by another index. */
const mostLookedAt = 500;

/** The places of the links that fit, in order, as far as looking at some goes; all of them where nothing else is quicker. */
export function walkLinks(asked: AskedLinks): Prisma.Sql {
  const walk = { newest: walkNewest, activity: walkActivity, waiting: walkWaiting }[asked.sort](asked);
  const looked = isSelective(asked) ? Prisma.sql`SELECT * FROM (${walk} LIMIT ${mostLookedAt}::int) walked` : walk;
  return Prisma.sql`
    SELECT looked.at, looked.id FROM (${looked}) looked WHERE ${fits(asked, Prisma.sql`looked.id`)}
     LIMIT ${asked.limit}::int`;
}

function walkNewest({ after, state }: AskedLinks): Prisma.Sql {
  const standing = state === "unlinked" ? Prisma.sql`NOT active` : Prisma.sql`active`;
  return Prisma.sql`
    SELECT NULL::text AS at, id FROM links WHERE ${standing} AND id < ${after?.id ?? highestId}::bigint ORDER BY id DESC`;
}

const activity = Prisma.sql`COALESCE(active_at, '-infinity'::timestamptz)`;

/** Of both lanes of a link the later one counts. */
function walkActivity({ after }: AskedLinks): Prisma.Sql {
  const from = after === null ? Prisma.sql`'infinity'::timestamptz` : momentOf(after);
  return Prisma.sql`
    SELECT ${microseconds(Prisma.sql`l.active_at`)} AS at, l.link_id AS id FROM lanes l
     WHERE l.active AND (${activity}, l.link_id) < (${from}, ${after?.id ?? highestId}::bigint)
       AND NOT EXISTS (SELECT FROM lanes o
                        WHERE o.link_id = l.link_id AND o.source_side <> l.source_side
                          AND (COALESCE(o.active_at, '-infinity'), o.source_side)
                            > (COALESCE(l.active_at, '-infinity'), l.source_side) OFFSET 0)
     ORDER BY ${activity} DESC, l.link_id DESC`;
}

/** A lane's oldest message that waits is the first of its row; of both lanes of a link the older one counts. */
function walkWaiting({ after, limit }: AskedLinks): Prisma.Sql {
  const waits = Prisma.sql`state IN ('pending', 'sending', 'uncertain')`;
  return Prisma.sql`
    SELECT ${microseconds(Prisma.sql`head.captured_at`)} AS at, head.link_id AS id
      FROM (VALUES ('superoffice'::side, 'requestor'::side), ('requestor', 'superoffice')) AS s(side, other)
      CROSS JOIN LATERAL (
        SELECT m.captured_at, m.id, m.link_id FROM mirrors m
         WHERE m.source_side = s.side AND ${waits}
           AND m.captured_at >= ${after === null ? Prisma.sql`'-infinity'::timestamptz` : momentOf(after)}
           AND (m.captured_at, m.link_id) > (${after === null ? Prisma.sql`'-infinity'::timestamptz` : momentOf(after)},
                                             ${after?.id ?? 0n}::bigint)
           AND NOT EXISTS (SELECT FROM mirrors o
                            WHERE o.link_id = m.link_id AND o.source_side = m.source_side AND o.seq < m.seq AND ${waits}
                           OFFSET 0)
           AND NOT EXISTS (SELECT FROM (SELECT o.captured_at, o.id FROM mirrors o
                                         WHERE o.link_id = m.link_id AND o.source_side = ANY (ARRAY[s.other]) AND ${waits}
                                         ORDER BY o.source_side, o.seq LIMIT 1) h
                            WHERE (h.captured_at, h.id) < (m.captured_at, m.id))
         ORDER BY m.captured_at, m.id LIMIT ${limit}::int) head
     ORDER BY head.captured_at, head.link_id`;
}

/** The places of all links that fit, found by their own index, of which a page in order. */
export function gatherLinks(asked: AskedLinks): Prisma.Sql {
  const { sort, after, limit, state, direction = null } = asked;
  const isByActivity = sort === "activity";
  const place = isByActivity
    ? Prisma.sql`(SELECT max(${activity}) FROM lanes l WHERE l.link_id = found.id)`
    : Prisma.sql`'-infinity'::timestamptz`;
  const from = after === null || !isByActivity ? Prisma.sql`'infinity'::timestamptz` : momentOf(after);
  return Prisma.sql`
    SELECT ${microseconds(Prisma.sql`NULLIF(placed.place, '-infinity')`)} AS at, placed.id
      FROM (SELECT found.id, ${place} AS place FROM (${candidates(asked)}) found
             WHERE ${isStanding(state ?? "linked", direction, Prisma.sql`found.id`)} ${isByActivity ? Prisma.empty : Prisma.sql`AND found.id < ${after?.id ?? highestId}::bigint`}) placed
     WHERE (placed.place, placed.id) < (${from}, ${after?.id ?? highestId}::bigint)
     ORDER BY placed.place DESC, placed.id DESC LIMIT ${limit}::int`;
}

/** The condition of lanes_troubled_idx is repeated for it. */
function isStopped(lane: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${lane}.stopped OR ${lane}.wait_reason IS NOT NULL) AND ${lane}.stopped`;
}

function candidates({ words, state }: AskedLinks): Prisma.Sql {
  if (words !== null) return byWords(words);
  return ofState[state ?? "active"];
}

const ofState: Readonly<Record<LinkState, Prisma.Sql>> = {
  active: Prisma.sql`SELECT id FROM links WHERE active AND NOT paused`,
  paused: Prisma.sql`SELECT id FROM links WHERE active AND paused`,
  unlinked: Prisma.sql`SELECT id FROM links WHERE NOT active`,
  held: Prisma.sql`SELECT DISTINCT link_id AS id FROM lanes WHERE held > 0`,
  stopped: Prisma.sql`SELECT DISTINCT link_id AS id FROM lanes WHERE ${isStopped(Prisma.sql`lanes`)}`,
  trouble: Prisma.sql`
    SELECT link_id AS id FROM lanes WHERE stopped OR wait_reason IS NOT NULL
    UNION SELECT link_id FROM polls WHERE trouble IS NOT NULL`,
  waiting: Prisma.sql`
    SELECT DISTINCT link_id AS id FROM mirrors WHERE state IN ('pending', 'sending', 'uncertain')`,
};

/** An id of either side, a reference, and words of titles. */
function byWords(words: string): Prisma.Sql {
  const query = wordsQuery(words);
  const found = [
    Prisma.sql`SELECT link_id AS id FROM link_words WHERE reference = lower(${words}::text)`,
    ...(query === null ? [] : [Prisma.sql`SELECT link_id FROM link_words WHERE words @@ ${query}`]),
    ...(isId(words)
      ? [
          Prisma.sql`SELECT id FROM links WHERE superoffice_ticket_id = ${words}::text::bigint`,
          Prisma.sql`SELECT id FROM links WHERE requestor_ticket_id = ${words}::text::bigint`,
        ]
      : []),
  ];
  return Prisma.join(found, " UNION ");
}

/** Whether a link that is linked is among those that were asked for, looked up by its id. OFFSET 0 keeps each a look-up (see planning.ts). */
function fits({ words, state, direction = null }: AskedLinks, id: Prisma.Sql): Prisma.Sql {
  const conditions = [
    ...(state === null ? [] : [isStanding(state, direction, id)]),
    ...(words === null ? [] : [hasWords(words, id)]),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND ");
}

function isStanding(state: LinkState | "linked", direction: Direction | null, id: Prisma.Sql): Prisma.Sql {
  const link = (is: Prisma.Sql) => Prisma.sql`EXISTS (SELECT FROM links k WHERE k.id = ${id} AND ${is} OFFSET 0)`;
  const lane = (is: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT FROM lanes l WHERE l.link_id = ${id} AND l.active AND ${is} ${way("l.source_side")} OFFSET 0)`;
  const way = (side: "l.source_side" | "m.source_side" | "p.side") =>
    direction === null ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(side)} = ${sourceOf(direction)}::side`;
  switch (state) {
    case "linked":
      return link(Prisma.sql`k.active`);
    case "active":
      return link(Prisma.sql`k.active AND NOT k.paused`);
    case "paused":
      return link(Prisma.sql`k.active AND k.paused`);
    case "unlinked":
      return link(Prisma.sql`NOT k.active`);
    case "held":
      return lane(Prisma.sql`l.held > 0`);
    case "stopped":
      return lane(isStopped(Prisma.sql`l`));
    case "waiting":
      return Prisma.sql`EXISTS (SELECT FROM mirrors m WHERE m.link_id = ${id} ${way("m.source_side")} AND m.state IN ('pending', 'sending', 'uncertain') OFFSET 0)`;
    case "trouble":
      return Prisma.sql`
        (${lane(Prisma.sql`(l.stopped OR l.wait_reason IS NOT NULL)`)}
         OR EXISTS (SELECT FROM polls p
                     WHERE p.link_id = ${id} AND p.enabled AND p.trouble IS NOT NULL ${way("p.side")} OFFSET 0))`;
  }
}

function hasWords(words: string, id: Prisma.Sql): Prisma.Sql {
  const query = wordsQuery(words);
  const isNamed = Prisma.sql`
    EXISTS (SELECT FROM link_words w
             WHERE w.link_id = ${id} AND (w.reference = lower(${words}::text)
                   ${query === null ? Prisma.empty : Prisma.sql`OR w.words @@ ${query}`}) OFFSET 0)`;
  if (!isId(words)) return isNamed;
  return Prisma.sql`(${isNamed} OR EXISTS (
    SELECT FROM links k WHERE k.id = ${id} AND (k.superoffice_ticket_id = ${words}::text::bigint
                                                OR k.requestor_ticket_id = ${words}::text::bigint) OFFSET 0))`;
}

const isId = (words: string) => /^[1-9]\d{0,17}$/.test(words);

const highestId = 2n ** 63n - 1n;

function microseconds(moment: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(extract(epoch FROM ${moment}) * 1000000)::bigint::text`;
}

function momentOf({ at }: LinkPlace): Prisma.Sql {
  if (at === null) return Prisma.sql`'-infinity'::timestamptz`;
  return Prisma.sql`('epoch'::timestamptz + ${at}::text::bigint * interval '1 microsecond')`;
}

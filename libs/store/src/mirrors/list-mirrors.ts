import { sides } from "@ticket-bridge/helpdesk";
import type { Mirror, MirrorFilter, Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { MirrorState, Prisma, type PrismaClient, type Side } from "../generated/client.ts";
import { type MirrorRow, toMirror } from "./to-mirror.ts";

/** Newest first: what people look for has just happened. The cursor is the last id of the page before. */
export async function listMirrors(
  prisma: PrismaClient,
  filter: MirrorFilter,
  options: { cursor: string | null; limit: number },
): Promise<Page<Mirror>> {
  const linkId = filter.linkId === null ? null : readRowId(filter.linkId);
  if (filter.linkId !== null && linkId === null) return { items: [], nextCursor: null };
  const before = options.cursor === null ? null : readRowId(options.cursor);
  const rows = await readMirrors(
    prisma,
    mirrorsPage({ state: filter.state, side: filter.side, linkId, before, limit: options.limit + 1 }),
  );
  const items = rows.slice(0, options.limit);
  return { items, nextCursor: rows.length > options.limit ? (items.at(-1)?.id ?? null) : null };
}

/** The rows of a statement of {@link mirrorsOfPage}. */
export async function readMirrors(
  prisma: Pick<PrismaClient, "$queryRaw">,
  page: Prisma.Sql,
): Promise<readonly Mirror[]> {
  return (await prisma.$queryRaw<FlatRow[]>(page)).map(toNested).map(toMirror);
}

/**
 * Every filter walks an index from the newest row on, so that the first page is quick at any size, also when what is
 * looked for is rare or old: a link's own rows, or the newest of each asked side and state, of which the newest are the
 * page. Left to itself the planner takes the primary key wherever it guesses that enough rows fit, and passes by a
 * million others; it cannot where the order names a column that no `=` makes constant, hence `= ANY (ARRAY[…])`.
 *
 * One index over all states and not a partial one for those that are few: its condition cannot be proven of a
 * parameter, and listing the held among a million took 150 to 255 ms.
 */
export function mirrorsPage(wanted: Wanted): Prisma.Sql {
  return mirrorsOfPage(wanted.linkId === null ? newestOfAll(wanted) : newestOfLink(wanted, wanted.linkId));
}

/** What a list shows of the mirrors whose ids a statement gives, newest first. */
export function mirrorsOfPage(ids: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT m.id, m.link_id AS "linkId", m.source_side::text AS "sourceSide", m.kind::text, m.visibility::text,
           m.revision,
           m.source_message_id AS "sourceMessageId",
           m.target_message_id AS "targetMessageId", m.state::text, m.reason, m.attempts,
           m.correlation_id AS "correlationId", m.captured_at AS "capturedAt", m.source_created_at AS "sourceCreatedAt",
           m.sent_at AS "sentAt", m.mirrored_at AS "mirroredAt", m.updated_at AS "updatedAt",
           k.superoffice_ticket_id AS "superofficeTicketId", k.requestor_ticket_id AS "requestorTicketId"
      FROM (${ids}) page
      JOIN mirrors m ON m.id = page.id
      JOIN links k ON k.id = m.link_id
     ORDER BY m.id DESC`;
}

export interface Wanted {
  readonly state: MirrorState | null;
  readonly side: Side | null;
  readonly linkId: bigint | null;
  /** Only rows with a lower id than this. */
  readonly before: bigint | null;
  readonly limit: number;
}

function newestOfAll({ state, side, before, limit }: Wanted): Prisma.Sql {
  return Prisma.sql`
    SELECT newest.id
      FROM ${asked("side", sides, side)} AS wanted_side, ${asked("mirror_state", states, state)} AS wanted_state,
           LATERAL (SELECT id FROM mirrors
                     WHERE source_side = ANY (ARRAY[wanted_side]) AND state = wanted_state AND ${isBefore(before)}
                     ORDER BY source_side, id DESC LIMIT ${limit}::int) newest
     ORDER BY newest.id DESC LIMIT ${limit}::int`;
}

function newestOfLink({ state, side, before, limit }: Wanted, linkId: bigint): Prisma.Sql {
  return Prisma.sql`
    SELECT id FROM mirrors
     WHERE link_id = ANY (ARRAY[${linkId}::bigint]) AND ${isBefore(before)}
       AND source_side IN (SELECT ${asked("side", sides, side)})
       AND state IN (SELECT ${asked("mirror_state", states, state)})
     ORDER BY link_id, id DESC LIMIT ${limit}::int`;
}

const states = Object.values(MirrorState);

/** The one that is asked for, or all, as a set in SQL. */
function asked(type: "side" | "mirror_state", all: readonly string[], one: string | null): Prisma.Sql {
  return Prisma.sql`unnest(string_to_array(${one ?? all.join(",")}::text, ',')::${Prisma.raw(type)}[])`;
}

const isBefore = (id: bigint | null) => Prisma.sql`id < ${id ?? highestId}::bigint`;
const highestId = 2n ** 63n - 1n;

type FlatRow = Omit<MirrorRow, "link"> & MirrorRow["link"];

function toNested({ superofficeTicketId, requestorTicketId, ...row }: FlatRow): MirrorRow {
  return { ...row, link: { superofficeTicketId, requestorTicketId } };
}

import type { TicketId, Visibility } from "@ticket-bridge/helpdesk";
import type { CauseOf } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import { fingerprintOf, type HashedIds } from "./attention-fingerprint.ts";
import type { Attention, AttentionFilter, AttentionGroup, AttentionSet } from "./dashboard-reads.ts";

type Queryable = Pick<PrismaClient, "$queryRaw">;

/** Over the partial indexes of what is held or uncertain; the oldest of a cause is the one with the lowest id. */
export async function attentionGroups(prisma: Queryable, filter: AttentionFilter): Promise<Attention> {
  const both = await Promise.all(
    tables(filter).map(async (of) =>
      (await prisma.$queryRaw<Counted[]>(counted(of, filter))).map((row) => ({ ...row, of })),
    ),
  );
  const rows = both.flat();
  const groups = Map.groupBy(rows, ({ of, cause }) => `${of} ${cause}`);
  return {
    fingerprint: fingerprintOf(rows),
    groups: [...groups.values()].flatMap(toGroup).sort((a, b) => b.held + b.uncertain - (a.held + a.uncertain)),
  };
}

export async function countAttention(
  prisma: Queryable,
  filter: AttentionFilter,
): Promise<Readonly<Record<CauseOf, number>>> {
  const { groups } = await attentionGroups(prisma, filter);
  const sum = (of: CauseOf) =>
    groups.filter((group) => group.of === of).reduce((all, { held, uncertain }) => all + held + uncertain, 0);
  return { message: sum("message"), ticket: sum("ticket") };
}

/** Ids and hashes of a table come from one statement: between two of them one could go and another come. */
export async function attentionSet(prisma: Queryable, filter: AttentionFilter): Promise<AttentionSet> {
  const both = await Promise.all(
    tables(filter).map(async (of) =>
      (await prisma.$queryRaw<(Omit<HashedIds, "of"> & { readonly ids: string[] })[]>(named(of, filter))).map(
        (row) => ({ ...row, of }),
      ),
    ),
  );
  const rows = both.flat();
  const oldestFirst = (of: CauseOf) =>
    rows
      .flatMap((row) => (row.of === of ? row.ids : []))
      .map(Number)
      .sort((a, b) => a - b)
      .map((id) => ({ of, id: String(id) }));
  return { fingerprint: fingerprintOf(rows), all: [...oldestFirst("message"), ...oldestFirst("ticket")] };
}

interface Counted extends Omit<HashedIds, "of"> {
  readonly id: bigint;
  readonly link: bigint | null;
  readonly ticket: bigint;
  readonly at: number;
  readonly reason: string | null;
  readonly visibility: Visibility | null;
}

function toGroup(rows: readonly (Counted & { readonly of: CauseOf })[]): AttentionGroup[] {
  const [oldest] = [...rows].sort((a, b) => a.at - b.at);
  if (oldest === undefined) return [];
  const sum = (counts: (row: Counted) => boolean) => rows.filter(counts).reduce((all, { count }) => all + count, 0);
  return [
    {
      ...{ of: oldest.of, cause: oldest.cause, fingerprint: fingerprintOf(rows) },
      held: sum(({ state }) => state === "held"),
      uncertain: sum(({ state }) => state === "uncertain"),
      bySource: {
        superoffice: sum(({ side }) => side === "superoffice"),
        requestor: sum(({ side }) => side === "requestor"),
      },
      oldestAt: oldest.at,
      example: {
        id: String(oldest.id),
        source: { side: oldest.side, ticketId: String(oldest.ticket) as TicketId },
        linkId: oldest.link === null ? null : String(oldest.link),
        ...{ reason: oldest.reason, visibility: oldest.visibility },
      },
    },
  ];
}

/** A link has messages only. */
function tables({ of, linkId }: AttentionFilter): readonly CauseOf[] {
  const all: readonly CauseOf[] = linkId === null ? ["message", "ticket"] : ["message"];
  return of === null ? all : all.filter((each) => each === of);
}

const tableOf: Readonly<Record<CauseOf, Prisma.Sql>> = {
  message: Prisma.sql`mirrors`,
  ticket: Prisma.sql`ticket_creations`,
};

/** All of it stands in the partial index. The hash is PostgreSQL's own: as good as random, and costs nothing beside the count. */
const hashedIds = Prisma.sql`
  COALESCE(cause, '') AS cause, state::text AS state, source_side::text AS side, count(*)::int AS count,
  sum(hashint8extended(id, 0))::text AS hashes`;

const exampleOf: Readonly<Record<CauseOf, Prisma.Sql>> = {
  message: Prisma.sql`
    x.captured_at AS at, x.reason, x.visibility::text AS visibility, x.link_id AS link,
    (SELECT l.source_ticket_id FROM lanes l WHERE (l.link_id, l.source_side) = (x.link_id, x.source_side)) AS ticket`,
  ticket: Prisma.sql`
    x.learned_at AS at, x.reason, NULL::text AS visibility, NULL::bigint AS link, x.source_ticket_id AS ticket`,
};

export function named(of: CauseOf, filter: AttentionFilter): Prisma.Sql {
  return Prisma.sql`
    SELECT ${hashedIds}, array_agg(id::text) AS ids FROM ${tableOf[of]} WHERE ${isAsked(of, filter)} GROUP BY 1, 2, 3`;
}

export function counted(of: CauseOf, filter: AttentionFilter): Prisma.Sql {
  return Prisma.sql`
    SELECT g.cause, g.state, g.side, g.count, g.hashes, g.id, (extract(epoch FROM first.at) * 1000)::float8 AS at,
           first.reason, first.visibility, first.link, first.ticket
      FROM (SELECT ${hashedIds}, min(id) AS id FROM ${tableOf[of]} WHERE ${isAsked(of, filter)} GROUP BY 1, 2, 3) g
      CROSS JOIN LATERAL (SELECT ${exampleOf[of]} FROM ${tableOf[of]} x WHERE x.id = g.id OFFSET 0) first`;
}

function isAsked(of: CauseOf, { cause, side, linkId }: AttentionFilter): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`state IN ('held', 'uncertain')`,
      ...(cause === null ? [] : [Prisma.sql`COALESCE(cause, '') = ${cause}::text`]),
      ...(side === null ? [] : [Prisma.sql`source_side = ${side}::side`]),
      ...(linkId === null || of === "ticket" ? [] : [Prisma.sql`link_id = ${readRowId(linkId) ?? 0n}::bigint`]),
    ],
    " AND ",
  );
}

import type { Side, Visibility } from "@ticket-bridge/helpdesk";
import type { CauseOf } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";
import type { AttentionFilter, AttentionGroup } from "./dashboard-reads.ts";

type Queryable = Pick<PrismaClient, "$queryRaw">;

/** Over the partial indexes of what is held or uncertain; the oldest of a cause is the one with the lowest id. */
export async function attentionGroups(prisma: Queryable, filter: AttentionFilter): Promise<readonly AttentionGroup[]> {
  const both = await Promise.all(
    tables(filter).map(async (of) =>
      (await prisma.$queryRaw<Counted[]>(counted(of, filter))).map((row) => ({ ...row, of })),
    ),
  );
  const groups = Map.groupBy(both.flat(), ({ of, cause }) => `${of} ${cause}`);
  return [...groups.values()].flatMap(toGroup).sort((a, b) => b.held + b.uncertain - (a.held + a.uncertain));
}

export async function countAttention(
  prisma: Queryable,
  filter: AttentionFilter,
): Promise<Readonly<Record<CauseOf, number>>> {
  const groups = await attentionGroups(prisma, filter);
  const sum = (of: CauseOf) =>
    groups.filter((group) => group.of === of).reduce((all, { held, uncertain }) => all + held + uncertain, 0);
  return { message: sum("message"), ticket: sum("ticket") };
}

export async function attentionIds(
  prisma: Queryable,
  of: CauseOf,
  filter: AttentionFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly string[]> {
  if (!tables(filter).includes(of)) return [];
  const rows = await prisma.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM ${tableOf[of]} WHERE ${isAsked(of, filter)} AND id > ${(after === null ? null : readRowId(after)) ?? 0n}::bigint
     ORDER BY id + 0 LIMIT ${limit}::int`;
  return rows.map(({ id }) => String(id));
}

interface Counted {
  readonly cause: string;
  readonly state: "held" | "uncertain";
  readonly side: Side;
  readonly count: number;
  readonly id: bigint;
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
      ...{ of: oldest.of, cause: oldest.cause },
      held: sum(({ state }) => state === "held"),
      uncertain: sum(({ state }) => state === "uncertain"),
      bySource: {
        superoffice: sum(({ side }) => side === "superoffice"),
        requestor: sum(({ side }) => side === "requestor"),
      },
      oldestAt: oldest.at,
      example: { id: String(oldest.id), reason: oldest.reason, visibility: oldest.visibility },
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

function counted(of: CauseOf, filter: AttentionFilter): Prisma.Sql {
  const knownAt = of === "message" ? Prisma.sql`x.captured_at` : Prisma.sql`x.learned_at`;
  const visibility = of === "message" ? Prisma.sql`x.visibility::text` : Prisma.sql`NULL::text`;
  return Prisma.sql`
    SELECT g.cause, g.state, g.side, g.count, g.id, first.at, first.reason, first.visibility
      FROM (SELECT COALESCE(cause, '') AS cause, state::text AS state, source_side::text AS side, count(*)::int AS count,
                   min(id) AS id
              FROM ${tableOf[of]} WHERE ${isAsked(of, filter)} GROUP BY 1, 2, 3) g
      CROSS JOIN LATERAL (
        SELECT (extract(epoch FROM ${knownAt}) * 1000)::float8 AS at, x.reason, ${visibility} AS visibility FROM ${tableOf[of]} x WHERE x.id = g.id
        OFFSET 0) first`;
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

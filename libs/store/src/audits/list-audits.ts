import type { TicketId } from "@ticket-bridge/helpdesk";
import type { Audit, AuditTotals, Finding, Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";

interface Row {
  readonly id: string;
  readonly superoffice: TicketId;
  readonly requestor: TicketId;
  readonly audited_ms: number | null;
  readonly should: number | null;
  readonly agree: number | null;
  readonly waiting: number | null;
  readonly only_source: number | null;
  readonly only_target: number | null;
  readonly differs: number | null;
  readonly errors: number | null;
  readonly trouble: string | null;
  readonly findings: readonly Finding[] | null;
}

/** A ticket that cannot be read is not compared either: why stands with its polls. */
const pollTrouble = Prisma.sql`(SELECT min(p.trouble) FROM polls p WHERE p.link_id = k.id AND p.trouble IS NOT NULL)`;

const columns = Prisma.sql`
  k.id::text, k.superoffice_ticket_id::text AS superoffice, k.requestor_ticket_id::text AS requestor,
  (extract(epoch FROM a.audited_at) * 1000)::float8 AS audited_ms, a.should, a.agree, a.waiting, a.only_source,
  a.only_target, a.differs, a.errors, COALESCE(${pollTrouble}, a.trouble) AS trouble, a.findings`;

export async function listAudits(
  prisma: PrismaClient,
  { onlyFindings }: { readonly onlyFindings: boolean },
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Page<Audit>> {
  const before = cursor === null ? null : readRowId(cursor);
  const rows = await prisma.$queryRaw<Row[]>(pageOfAudits({ onlyFindings, before, limit: limit + 1 }));
  const items = rows.slice(0, limit).map(toAudit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.linkId ?? null) : null };
}

interface AskedAudits {
  readonly onlyFindings: boolean;
  readonly before: bigint | null;
  readonly limit: number;
}

/**
 * Newest link first. What a person is to look at comes from two indexes of few rows; which of a statement's branches
 * count would be known too late for its plan.
 */
function pageOfAudits({ onlyFindings, before, limit }: AskedAudits): Prisma.Sql {
  const from = before ?? 2n ** 63n - 1n;
  const newest = (some: Prisma.Sql) => Prisma.sql`
    SELECT a.link_id FROM audits a JOIN links k ON k.id = a.link_id AND k.active
     WHERE ${some} AND a.audited_at IS NOT NULL AND a.link_id < ${from}::bigint
     ORDER BY a.link_id DESC LIMIT ${limit}::int`;
  const ofPolls = Prisma.sql`
    SELECT DISTINCT p.link_id FROM polls p JOIN links k ON k.id = p.link_id AND k.active JOIN audits a ON a.link_id = k.id
     WHERE p.trouble IS NOT NULL AND a.audited_at IS NOT NULL AND p.link_id < ${from}::bigint
     ORDER BY p.link_id DESC LIMIT ${limit}::int`;
  const found = onlyFindings
    ? Prisma.sql`(${newest(Prisma.sql`(a.agree < a.should OR a.trouble IS NOT NULL)`)}) UNION (${ofPolls})`
    : newest(Prisma.sql`true`);
  return Prisma.sql`
    WITH found AS MATERIALIZED (${found})
    SELECT ${columns} FROM found JOIN links k ON k.id = found.link_id JOIN audits a ON a.link_id = found.link_id
     ORDER BY found.link_id DESC LIMIT ${limit}::int`;
}

export async function getAudit(prisma: PrismaClient, id: string): Promise<Audit | null> {
  const linkId = readRowId(id);
  if (linkId === null) return null;
  const [row] = await prisma.$queryRaw<Row[]>`
    SELECT ${columns} FROM links k LEFT JOIN audits a ON a.link_id = k.id WHERE k.id = ${linkId}::bigint AND k.active`;
  return row === undefined ? null : toAudit(row);
}

/**
 * Of sums that triggers keep, less what cannot be read now, which is little: added up anew, 100,000 links took 60 ms, as
 * often as anybody looked.
 */
export async function auditTotals(prisma: PrismaClient): Promise<AuditTotals> {
  const [row] = await prisma.$queryRaw<[Omit<Row, "id" | "superoffice" | "requestor"> & Counts]>(summing);
  const { links, audited, troubled, audited_ms } = row;
  return {
    links,
    audited,
    troubled,
    ...figuresOf(row),
    oldestAuditedAt: audited_ms === null ? null : Math.round(audited_ms),
  };
}

const summing = Prisma.sql`
  WITH troubled AS MATERIALIZED (
    SELECT count(*) AS links, COALESCE(sum(a.agree), 0) AS agree
      FROM (SELECT link_id FROM polls WHERE trouble IS NOT NULL
             UNION SELECT link_id FROM audits WHERE trouble IS NOT NULL) AS unread
      JOIN links k ON k.id = unread.link_id AND k.active
      LEFT JOIN audits a ON a.link_id = k.id AND a.audited_at IS NOT NULL
  )
  SELECT COALESCE(sum(links), 0)::int AS links, COALESCE(sum(audited), 0)::int AS audited,
         (SELECT links FROM troubled)::int AS troubled, sum(should)::float8 AS should,
         (sum(agree) - (SELECT agree FROM troubled))::float8 AS agree, sum(waiting)::float8 AS waiting,
         sum(only_source)::float8 AS only_source, sum(only_target)::float8 AS only_target,
         sum(differs)::float8 AS differs, (sum(errors) + (SELECT agree FROM troubled))::float8 AS errors,
         (extract(epoch FROM (SELECT min(audited_at) FROM audits)) * 1000)::float8 AS audited_ms
    FROM audit_sums`;

interface Counts {
  readonly links: number;
  readonly audited: number;
  readonly troubled: number;
}

type Figures = Pick<Row, "should" | "agree" | "waiting" | "only_source" | "only_target" | "differs" | "errors">;

function figuresOf(row: Figures): Pick<Audit, "should" | "agree" | "waiting" | "classes"> {
  const agree = row.agree ?? 0;
  return {
    should: row.should ?? 0,
    agree,
    waiting: row.waiting ?? 0,
    classes: {
      same: agree,
      "only-source": row.only_source ?? 0,
      "only-target": row.only_target ?? 0,
      differs: row.differs ?? 0,
      error: row.errors ?? 0,
    },
  };
}

/** The findings are JSON that only this library writes. */
function toAudit(row: Row): Audit {
  return {
    linkId: row.id,
    superofficeTicketId: row.superoffice,
    requestorTicketId: row.requestor,
    auditedAt: row.audited_ms === null ? null : Math.round(row.audited_ms),
    ...figuresOf(row),
    trouble: row.trouble,
    findings: row.findings ?? [],
  };
}

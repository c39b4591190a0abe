import type { MessageId, TicketId } from "@ticket-bridge/helpdesk";
import type {
  BackfillLease,
  BackfillPlan,
  BackfillResult,
  BackfillTicket,
  ListedTicket,
  TicketEnd,
} from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { storableJson, storableText } from "../database/storable.ts";
import type { Prisma, PrismaClient } from "../generated/client.ts";
import { isOurs } from "./claim-backfill.ts";
import { freeHeldBack } from "./free-held-back.ts";

export async function beginBackfillList(prisma: PrismaClient, lease: BackfillLease): Promise<boolean> {
  return await prisma.$transaction(async (tx) => {
    const ours = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM backfills b WHERE ${isOurs(lease)} AND b.state = 'planning' FOR UPDATE`;
    if (ours.length === 0) return false;
    await tx.$executeRaw`DELETE FROM backfill_tickets WHERE run_id = ${lease.id}::text::bigint`;
    return true;
  });
}

/** The row of the run is locked, so that a list has no two tickets in one place. */
export async function addBackfillTickets(
  prisma: PrismaClient,
  lease: BackfillLease,
  tickets: readonly ListedTicket[],
  after: number,
): Promise<boolean> {
  return await prisma.$transaction(async (tx) => {
    const ours = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM backfills b WHERE ${isOurs(lease)} AND b.state = 'planning' FOR UPDATE`;
    if (ours.length === 0) return false;
    await tx.$executeRaw`
      INSERT INTO backfill_tickets (run_id, place, superoffice_ticket_id, requestor_ticket_id, superoffice_ids,
                                    requestor_ids, superoffice_paired, requestor_paired, superoffice_left,
                                    requestor_left, state, reason, findings)
      SELECT ${lease.id}::text::bigint, ${after}::int + t.nth, t.superoffice, t.requestor, t.superoffice_ids, t.requestor_ids,
             t.superoffice_paired, t.requestor_paired, t.superoffice_left, t.requestor_left,
             (CASE WHEN t.failure IS NULL THEN 'waiting' ELSE 'failed' END)::backfill_ticket_state, t.failure, t.findings
        FROM jsonb_to_recordset(${storableJson(tickets.map(toRow))}::text::jsonb)
               AS t(nth int, superoffice bigint, requestor bigint, superoffice_ids bigint[], requestor_ids bigint[],
                    superoffice_paired bigint[], requestor_paired bigint[], superoffice_left bigint[],
                    requestor_left bigint[], failure text, findings jsonb)
          ON CONFLICT DO NOTHING`;
    return true;
  });
}

function toRow(ticket: ListedTicket, index: number) {
  const { superofficeTicketId, requestorTicketId, ids, paired, left, failure } = ticket;
  const tickets = { superofficeTicketId, requestorTicketId };
  return {
    nth: index + 1,
    superoffice: superofficeTicketId,
    requestor: requestorTicketId,
    superoffice_ids: ids.superoffice,
    requestor_ids: ids.requestor,
    superoffice_paired: paired.superoffice,
    requestor_paired: paired.requestor,
    superoffice_left: left?.superoffice ?? null,
    requestor_left: left?.requestor ?? null,
    failure,
    findings: failure === null ? [] : [{ class: "error", ...tickets, side: null, messageId: null, reason: failure }],
  };
}

export async function freezeBackfillList(
  prisma: PrismaClient,
  lease: BackfillLease,
  plan: BackfillPlan,
  result: BackfillResult,
): Promise<boolean> {
  const frozen = await prisma.$executeRaw`
    UPDATE backfills b
       SET state = 'planned', plan = ${storableJson(plan)}::text::jsonb, result = ${storableJson(result)}::text::jsonb,
           tickets_total = (SELECT count(*)::int FROM backfill_tickets t WHERE t.run_id = b.id)
     WHERE ${isOurs(lease)} AND b.state = 'planning'`;
  return frozen > 0;
}

interface Row {
  readonly place: number;
  readonly superoffice: TicketId | null;
  readonly requestor: TicketId | null;
  readonly link: string | null;
  readonly superoffice_ids: MessageId[];
  readonly requestor_ids: MessageId[];
  /** Null in a list of an earlier version. */
  readonly superoffice_paired: MessageId[] | null;
  readonly requestor_paired: MessageId[] | null;
  readonly superoffice_left: MessageId[] | null;
  readonly requestor_left: MessageId[] | null;
}

export async function openBackfillTickets(
  prisma: PrismaClient,
  id: string,
  after: number,
  limit: number,
): Promise<readonly BackfillTicket[]> {
  const rowId = readRowId(id);
  if (rowId === null) return [];
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT place, superoffice_ticket_id::text AS superoffice, requestor_ticket_id::text AS requestor,
           link_id::text AS link, superoffice_ids::text[], requestor_ids::text[], superoffice_paired::text[],
           requestor_paired::text[], superoffice_left::text[], requestor_left::text[]
      FROM backfill_tickets
     WHERE run_id = ${rowId}::bigint AND place > ${after}::int AND state IN ('waiting', 'working')
     ORDER BY place LIMIT ${limit}::int`;
  return rows.map((row) => ({
    place: row.place,
    superofficeTicketId: row.superoffice,
    requestorTicketId: row.requestor,
    linkId: row.link,
    ids: { superoffice: row.superoffice_ids, requestor: row.requestor_ids },
    paired: { superoffice: row.superoffice_paired ?? [], requestor: row.requestor_paired ?? [] },
    left:
      row.superoffice_left === null || row.requestor_left === null
        ? null
        : { superoffice: row.superoffice_left, requestor: row.requestor_left },
  }));
}

export async function beginBackfillTicket(
  prisma: PrismaClient,
  lease: BackfillLease,
  place: number,
  linkId: string,
): Promise<boolean> {
  const begun = await prisma.$executeRaw`
    UPDATE backfill_tickets t SET state = 'working', link_id = ${linkId}::text::bigint, updated_at = clock_timestamp()
      FROM backfills b
     WHERE ${isOurs(lease)} AND t.run_id = b.id AND t.place = ${place}::int AND t.state IN ('waiting', 'working')`;
  return begun > 0;
}

/** With what the whole run has come to, in one statement: a ticket counts once, whenever the process ends. */
export async function endBackfillTicket(
  prisma: PrismaClient,
  lease: BackfillLease,
  end: TicketEnd,
  result: BackfillResult,
): Promise<boolean> {
  if (end.state === "done") return (await endTicket(prisma, lease, end, result)) !== null;
  return await prisma.$transaction(async (tx) => {
    const ended = await endTicket(tx, lease, end, result);
    const linkId = ended?.link ?? null;
    if (linkId !== null) await freeHeldBack(tx, { backfillId: lease.id, linkId });
    return ended !== null;
  });
}

async function endTicket(
  tx: Prisma.TransactionClient,
  lease: BackfillLease,
  { place, state, reason, findings }: TicketEnd,
  result: BackfillResult,
): Promise<{ readonly link: string | null } | null> {
  const [ended] = await tx.$queryRaw<{ link: string | null }[]>`
    WITH ours AS (SELECT b.id FROM backfills b WHERE ${isOurs(lease)} FOR UPDATE),
    ended AS (
      UPDATE backfill_tickets t
         SET state = ${state}::backfill_ticket_state, reason = ${reason === null ? null : storableText(reason)}::text,
             findings = ${storableJson(findings)}::text::jsonb, updated_at = clock_timestamp()
        FROM ours
       WHERE t.run_id = ours.id AND t.place = ${place}::int AND t.state IN ('waiting', 'working')
      RETURNING t.run_id, t.link_id
    )
    UPDATE backfills b SET result = ${storableJson(result)}::text::jsonb
      FROM ended WHERE b.id = ended.run_id
    RETURNING ended.link_id::text AS link`;
  return ended ?? null;
}

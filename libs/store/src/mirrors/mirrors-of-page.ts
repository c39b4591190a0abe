import type { Mirror } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { type MirrorRow, toMirror } from "./to-mirror.ts";

/** The rows of a statement of {@link mirrorsOfPage}. */
export async function readMirrors(
  prisma: Pick<PrismaClient, "$queryRaw">,
  page: Prisma.Sql,
): Promise<readonly Mirror[]> {
  return (await prisma.$queryRaw<FlatRow[]>(page)).map(toNested).map(toMirror);
}

/**
 * What a list shows of the mirrors whose ids a statement gives, newest first. OFFSET 0 keeps each row a look-up: the
 * planner does not know how few a page has, and read the primary key from its newest end on until it had met them all:
 * 132,000 of 150,000 rows for the held, which were the oldest.
 */
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
      CROSS JOIN LATERAL (SELECT * FROM mirrors WHERE id = page.id OFFSET 0) m
      CROSS JOIN LATERAL (SELECT * FROM links WHERE id = m.link_id OFFSET 0) k
     ORDER BY page.id DESC`;
}

type FlatRow = Omit<MirrorRow, "link"> & MirrorRow["link"];

function toNested({ superofficeTicketId, requestorTicketId, ...row }: FlatRow): MirrorRow {
  return { ...row, link: { superofficeTicketId, requestorTicketId } };
}

import { directionFrom, type Side } from "@ticket-bridge/helpdesk";
import type { LinkMap, MapRow } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";

type Row = Omit<MapRow, "direction"> & {
  readonly side: Side;
  readonly role: "link" | "mirror" | "present" | "stopped";
};

/**
 * In one statement, of which a backfill makes two a ticket. A snapshot over two readings would not help: what moves is
 * known by reading the map twice.
 */
export async function linkMap(prisma: PrismaClient, id: string): Promise<LinkMap | null> {
  const linkId = readRowId(id);
  if (linkId === null) return null;
  const rows = await prisma.$queryRaw<Row[]>`
    WITH l AS MATERIALIZED (SELECT id FROM links WHERE id = ${linkId}::bigint AND active)
    SELECT u.role, u.id::text AS "mirrorId", u.source_side::text AS side, u.kind::text, u.revision, u.state::text, u.reason,
           u.attempts, u.source_message_id::text AS "sourceMessageId", u.target_message_id::text AS "targetMessageId",
           u.carried_hash AS "carriedHash", u.written_hash AS "writtenHash", u.gone
      FROM (
        SELECT 'mirror' AS role, m.id, source_side, kind, revision, state, reason, attempts, source_message_id,
               target_message_id, carried_hash, written_hash, gone
          FROM l JOIN mirrors m ON m.link_id = l.id
         UNION ALL
        SELECT 'present', NULL, p.side, NULL, NULL, NULL, NULL, NULL, p.message_id, NULL, NULL, NULL, NULL
          FROM l JOIN present_messages p ON p.link_id = l.id
         UNION ALL
        SELECT 'stopped', NULL, n.source_side, NULL, NULL, NULL, COALESCE(n.wait_reason, ''), NULL, NULL, NULL, NULL, NULL,
               NULL
          FROM l JOIN lanes n ON n.link_id = l.id AND n.stopped
         UNION ALL
        SELECT 'link', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM l
      ) u
     ORDER BY u.source_side, u.source_message_id, u.revision`;
  if (rows.length === 0) return null;
  const presentOf = (side: Side) =>
    rows.filter((row) => row.role === "present" && row.side === side).map((row) => row.sourceMessageId);
  const stoppedOf = (side: Side) => rows.find((row) => row.role === "stopped" && row.side === side)?.reason ?? null;
  return {
    rows: rows
      .filter(({ role }) => role === "mirror")
      .map(({ side, role: _role, ...row }) => ({ ...row, direction: directionFrom(side) })),
    present: { superoffice: presentOf("superoffice"), requestor: presentOf("requestor") },
    stopped: { superoffice: stoppedOf("superoffice"), requestor: stoppedOf("requestor") },
  };
}

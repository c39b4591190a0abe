import type { MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";
import type { BackfillStore } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import { Prisma, type PrismaClient } from "../generated/client.ts";

export async function listedAlone(
  prisma: PrismaClient,
  id: string,
  side: Side,
  ticketId: TicketId,
): ReturnType<BackfillStore["listedAlone"]> {
  const rowId = readRowId(id);
  if (rowId === null) return null;
  const [own, other] = side === "superoffice" ? ["superoffice", "requestor"] : ["requestor", "superoffice"];
  const column = (of: string | undefined, what: string) => Prisma.raw(`t.${of}_${what}`);
  const [row] = await prisma.$queryRaw<{ seen: MessageId[]; open: boolean }[]>`
    SELECT (${column(own, "ids")} || COALESCE(${column(own, "paired")}, '{}') || ${column(own, "left")})::text[] AS seen,
           b.state <> 'finished' AND t.state IN ('waiting', 'working') AS open
      FROM backfill_tickets t JOIN backfills b ON b.id = t.run_id
     WHERE t.run_id = ${rowId}::bigint AND ${column(own, "ticket_id")} = ${ticketId}::text::bigint
       AND ${column(other, "ticket_id")} IS NULL AND ${column(own, "left")} IS NOT NULL
     LIMIT 1`;
  return row === undefined ? null : { seen: new Set(row.seen), isOpen: row.open };
}

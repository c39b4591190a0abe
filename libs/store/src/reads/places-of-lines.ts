import { otherSide } from "@ticket-bridge/helpdesk";
import type { ReportLine } from "@ticket-bridge/sync";

import { Prisma, type PrismaClient } from "../generated/client.ts";
import { isMirrorOf } from "../mirrors/is-mirror.ts";

/** Where a line of a report is shown: the link of its tickets, and the row of its message there. */
export interface PlaceOfLine {
  readonly linkId: string | null;
  readonly mirrorId: string | null;
}

type AskedLine = Pick<ReportLine, "superofficeTicketId" | "requestorTicketId" | "side" | "messageId">;

/** In the order of the lines; by the keys of pairs, sources and targets, three look-ups a line. */
export async function placesOfLines(
  prisma: Pick<PrismaClient, "$queryRaw">,
  lines: readonly AskedLine[],
): Promise<readonly PlaceOfLine[]> {
  const asked = lines.map(({ superofficeTicketId, requestorTicketId, side, messageId }) => ({
    ...{ superoffice: superofficeTicketId, requestor: requestorTicketId, side, message: messageId },
    other: side === null ? null : otherSide(side),
  }));
  return await prisma.$queryRaw<PlaceOfLine[]>`
    SELECT l.id::text AS "linkId", m.id::text AS "mirrorId"
      FROM ROWS FROM (
             jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
               AS (superoffice bigint, requestor bigint, side side, message bigint, other side)
           ) WITH ORDINALITY AS a(superoffice, requestor, side, message, other, place)
      LEFT JOIN links l ON l.superoffice_ticket_id = a.superoffice AND l.requestor_ticket_id = a.requestor
      LEFT JOIN LATERAL (
        SELECT found.id FROM (
          (SELECT id, link_id, 0 AS rank FROM mirrors WHERE source_side = a.side AND source_message_id = a.message OFFSET 0)
          UNION ALL
          (SELECT id, link_id, 1 FROM mirrors x WHERE ${isMirrorOf("x", Prisma.sql`a.other`, Prisma.sql`a.message`)} OFFSET 0)
        ) found
         WHERE found.link_id = l.id ORDER BY found.rank, found.id LIMIT 1
      ) m ON true
     ORDER BY a.place`;
}

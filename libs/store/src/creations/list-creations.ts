import type { Side, TicketId } from "@ticket-bridge/helpdesk";
import type { Creation, CreationFilter, Page } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { toCreation } from "./to-creation.ts";

/** Newest first. The cursor is the last id of the page before. */
export async function listCreations(
  prisma: PrismaClient,
  filter: CreationFilter,
  options: { cursor: string | null; limit: number },
): Promise<Page<Creation>> {
  const before = options.cursor === null ? null : readRowId(options.cursor);
  const rows = await prisma.ticketCreation.findMany({
    where: {
      ...(filter.state !== null && { state: filter.state }),
      ...(filter.side !== null && { sourceSide: filter.side }),
      ...(before !== null && { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: options.limit + 1,
  });
  const items = rows.slice(0, options.limit).map(toCreation);
  return { items, nextCursor: rows.length > options.limit ? (items.at(-1)?.id ?? null) : null };
}

export async function getCreation(prisma: PrismaClient, id: string): Promise<Creation | null> {
  const rowId = readRowId(id);
  const row = rowId === null ? null : await prisma.ticketCreation.findUnique({ where: { id: rowId } });
  return row === null ? null : toCreation(row);
}

export async function creationOf(prisma: PrismaClient, side: Side, ticketId: TicketId): Promise<Creation | null> {
  const source = { sourceSide: side, sourceTicketId: BigInt(ticketId) };
  const row = await prisma.ticketCreation.findUnique({ where: { sourceSide_sourceTicketId: source } });
  return row === null ? null : toCreation(row);
}

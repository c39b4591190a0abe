import type { Link } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { linkParts, toLink } from "./to-link.ts";

/** Null also for a link that was removed. */
export async function getLink(prisma: PrismaClient, id: string): Promise<Link | null> {
  const linkId = readRowId(id);
  if (linkId === null) return null;
  const row = await prisma.link.findUnique({ where: { id: linkId, active: true }, include: linkParts });
  return row === null ? null : toLink(row);
}

import type { MirrorWithTrace } from "@ticket-bridge/sync";

import { readRowId } from "../database/read-id.ts";
import type { PrismaClient } from "../generated/client.ts";
import { mirrorColumnsWithTrace, toMirrorWithTrace } from "./to-mirror.ts";

export async function getMirror(prisma: PrismaClient, id: string): Promise<MirrorWithTrace | null> {
  const mirrorId = readRowId(id);
  if (mirrorId === null) return null;
  const row = await prisma.mirror.findUnique({ where: { id: mirrorId }, select: mirrorColumnsWithTrace });
  return row === null ? null : toMirrorWithTrace(row);
}

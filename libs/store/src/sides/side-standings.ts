import type { HelpdeskTrouble, SideStanding } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";

export async function sideStandings(prisma: PrismaClient): Promise<readonly SideStanding[]> {
  const rows = await prisma.sideState.findMany({ orderBy: { side: "asc" } });
  return rows.map((row) => ({
    side: row.side,
    paused: row.paused,
    lastSuccessAt: row.lastSuccessAt?.getTime() ?? null,
    lastFailureAt: row.lastFailureAt?.getTime() ?? null,
    trouble: row.trouble,
    troubleCause: row.trouble === null ? null : readTroubleCause(row.troubleCause),
    changesRefused: row.changesRefused,
    hookHeardAt: row.hookHeardAt?.getTime() ?? null,
    hookRefusedAt: row.hookRefusedAt?.getTime() ?? null,
  }));
}

/** Null for what a bridge before this column stored, or a later one in words unknown here. */
function readTroubleCause(cause: string | null): HelpdeskTrouble | null {
  return cause === "credentials" || cause === "unreachable" ? cause : null;
}

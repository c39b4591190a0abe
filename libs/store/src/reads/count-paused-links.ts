import type { PrismaClient } from "../generated/client.ts";

/** Written out, as an index of only such rows serves no condition whose values are parameters. */
export async function countPausedLinks(prisma: Pick<PrismaClient, "$queryRaw">): Promise<number> {
  const rows = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM links WHERE active AND paused`;
  return rows[0]?.count ?? 0;
}

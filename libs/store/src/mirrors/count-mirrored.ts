import { directionFrom, directions, type Direction } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

/** As of `countMirrors`: the lanes' counters. */
export async function countMirrored(prisma: PrismaClient): Promise<Readonly<Record<Direction, number>>> {
  const sums = await prisma.lane.groupBy({ by: ["sourceSide"], _sum: { mirrored: true } });
  const none = Object.fromEntries(directions.map((direction) => [direction, 0])) as Record<Direction, number>;
  return sums.reduce(
    (all, { sourceSide, _sum }) => ({ ...all, [directionFrom(sourceSide)]: _sum.mirrored ?? 0 }),
    none,
  );
}

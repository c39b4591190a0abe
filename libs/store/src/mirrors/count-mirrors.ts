import type { MirrorState } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";

/** The sum of the lanes' counters: counting ten million rows would take seconds, and this runs at every status. */
export async function countMirrors(prisma: PrismaClient): Promise<Readonly<Record<MirrorState, number>>> {
  const { _sum } = await prisma.lane.aggregate({
    _sum: { pending: true, sending: true, mirrored: true, skipped: true, uncertain: true, held: true },
  });
  return {
    pending: _sum.pending ?? 0,
    sending: _sum.sending ?? 0,
    mirrored: _sum.mirrored ?? 0,
    skipped: _sum.skipped ?? 0,
    uncertain: _sum.uncertain ?? 0,
    held: _sum.held ?? 0,
  };
}

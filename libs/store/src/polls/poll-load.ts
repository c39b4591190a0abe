import type { Side } from "@ticket-bridge/helpdesk";
import type { PollLoad } from "@ticket-bridge/sync";

import type { PrismaClient } from "../generated/client.ts";
import { latelyActiveOfAll } from "./active-link.ts";

/** A lane repeats whether its link is polled, so the active ones are counted without looking each poll's link up. */
export async function pollLoad(prisma: Pick<PrismaClient, "$queryRaw">, side: Side): Promise<PollLoad> {
  const rows = await prisma.$queryRaw<{ all: number; active: number }[]>`
    SELECT (SELECT count(*) FROM polls WHERE side = ${side}::side AND enabled)::int AS all,
           (SELECT count(DISTINCT link_id) FROM lanes lately WHERE ${latelyActiveOfAll} AND NOT paused)::int AS active`;
  const { all, active } = rows[0] ?? { all: 0, active: 0 };
  return { active, quiet: all - active };
}

import type { Side } from "@ticket-bridge/helpdesk";

import type { PrismaClient } from "../generated/client.ts";

export async function beginCreating(
  prisma: Pick<PrismaClient, "$executeRaw">,
  sources: readonly Side[],
): Promise<void> {
  await prisma.$executeRaw`
    UPDATE sides SET creating_since = clock_timestamp()
     WHERE creating_since IS NULL AND side::text = ANY (string_to_array(${sources.join(",")}::text, ','))`;
}

import type { PrismaClient } from "../generated/client.ts";

/** Both sides of a link are polled alike, so one side's rows are the links. */
export async function countPolled(prisma: PrismaClient): Promise<number> {
  return await prisma.poll.count({ where: { side: "requestor", enabled: true } });
}

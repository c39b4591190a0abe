import type { SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";

import { PrismaClient } from "../generated/client.ts";

/** A client over the adapter; errors are left to the callers, who see them anyway. */
export function createPrisma(
  adapter: SqlDriverAdapterFactory,
  onStatement: ((sql: string) => void) | undefined,
): PrismaClient {
  // A transaction may wait its turn on the embedded database's only connection, hence more than Prisma's two seconds.
  const options = { adapter, transactionOptions: { maxWait: 10_000, timeout: 20_000 } };
  if (onStatement === undefined) return new PrismaClient(options);
  const prisma = new PrismaClient({ ...options, log: [{ emit: "event", level: "query" }] });
  prisma.$on("query", (event) => onStatement(event.query));
  return prisma;
}

import { openServer } from "./database/open-server.ts";
import { databaseBed } from "./testing/database-bed.ts";
import { describeDatabaseContract } from "./testing/describe-store-contract.ts";
import { startRealPostgresql } from "./testing/real-postgresql.ts";

describeDatabaseContract("PostgreSQL, shared by two processes", async () => {
  const server = await startRealPostgresql();
  const databaseUrl = await server.createDatabase();
  const statements: string[] = [];
  const options = { databaseUrl, dataDir: "" };
  // Both migrate at once, as two replicas that start together do.
  const [database, second] = await Promise.all([
    openServer(databaseUrl, { ...options, onStatement: (sql) => statements.push(sql) }),
    openServer(databaseUrl, options),
  ]);
  return databaseBed({
    database,
    second,
    statements,
    close: async () => {
      await database.close();
      await second.close();
      await server.remove();
    },
  });
});

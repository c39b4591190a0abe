import { directions } from "@ticket-bridge/helpdesk";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import { Prisma } from "../generated/client.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { claimLanes } from "./claim-lanes.ts";
import { loadLane } from "./load-lane.ts";

let database: Database;
const gate = 4_711;

/** Whoever claims reads the sides' pauses: here through a gate, which opens once the test has let its lock go. */
beforeAll(async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  await database.prisma.$executeRaw`ALTER TABLE sides RENAME TO sides_behind`;
  await database.prisma.$executeRawUnsafe(`
    CREATE VIEW sides AS SELECT s.* FROM (SELECT pg_advisory_xact_lock_shared(${gate}) OFFSET 0) g, sides_behind s`);
}, 60_000);

afterAll(async () => {
  await database.close();
});

it.each([
  [
    "an attempt that another worker began and gave back meanwhile",
    Prisma.sql`UPDATE mirrors SET state = 'uncertain', attempts = 1`,
    Prisma.sql`UPDATE lanes SET epoch = epoch + 1, pending = 0, uncertain = 1 WHERE source_side = 'superoffice'`,
    [["5", "uncertain"]],
  ],
  [
    "a message that was captured meanwhile",
    Prisma.sql`INSERT INTO mirrors (link_id, source_side, seq, source_message_id, correlation_id)
               SELECT link_id, source_side, 2, 6, 'c' FROM mirrors`,
    Prisma.sql`UPDATE lanes SET next_seq = 3, pending = 2 WHERE source_side = 'superoffice'`,
    [
      ["5", "pending"],
      ["6", "pending"],
    ],
  ],
] as const)("a claim does not hide %s", async (_what, moved, counted, found) => {
  const { prisma } = database;
  await prisma.$executeRaw`TRUNCATE links CASCADE`;
  await prisma.$executeRaw`
    WITH link AS (INSERT INTO links (superoffice_ticket_id, requestor_ticket_id) VALUES (1, 2) RETURNING id),
    lane AS (
      INSERT INTO lanes (link_id, source_side, source_ticket_id, target_ticket_id, next_seq, pending, due_at)
      SELECT id, 'superoffice'::side, 1, 2, 2, 1, now() - interval '1 minute' FROM link
      UNION ALL SELECT id, 'requestor', 2, 1, 1, 0, NULL FROM link
    )
    INSERT INTO mirrors (link_id, source_side, seq, source_message_id, correlation_id)
    SELECT id, 'superoffice', 1, 5, 'c' FROM link`;
  const claiming = await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${gate})`;
    const claimed = claimLanes(prisma, "worker", { directions, limit: 5, leaseMs: 10_000 });
    const waiting = () => tx.$queryRaw<unknown[]>`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    await expect.poll(waiting).toHaveLength(1);
    await tx.$executeRaw(moved);
    await tx.$executeRaw(counted);
    return { claimed };
  });
  const [lane] = await claiming.claimed;
  if (lane === undefined) throw new Error("The lane is due.");
  expect(lane.loaded).toBeNull();
  const { messages } = await loadLane(prisma, lane, 50);
  expect(messages.map(({ sourceMessageId, state }) => [sourceMessageId, state])).toEqual(found);
});

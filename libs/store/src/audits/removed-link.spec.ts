import { afterAll, beforeAll, expect, it } from "vitest";

import type { BridgeStore } from "../bridge-store.ts";
import { buildStore } from "../build-store.ts";
import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import { inTransaction } from "../database/past-prisma.ts";
import { linkPair } from "../testing/acts.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";

let database: Database;
let store: BridgeStore;

beforeAll(async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  store = buildStore(database);
});

afterAll(async () => {
  await database.close();
});

/** Sessions of this database that wait for a lock of another one. */
async function waiting(): Promise<number> {
  const [row] = await database.prisma.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.n ?? 0;
}

it("a comparison that ends while its link is removed leaves nothing behind, and nothing in the sums", async () => {
  const { id } = await linkPair(store, 1, 2);
  const classes = { same: 3, "only-source": 0, "only-target": 0, differs: 0, error: 0 };
  const both = await inTransaction(database.prisma, async (tx) => {
    // The comparison has begun to write and waits for who claimed it, as it may behind a claim that takes long.
    await tx.$executeRaw`INSERT INTO audits (link_id) VALUES (${BigInt(id)}::bigint)`;
    const recorded = store.recordAudit(id, {
      ...{ kind: "compared", should: 3, agree: 3, waiting: 0, classes, findings: [] },
    });
    await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
    let isRemoved = false;
    const removed = store.removeLink(id, "Unlinked.").then(() => (isRemoved = true));
    await expect.poll(async () => isRemoved || (await waiting()) === 2, { timeout: 15_000 }).toBe(true);
    return [recorded, removed];
  });
  await Promise.all(both);
  expect(await store.auditTotals()).toMatchObject({ links: 0, audited: 0, should: 0, agree: 0, oldestAuditedAt: null });
});

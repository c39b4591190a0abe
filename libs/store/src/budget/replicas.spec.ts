import { setTimeout as wait } from "node:timers/promises";

import type { CallBudget } from "@ticket-bridge/helpdesk";
import { afterEach, beforeAll, expect, it } from "vitest";

import type { BridgeStore } from "../bridge-store.ts";
import { buildStore } from "../build-store.ts";
import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";

let databaseUrl = "";
const stores: BridgeStore[] = [];

beforeAll(async () => {
  databaseUrl = await sharedPostgresql().createDatabase();
}, 60_000);
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

/** Another process, with a budget of four calls at once and a rate that never is in the way. */
async function replica(): Promise<{ store: BridgeStore; budget: CallBudget; database: Database }> {
  const database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  const store = buildStore(database);
  stores.push(store);
  return {
    store,
    database,
    budget: store.callBudget("requestor", { ratePerSecond: 500, burstSeconds: 1, concurrency: 4 }),
  };
}

/** Asks for so many calls that never end by themselves; tells how many are under way. */
function hold(budget: CallBudget, calls: number): () => number {
  let underWay = 0;
  for (let n = 0; n < calls; n += 1) {
    budget.acquire("live").then(
      () => (underWay += 1),
      () => undefined,
    );
  }
  return () => underWay;
}

it("shares the calls at once among the processes that are alive, and gives them to the one that stays", async () => {
  const alone = await replica();
  const mine = hold(alone.budget, 1);
  await expect.poll(mine, { timeout: 10_000 }).toBe(1);
  const asked = alone.store.callsPerSecond("requestor");
  expect(asked).toBeGreaterThan(0);
  const other = await replica();
  const third = await replica();
  await expect
    .poll(() => [alone, other, third].map(({ database }) => database.replicas.share(9)), { timeout: 10_000 })
    .toEqual([3, 3, 3]);
  expect(third.database.replicas.share(2)).toBe(1);
  // What one process calls is known to the others, and counted once by itself.
  await expect.poll(() => other.store.callsPerSecond("requestor"), { timeout: 10_000 }).toBeGreaterThan(0);
  expect(other.store.callsPerSecond("requestor")).toBeLessThanOrEqual(asked);
  expect(other.store.callsPerSecond("superoffice")).toBe(0);
  expect(alone.store.callsPerSecond("requestor")).toBeLessThanOrEqual(asked);
  await third.store.close();
  stores.splice(stores.indexOf(third.store), 1);
  await expect.poll(() => other.database.replicas.share(4), { timeout: 10_000 }).toBe(2);
  await expect.poll(() => alone.database.replicas.share(4), { timeout: 10_000 }).toBe(2);
  const theirs = hold(other.budget, 4);
  const more = hold(alone.budget, 4);
  await expect.poll(() => [mine() + more(), theirs()], { timeout: 10_000 }).toEqual([2, 2]);
  await wait(300);
  expect([mine() + more(), theirs()]).toEqual([2, 2]);
  await other.store.close();
  stores.splice(stores.indexOf(other.store), 1);
  await expect.poll(() => mine() + more(), { timeout: 10_000 }).toBe(4);
}, 60_000);

it("forgets a process that gives no sign of life", async () => {
  const { database, store } = await replica();
  await expect.poll(() => database.replicas.share(4), { timeout: 10_000 }).toBe(4);
  await database.prisma.replica.create({
    data: { id: "killed", liveUntil: new Date(Date.now() + 5_000), superofficePerSecond: 2.5, requestorPerSecond: 4 },
  });
  await expect.poll(() => database.replicas.share(4), { timeout: 10_000 }).toBe(2);
  expect([store.callsPerSecond("superoffice"), store.callsPerSecond("requestor")]).toEqual([2.5, 4]);
  await expect.poll(() => database.replicas.share(4), { timeout: 20_000 }).toBe(4);
  expect([store.callsPerSecond("superoffice"), store.callsPerSecond("requestor")]).toEqual([0, 0]);
  expect(await database.prisma.replica.count()).toBe(1);
}, 60_000);

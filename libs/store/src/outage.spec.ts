import { afterAll, beforeAll, expect, it } from "vitest";

import type { BridgeStore } from "./bridge-store.ts";
import { StoreUnavailableError } from "./errors/store-unavailable-error.ts";
import { openStore } from "./open-store.ts";
import type { LogLine } from "./options.ts";
import { linkPair, see } from "./testing/acts.ts";
import { type RealPostgresql, startRealPostgresql } from "./testing/real-postgresql.ts";
import { claimOne, firstOf, leaseMs, to } from "./testing/work.ts";

let server: RealPostgresql;
let store: BridgeStore;
const lines: LogLine[] = [];

beforeAll(async () => {
  server = await startRealPostgresql();
  const databaseUrl = await server.createDatabase();
  store = await openStore({ databaseUrl, dataDir: "", log: (line) => lines.push(line) });
});

afterAll(async () => {
  await store.close();
  await server.remove();
});

it("rejects with a typed error while the server is away, and goes on by itself when it is back", async () => {
  const woken: string[] = [];
  store.onWake((topic) => woken.push(topic));
  await linkPair(store, 1, 2);
  await see(store, "superoffice", 1, [5]);
  const lease = await claimOne(store);
  const { mirrorId } = await firstOf(store, lease);
  await expect.poll(() => woken).toContain("lanes");
  expect(await store.ready()).toBe(true);
  const budget = store.callBudget("superoffice", { ratePerSecond: 100, burstSeconds: 1, concurrency: 2 });

  await server.stop();
  expect(await store.ready()).toBe(false);
  const attempts = [
    () => store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]),
    () => store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.held(mirrorId)]),
    () => store.getMirror(mirrorId),
    () => store.countMirrors(),
    () => store.removeLink(lease.linkId, "Away."),
    () => see(store, "superoffice", 1, [6]),
  ];
  for (const attempt of attempts) {
    const error: unknown = await attempt().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((error as StoreUnavailableError).cause).toBeInstanceOf(Error);
  }
  const waiting = budget.acquire("live");
  const gone = new AbortController();
  const aborted = budget.acquire("live", gone.signal);
  gone.abort(new Error("Changed my mind."));
  await expect(aborted).rejects.toThrow("Changed my mind.");

  await server.start();
  await expect.poll(() => store.ready(), { timeout: 10_000 }).toBe(true);
  (await waiting)();
  expect(await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)])).toBe(true);
  // The listening connection comes back by itself too; each try makes a wake-up of its own.
  woken.length = 0;
  await expect
    .poll(
      async () => {
        await store.hint("requestor", [lease.targetTicketId]);
        return woken;
      },
      { timeout: 15_000 },
    )
    .toContain("requestor-polls");
  expect(lines.some(({ level }) => level === "warn")).toBe(true);
}, 60_000);

it("rejects an opening with the same error when there is no server", async () => {
  const opening = openStore({ databaseUrl: "postgresql://nobody:nothing@127.0.0.1:1/none", dataDir: "" });
  await expect(opening).rejects.toThrow(StoreUnavailableError);
});

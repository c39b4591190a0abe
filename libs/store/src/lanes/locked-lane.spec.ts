import { afterAll, beforeAll, expect, it } from "vitest";

import type { BridgeStore } from "../bridge-store.ts";
import { buildStore } from "../build-store.ts";
import type { Database } from "../database/database.ts";
import { openServer } from "../database/open-server.ts";
import { linkPair, see } from "../testing/acts.ts";
import { sharedPostgresql } from "../testing/shared-databases.ts";
import { claim, firstOf, leaseMs, to } from "../testing/work.ts";

let database: Database;
let store: BridgeStore;

beforeAll(async () => {
  const databaseUrl = await sharedPostgresql().createDatabase();
  database = await openServer(databaseUrl, { databaseUrl, dataDir: "" });
  store = buildStore(database);
}, 60_000);

afterAll(async () => {
  await store.close();
});

it("a lane that somebody has locked holds back itself only, though others share its statements (P4)", async () => {
  for (const n of [1, 2, 3]) {
    await linkPair(store, n, n);
    await see(store, "superoffice", n, [n]);
  }
  const leases = await claim(store);
  const mirrors = await Promise.all(leases.map(async (lease) => (await firstOf(store, lease)).mirrorId));
  const locked = leases[0]?.linkId ?? "";
  const ended: string[] = [];
  const waiting = await database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM lanes WHERE link_id = ${locked}::text::bigint FOR UPDATE`;
    const acts = leases.flatMap((lease, n) => {
      const { linkId, sourceTicketId } = lease;
      return [
        store
          .recordChanges(lease, leaseMs, [to.sending(mirrors[n] ?? "")])
          .then(() => ended.push(`${linkId} recorded`)),
        see(store, "superoffice", Number(sourceTicketId), [100 + n]).then(() => ended.push(`${linkId} captured`)),
      ];
    });
    await expect.poll(() => ended.length).toBe(4);
    expect(ended.some((what) => what.startsWith(`${locked} `))).toBe(false);
    // Not awaited inside, where it would wait for itself.
    return { acts };
  });
  await Promise.all(waiting.acts);
  expect(ended).toHaveLength(6);
  expect(await store.countMirrors()).toMatchObject({ sending: 3, pending: 3 });
});

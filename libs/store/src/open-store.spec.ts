import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { openStore } from "./open-store.ts";
import { linkPair, pollClaim, see } from "./testing/acts.ts";
import { putEmptyDatabase } from "./testing/shared-databases.ts";
import { claimOne, leaseMs, load, to } from "./testing/work.ts";

it("frees all leases and turns when the embedded database's sole owner starts again, and fences the dead ones", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-open-"));
  await putEmptyDatabase(dataDir);
  const options = { databaseUrl: null, dataDir };
  const first = await openStore(options);
  expect(first.kind).toBe("embedded");
  await linkPair(first, 1, 2);
  await see(first, "superoffice", 1, [5]);
  const lost = await claimOne(first, { leaseMs: 3_600_000 });
  await first.claimPolls("requestor", pollClaim({ workerId: "dead" }));
  await first.close();
  expect(await first.ready()).toBe(false);

  const second = await openStore(options);
  const lease = await claimOne(second);
  expect(lease.epoch).toBeGreaterThan(lost.epoch);
  const [row] = await load(second, lease);
  expect(await second.recordChanges(lost, leaseMs, [to.sending(row?.mirrorId ?? "")])).toBe(false);
  expect(await second.claimPolls("requestor", pollClaim())).toMatchObject({ kind: "ours", isNew: true });
  await second.close();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

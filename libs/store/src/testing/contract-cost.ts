import { setTimeout as delay } from "node:timers/promises";

import type { LaneLease } from "@ticket-bridge/sync";
import { usualOptions } from "@ticket-bridge/sync/testing";
import { describe, expect, it } from "vitest";

import { claimPolls, linkPair, message, see, seeWhole, ticket } from "./acts.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claim, claimOne, firstOf, load, leaseMs, to } from "./work.ts";

export function describeCost(scene: () => DatabaseScene): void {
  describe("the number of statements, which is what a message costs", () => {
    it("is one for each step of a message's way", async () => {
      const { store, count } = scene();
      await linkPair(store, 1, 2);
      await seeWhole(store, "superoffice", 1, []);
      await claimPolls(store, "requestor");
      expect(await count(() => see(store, "superoffice", 1, [5, 6, 7], { feedNewest: 7 }))).toBe(1);
      const lease = await claimOne(store);
      const [a = "", b = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      expect(await count(() => store.loadLane(lease, 50))).toBe(1);
      expect(await count(() => store.recordChanges(lease, leaseMs, [to.sending(a)]))).toBe(1);
      const changes = [to.mirrored(a, 77), to.sending(b)];
      expect(await count(() => store.recordChanges(lease, leaseMs, changes))).toBe(1);
      const last = [to.mirrored(b, 78)];
      expect(await count(() => store.recordAndRelease(lease, last, { kind: "yield" }))).toBe(1);
      const again = await claimOne(store);
      expect(await count(() => store.renewLeases([again], leaseMs))).toBe(1);
      expect(await count(() => store.releaseLane(again, { kind: "yield" }))).toBe(1);
      expect(await count(() => claimOne(store))).toBe(1);
      expect(await count(() => claimPolls(store, "requestor", { intervalMs: 1_000 }))).toBe(1);
      expect(await count(() => store.countMirrors())).toBe(1);
    });

    it("is one for a look at a run, which reads no list of tickets but of a run of an earlier version", async () => {
      const { store, count, database } = scene();
      const pairs = [{ superoffice: ticket(1), requestor: ticket(2) }];
      const made = await store.createBackfill({ ...usualOptions, tickets: { kind: "pairs", pairs } });
      if ("unfinished" in made) throw new Error("One is unfinished.");
      const { id } = made.backfill;
      expect(await count(() => store.getBackfill(id))).toBe(1);
      await database.prisma.$executeRaw`UPDATE backfills SET outline = NULL`;
      expect(await store.getBackfill(id)).toEqual(made.backfill);
    });

    it("leaves out the sign of life that a process gives whatever its messages do", async () => {
      const { database, count, races } = scene();
      database.replicas.join(() => 0);
      // Given every three seconds where processes share a database.
      if (races) expect(await count(() => delay(3_500))).toBe(0);
    });

    it("is one for each step also where many lanes make it at the same moment", async () => {
      const { store, count } = scene();
      const tickets = [1, 2, 3, 4, 5];
      for (const n of tickets) await linkPair(store, n, n);
      const all = (run: (n: number) => Promise<unknown>) => count(() => Promise.all(tickets.map(run)));
      expect(await all((n) => store.lookAt("superoffice", ticket(n), [{ id: message(n), version: null }]))).toBe(1);
      expect(await all((n) => see(store, "superoffice", n, [n]))).toBe(1);
      const leases = await claim(store);
      const mirrors = await Promise.all(leases.map(async (lease) => (await firstOf(store, lease)).mirrorId));
      const each = (run: (lease: LaneLease, mirror: string) => Promise<unknown>) =>
        count(() => Promise.all(leases.map((lease, n) => run(lease, mirrors[n] ?? ""))));
      expect(await each((lease, mirror) => store.recordChanges(lease, leaseMs, [to.sending(mirror)]))).toBe(1);
      const last = (mirror: string) => [to.mirrored(mirror, 70 + Number(mirror))];
      expect(await each((lease, mirror) => store.recordAndRelease(lease, last(mirror), { kind: "idle" }))).toBe(1);
      expect(await store.countMirrors()).toMatchObject({ mirrored: 5 });
    });
  });
}

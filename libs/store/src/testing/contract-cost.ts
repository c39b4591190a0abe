import { describe, expect, it } from "vitest";

import { claimPolls, linkPair, see, seeWhole } from "./acts.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claimOne, load, leaseMs, to } from "./work.ts";

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
  });
}

import { describe, expect, it } from "vitest";

import { linkPair, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

export function describeCrossings(scene: () => Scene): void {
  describe("what was sent over a link", () => {
    async function bothWays() {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await see(store, "requestor", 2, [6]);
      const leases = await claim(store);
      for (const lease of leases) {
        const { mirrorId } = await firstOf(store, lease);
        await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      }
      const [lease] = leases;
      if (lease === undefined) throw new Error("No lane was due.");
      return { store, link, lease };
    }

    it("is known to both lanes with its way and its age, as long as nobody resumes the link", async () => {
      const { store, link, lease } = await bothWays();
      const { crossings } = await store.loadLane(lease, 50);
      expect(crossings.map(({ direction }) => direction).sort()).toEqual([
        "requestor-to-superoffice",
        "superoffice-to-requestor",
      ]);
      for (const { hashStart, capturedAgoMs: agoMs } of crossings) {
        expect("hash-of-").toBe(hashStart);
        expect(agoMs).toBeGreaterThanOrEqual(-1);
        expect(agoMs).toBeLessThan(60_000);
      }
      await store.setLinkPaused(link.id, true);
      expect((await store.loadLane(lease, 50)).crossings).toHaveLength(2);
      await store.setLinkPaused(link.id, false);
      expect((await store.loadLane(lease, 50)).crossings).toEqual([]);
    });

    it("is known by when its message was captured, and not by when it was sent", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const [one, two] = await load(store, lease);
      if (one === undefined || two === undefined) throw new Error("Two messages were seen.");
      await store.recordChanges(lease, leaseMs, [to.sending(one.mirrorId)]);
      const sent = performance.now();
      for (let n = 0; n < 10; n += 1) await load(store, lease);
      const apartMs = performance.now() - sent;
      await store.recordChanges(lease, leaseMs, [to.sending(two.mirrorId)]);
      const { crossings } = await store.loadLane(lease, 50);
      const ages = crossings.map(({ capturedAgoMs }) => capturedAgoMs);
      const gapMs = Math.max(...ages) - Math.min(...ages);
      expect(crossings).toHaveLength(2);
      expect(gapMs - (one.capturedAgoMs - two.capturedAgoMs)).toBeLessThan(1 + apartMs / 2);
    });

    it("is kept for the last texts only", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(
        store,
        "superoffice",
        1,
        Array.from({ length: 100 }, (_, n) => n + 1),
      );
      const lease = await claimOne(store);
      for (const [n, { mirrorId }] of (await load(store, lease)).entries()) {
        const hash = String(n).padStart(8, "0");
        await store.recordChanges(lease, leaseMs, [{ ...to.sending(mirrorId), contentHash: hash } as never]);
      }
      const { crossings } = await store.loadLane(lease, 50);
      expect(crossings.length).toBeGreaterThanOrEqual(50);
      expect(crossings.length).toBeLessThan(100);
      expect(crossings.some(({ hashStart }) => hashStart === "00000099")).toBe(true);
      expect(crossings.some(({ hashStart }) => hashStart === "00000000")).toBe(false);
    });
  });
}

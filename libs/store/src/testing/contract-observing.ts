import { describe, expect, it } from "vitest";

import { linkPair, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

const observed = (mirrorId: string) => ({
  mirrorId,
  to: "pending" as const,
  observed: true,
  reason: "Would be written.",
  event: { what: "observed", detail: "Would be written." },
});

export function describeObserving(scene: () => Scene): void {
  describe("observing", () => {
    it("shows a message once, counts no attempt, and leaves it to be mirrored", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      expect(await store.recordChanges(lease, leaseMs, [observed(mirrorId)])).toBe(true);
      expect(await store.getMirror(mirrorId)).toMatchObject({
        state: "pending",
        attempts: 0,
        reason: "Would be written.",
      });
      const unobserved = await store.loadLane(lease, 50, { unobserved: true });
      expect(unobserved.messages.map(({ sourceMessageId }) => sourceMessageId)).toEqual(["6"]);
      expect((await load(store, lease)).map(({ sourceMessageId }) => sourceMessageId)).toEqual(["5", "6"]);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.uncertain(mirrorId)]);
      expect((await store.loadLane(lease, 50, { unobserved: true })).messages).toHaveLength(2);
    });

    it("leaves lanes that are found again at the next start", async () => {
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [observed(mirrorId)]);
      await other.wakeIdleLanes();
      expect(await claim(other)).toEqual([]);
      await store.releaseLane(lease, { kind: "idle" });
      expect(await claim(other)).toEqual([]);
      await other.wakeIdleLanes();
      expect(await claim(store)).toHaveLength(1);
    });
  });
}

import { describe, expect, it } from "vitest";

import { linkPair, message, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

export function describeLoading(scene: () => Scene): void {
  describe("what a worker is told of each message", () => {
    it("knows our own mirrors by their id", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "requestor", 2, [77, 78]);
      await see(store, "superoffice", 1, [5]);
      const [lease] = await claim(store, { directions: ["superoffice-to-requestor"] });
      const [back] = await claim(store, { directions: ["requestor-to-superoffice"] });
      if (lease === undefined || back === undefined) throw new Error("Both lanes are due.");
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.mirrored(mirrorId, 77)]);
      expect((await load(store, back)).map(({ mappedAsTarget }) => mappedAsTarget)).toEqual([true, false]);
    });

    it("suspects an opposite write of what was seen after its first attempt, through every later one", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "requestor", 2, [76]);
      await see(store, "superoffice", 1, [5]);
      const [lease] = await claim(store, { directions: ["superoffice-to-requestor"] });
      const [back] = await claim(store, { directions: ["requestor-to-superoffice"] });
      if (lease === undefined || back === undefined) throw new Error("Both lanes are due.");
      const { mirrorId } = await firstOf(store, lease);
      const suspected = async () => (await load(store, back)).map(({ oppositeInFlight }) => oppositeInFlight);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      await see(store, "requestor", 2, [77]);
      expect(await suspected()).toEqual([false, true]);
      await store.recordChanges(lease, leaseMs, [to.uncertain(mirrorId)]);
      expect(await suspected()).toEqual([false, true]);
      await store.recordChanges(lease, leaseMs, [to.pending(mirrorId)]);
      expect(await suspected()).toEqual([false, false]);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      expect(await suspected()).toEqual([false, true]);
      await store.recordChanges(lease, leaseMs, [to.mirrored(mirrorId, 78)]);
      expect(await suspected()).toEqual([false, false]);
    });

    it("never has the two lanes of a link wait for each other", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      await see(store, "requestor", 2, [77]);
      const leases = await claim(store);
      for (const lease of leases) {
        const { mirrorId } = await firstOf(store, lease);
        await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.uncertain(mirrorId)]);
      }
      const messages = (await Promise.all(leases.map((lease) => load(store, lease)))).flat();
      expect(messages.map(({ oppositeInFlight }) => oppositeInFlight)).toEqual([false, false, false]);
    });

    it("tells how the mirror of a source message stands", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const { mirrorId } = await firstOf(store, await claimOne(store));
      expect(await store.standingOf("superoffice", message(5))).toEqual({
        mirrorId,
        linkId: link.id,
        state: "pending",
        targetMessageId: null,
      });
      expect(await store.standingOf("requestor", message(5))).toBeNull();
    });
  });
}

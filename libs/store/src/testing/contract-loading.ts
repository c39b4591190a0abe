import { directions } from "@ticket-bridge/helpdesk";
import type { LaneMessage, MirrorChange } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, message, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

/** Ages grow between two loadings. */
function untimed({ copyAgeMs, capturedAgoMs: _captured, settleRemainingMs, ...rest }: LaneMessage) {
  return { ...rest, hasAge: copyAgeMs !== null, waits: settleRemainingMs !== null };
}

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

    it("tells what an earlier attempt of a message asked for, also of its first row", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId, ...before } = await firstOf(store, lease);
      expect(before).toMatchObject({ carriedHash: null, writtenHash: null });
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.uncertain(mirrorId)]);
      expect(await firstOf(store, lease)).toMatchObject({
        carriedHash: `carried-of-${mirrorId}`,
        writtenHash: `public written-of-${mirrorId}`,
      });
    });

    it("comes with the claim where there are a few, as loading would bring it", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await see(store, "requestor", 2, [77, 78]);
      await see(store, "superoffice", 1, [5, 6, 7, 8, 9]);
      const before = await claim(store);
      const [there] = before.filter(({ direction }) => direction === "superoffice-to-requestor");
      if (there === undefined) throw new Error("Both lanes are due.");
      const [a = "", b = ""] = (there.loaded?.messages ?? []).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(there, leaseMs, [to.sending(a), to.mirrored(a, 77), to.sending(b), to.uncertain(b)]);
      await see(store, "requestor", 2, [79]);
      for (const lease of before) await store.releaseLane(lease, { kind: "yield" });
      await passTime(1);
      const claimed = await claim(store);
      expect(claimed).toHaveLength(2);
      for (const lease of claimed) {
        const loaded = await store.loadLane(lease, 50);
        expect(lease.loaded?.nextSeq).toBe(loaded.nextSeq);
        expect(lease.loaded?.messages.map(untimed)).toEqual(loaded.messages.map(untimed));
        expect(lease.loaded?.crossings.map(({ hashStart }) => hashStart)).toEqual(
          loaded.crossings.map(({ hashStart }) => hashStart),
        );
      }
      const seen = claimed.flatMap(({ loaded }) => loaded?.messages ?? []);
      expect(seen.filter(({ mappedAsTarget }) => mappedAsTarget)).toHaveLength(1);
      expect(seen.filter(({ oppositeInFlight }) => oppositeInFlight)).toHaveLength(1);
      expect(seen.filter(({ settleRemainingMs }) => settleRemainingMs !== null)).toHaveLength(1);
    });

    it("comes by a loading of its own where a lane has many", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [1, 2, 3, 4, 5, 6]);
      const lease = await claimOne(store);
      expect(lease.loaded).toBeNull();
      expect(await load(store, lease)).toHaveLength(6);
    });

    it("comes with the claim without what was only observed, if that is asked", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [1, 2]);
      const lease = await claimOne(store);
      const [a = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordAndRelease(lease, [{ ...to.pending(a), observed: true } as MirrorChange], { kind: "yield" });
      const again = { directions, limit: 10, leaseMs, unobserved: true };
      const [claimed] = await store.claimLanes("worker", again);
      expect(claimed?.loaded?.messages.map(({ sourceMessageId }) => sourceMessageId)).toEqual(["2"]);
    });

    it("tells how the mirror of a source message stands", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const { mirrorId } = await firstOf(store, await claimOne(store));
      expect(await store.standingOf("superoffice", message(5), 1)).toEqual({
        mirrorId,
        correlationId: expect.stringMatching(/./) as string,
        linkId: link.id,
        state: "pending",
        targetMessageId: null,
      });
      expect(await store.standingOf("requestor", message(5), 1)).toBeNull();
    });
  });
}

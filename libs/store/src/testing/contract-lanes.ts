import { describe, expect, it } from "vitest";

import { linkPair, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

export function describeLanes(scene: () => Scene): void {
  describe("claiming", () => {
    it("gives a due lane to one worker, with a higher epoch each time", async () => {
      const { store, other } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      expect(lease).toMatchObject({
        linkId: link.id,
        direction: "superoffice-to-requestor",
        epoch: 1,
        sourceTicketId: "1",
        targetTicketId: "2",
        nextSeq: 2,
        failures: 0,
      });
      expect(await claim(other)).toEqual([]);
      await store.releaseLane(lease, { kind: "yield" });
      expect((await claimOne(other)).epoch).toBe(2);
    });

    it("takes at most as many as asked, of the asked directions only", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      await see(store, "superoffice", 1, [5]);
      await see(store, "superoffice", 3, [6]);
      await see(store, "requestor", 2, [7]);
      expect(await claim(store, { directions: [] })).toEqual([]);
      expect(await claim(store, { directions: ["requestor-to-superoffice"] })).toHaveLength(1);
      expect(await claim(store, { limit: 1 })).toHaveLength(1);
      expect(await claim(store, { limit: 9 })).toHaveLength(1);
    });

    it("leaves out paused links and both lanes of everything while a side is paused", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await store.setLinkPaused(link.id, true);
      expect(await claim(store)).toEqual([]);
      await store.setLinkPaused(link.id, false);
      await store.setPaused("requestor", true);
      expect(await claim(store)).toEqual([]);
      await store.setPaused("requestor", false);
      expect((await claim(store)).map(({ direction }) => direction)).toContain("superoffice-to-requestor");
    });

    it("takes over a lane whose lease ended", async () => {
      const { store, other, passTime } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lost = await claimOne(store);
      await passTime(leaseMs - 15_000);
      expect(await claim(other)).toEqual([]);
      await passTime(15_000);
      const taken = await claimOne(other);
      expect(taken.epoch).toBe(lost.epoch + 1);
      expect(await load(other, taken)).toHaveLength(1);
    });
  });

  describe("a stale epoch", () => {
    it("can neither record, nor renew, nor release", async () => {
      const { store, other, passTime, picture } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const stale = await claimOne(store);
      const { mirrorId } = await firstOf(store, stale);
      await passTime(leaseMs);
      const taken = await claimOne(other);
      const before = await picture();
      expect(await store.recordChanges(stale, leaseMs, [to.sending(mirrorId)])).toBe(false);
      expect(await store.recordChanges(stale, leaseMs, [to.sending(mirrorId), to.held(mirrorId)])).toBe(false);
      expect(await store.recordChanges(stale, leaseMs, [])).toBe(false);
      expect(await store.renewLeases([stale], leaseMs)).toEqual([]);
      await store.releaseLane(stale, { kind: "idle" });
      expect(await picture()).toEqual(before);
      expect(await other.renewLeases([taken, stale], leaseMs)).toEqual([taken]);
    });

    it("may still record while nobody took over, although the lease ran out", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await passTime(leaseMs + 1);
      expect(await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)])).toBe(true);
      expect(await claim(store)).toEqual([]);
    });
  });

  describe("releasing", () => {
    it("goes idle only if nothing came since the last loading", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { nextSeq } = await store.loadLane(lease, 10);
      await see(store, "superoffice", 1, [6]);
      await store.releaseLane({ ...lease, nextSeq }, { kind: "idle" });
      const again = await claimOne(store);
      await store.releaseLane({ ...again, nextSeq: (await store.loadLane(again, 10)).nextSeq }, { kind: "idle" });
      expect(await claim(store)).toEqual([]);
    });

    it("waits as long as asked, says why, and counts failures until there is progress", async () => {
      const { store, passTime } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const claimLater = async () => {
        await passTime(45_000);
        expect(await claim(store)).toEqual([]);
        await passTime(15_000);
        return await claimOne(store);
      };
      const wait = { kind: "again", afterMs: 60_000, reason: "Unreachable.", counts: true } as const;
      const first = await claimOne(store);
      const { mirrorId } = await firstOf(store, first);
      await store.releaseLane(first, wait);
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ reason: "Unreachable.", stopped: false });
      const second = await claimLater();
      expect(second.failures).toBe(1);
      await store.releaseLane(second, { ...wait, counts: false });
      const third = await claimLater();
      expect(third.failures).toBe(1);
      await store.recordChanges(third, leaseMs, [to.mirrored(mirrorId, 77)]);
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ reason: null });
      await store.releaseLane(third, { ...wait, counts: false });
      expect((await claimLater()).failures).toBe(0);
    });

    it("shows a stopped lane with its reason and looks at it again after the time", async () => {
      const { store, passTime } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await store.releaseLane(await claimOne(store), {
        kind: "stopped",
        afterMs: 60_000,
        reason: "The ticket is gone.",
      });
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ stopped: true, reason: "The ticket is gone." });
      expect(await claim(store)).toEqual([]);
      await passTime(60_000);
      const lease = await claimOne(store);
      expect(lease.failures, "so that it is looked at ever more rarely").toBe(1);
      await store.releaseLane(lease, { kind: "idle" });
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ stopped: false, reason: null });
    });
  });
}

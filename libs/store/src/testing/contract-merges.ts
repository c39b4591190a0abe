import type { MergedTicket } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { claimPolls, linkPair, message, see, seeWhole, ticket } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, to } from "./work.ts";

const merge = (from: number, into: number, messageIds: readonly number[] = []): MergedTicket => ({
  side: "superoffice",
  from: ticket(from),
  to: ticket(into),
  messageIds: messageIds.map(message),
  ifTaken: "It has a link.\0",
});

export function describeMerges(scene: () => Scene): void {
  describe("a link whose ticket was merged", () => {
    it("follows to the other ticket with its lanes, polls and mirrors", async () => {
      const { store, heard } = scene();
      const link = await linkPair(store, 1, 2);
      await seeWhole(store, "superoffice", 1, [50]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.mirrored(mirrorId, 77)]);
      await heard();
      expect(await store.followMerge(link.id, merge(1, 9, [50]))).toBe("followed");
      expect(await heard()).toEqual(expect.arrayContaining(["lanes", "superoffice-polls"]));
      expect(await store.getLink(link.id)).toMatchObject({ superofficeTicketId: "9", requestorTicketId: "2" });
      expect(await store.getMirror(mirrorId)).toMatchObject({ state: "mirrored", source: { ticketId: "9" } });
      expect(await store.renewLeases([lease], leaseMs)).toEqual([]);
      const lanes = await claim(store);
      expect(lanes.map(({ sourceTicketId, targetTicketId }) => [sourceTicketId, targetTicketId]).sort()).toEqual([
        ["2", "9"],
        ["9", "2"],
      ]);
      expect(await claimPolls(store, "superoffice", { intervalMs: 1_000 })).toMatchObject([{ ticketId: "9" }]);
      expect(await see(store, "superoffice", 1, [51])).toEqual([]);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("not-linked");
    });

    it("takes over what is its own or younger, and nothing of the other ticket's past", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [40] });
      await see(store, "superoffice", 1, [50]);
      await store.followMerge(link.id, merge(1, 9, [30, 40, 45, 50, 55]));
      expect(await see(store, "superoffice", 9, [30, 40, 45, 50, 55, 60])).toEqual(["55", "60"]);
    });

    it("takes over nothing of the other ticket's past where nothing of its own is known", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await store.followMerge(link.id, merge(1, 9, [30, 40]));
      expect(await see(store, "superoffice", 9, [30, 40, 50])).toEqual(["50"]);
    });

    it("waits while a write is in flight, whose marker names the old ticket", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [50]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("busy");
      await store.recordChanges(lease, leaseMs, [to.uncertain(mirrorId)]);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("busy");
      await store.recordChanges(lease, leaseMs, [to.mirrored(mirrorId, 77)]);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("followed");
    });

    it("is paused with the sentence where the other ticket is linked, and follows once that link is gone", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const other = await linkPair(store, 9, 8);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("taken");
      expect(await store.getLink(link.id)).toMatchObject({
        superofficeTicketId: "1",
        paused: true,
        lanes: [
          { stopped: true, reason: "It has a link.\uFFFD" },
          { stopped: true, reason: "It has a link.\uFFFD" },
        ],
      });
      expect(await store.getLink(other.id)).toMatchObject({ paused: false });
      await store.removeLink(other.id, "The other is the one.");
      await store.setLinkPaused(link.id, false);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("followed");
    });

    it("does not become a pair that was linked before, whose mirrors it would mix with its own", async () => {
      const { store } = scene();
      const before = await linkPair(store, 9, 2);
      await store.removeLink(before.id, "For now.");
      const link = await linkPair(store, 1, 2);
      expect(await store.followMerge(link.id, merge(1, 9))).toBe("taken");
    });

    it("is not found by ids that nobody gave out", async () => {
      const { store } = scene();
      for (const id of ["0", "17", "abc", ""]) expect(await store.followMerge(id, merge(1, 9))).toBe("not-linked");
    });
  });
}

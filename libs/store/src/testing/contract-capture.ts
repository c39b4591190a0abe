import { randomBytes } from "node:crypto";

import type { MessageId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { linkPair, mail, message, see, ticket, withCopy } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, load, to, leaseMs } from "./work.ts";

export function describeCapture(scene: () => Scene): void {
  describe("capture", () => {
    it("stores each message of a linked ticket once, in the order of their numbers", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      expect(await see(store, "superoffice", 1, [10, 9, 100, 9])).toEqual(["9", "10", "100"]);
      expect(await see(store, "superoffice", 1, [100, 9, 11])).toEqual(["11"]);
      const messages = await load(store, await claimOne(store));
      expect(messages.map(({ sourceMessageId }) => sourceMessageId)).toEqual(["9", "10", "100", "11"]);
    });

    it("leaves out tickets without an active link", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      expect(await see(store, "superoffice", 2, [5])).toEqual([]);
      expect(await see(store, "requestor", 1, [5])).toEqual([]);
      await store.removeLink(link.id, "Done.");
      expect(await see(store, "superoffice", 1, [5])).toEqual([]);
    });

    it("leaves out what stood on the ticket when it was linked, on that side only", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2, { superoffice: [5], requestor: [6] });
      expect(await see(store, "superoffice", 1, [5, 6])).toEqual(["6"]);
      expect(await see(store, "requestor", 2, [5, 6])).toEqual(["5"]);
    });

    it("leaves out what is stored as the target of a mirror", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.mirrored(mirrorId, 77)]);
      expect(await see(store, "requestor", 2, [77, 78])).toEqual(["78"]);
      expect(await see(store, "superoffice", 1, [77])).toEqual(["77"]);
    });

    it("goes on capturing for a paused link, so that nothing is missed by the feed", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await store.setLinkPaused(link.id, true);
      expect(await see(store, "superoffice", 1, [5])).toEqual(["5"]);
    });

    it("takes several tickets at once and brings titles up to date", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const link = await linkPair(store, 3, 4);
      let ids = 0;
      const captured = await store.capture({
        side: "requestor",
        tickets: [
          {
            ticketId: ticket(4),
            reading: null,
            facts: { title: "Renamed\0", ref: "REQ-4" },
            messages: [{ id: message(41), createdAt: null, version: null, copy: null }],
          },
          {
            ticketId: ticket(2),
            reading: null,
            facts: null,
            messages: [{ id: message(21), createdAt: 5, version: null, copy: null }],
          },
        ],
        feedNewest: null,
        readAgoMs: 0,
        correlationId: () => `x${(ids += 1)}`,
      });
      expect(captured.map(({ messageId }) => messageId).sort()).toEqual(["21", "41"]);
      expect(new Set(captured.map(({ correlationId }) => correlationId)).size).toBe(2);
      expect(await store.getLink(link.id)).toMatchObject({ requestorTitle: "Renamed\uFFFD", requestorRef: "REQ-4" });
    });

    it("keeps a copy exactly, with the NUL characters and half surrogates that helpdesks send", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const text = "a\0b \ud83d \u{1f600} \\u0000 \"'$1?";
      const { copy, ...seen } = withCopy(5, text);
      await see(store, "superoffice", 1, [{ ...seen, copy }]);
      const row = await firstOf(store, await claimOne(store));
      expect(row.copy).toEqual(copy);
      expect(row.copyAgeMs).toBeGreaterThanOrEqual(0);
    });

    it("counts the age of a copy from the read that gave it, not from its commit", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const copy = mail(5);
      await store.capture({
        side: "superoffice",
        tickets: [
          {
            ticketId: ticket(1),
            reading: null,
            facts: null,
            messages: [
              { id: message(5), createdAt: 1, version: null, copy },
              { id: message(6), createdAt: 1, version: null, copy: null },
            ],
          },
        ],
        feedNewest: null,
        readAgoMs: 70_000.5,
        correlationId: () => "read",
      });
      const [read, unread] = await load(store, await claimOne(store));
      expect(read?.copyAgeMs).toBeGreaterThanOrEqual(70_000);
      expect(read?.copyAgeMs).toBeLessThan(90_000);
      expect(read?.capturedAgoMs).toBeLessThan(20_000);
      expect(unread?.copyAgeMs).toBeNull();
    });

    it("gives no more copies at once than memory should hold, and the messages all the same", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      // Random text, because what counts is the size as the database stores it.
      const text = () => randomBytes(1_600_000).toString("hex");
      await see(store, "superoffice", 1, [withCopy(5, text()), withCopy(6, text()), 7]);
      const lease = await claimOne(store);
      expect(lease.loaded).toBeNull();
      const messages = await load(store, lease);
      expect(messages.map(({ copy, copyAgeMs }) => [copy !== null, copyAgeMs !== null])).toEqual([
        [true, true],
        [false, false],
        [false, false],
      ]);
    });

    it("makes an idle lane due, keeps the wait of one that waits", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      expect(await claim(store)).toEqual([]);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      await store.releaseLane(lease, { kind: "again", afterMs: 60_000, reason: "Asked for quiet.", counts: true });
      await see(store, "superoffice", 1, [6]);
      expect(await claim(store)).toEqual([]);
    });
  });

  describe("the feed's position", () => {
    const minutesPass = (minutes: number) => scene().passTime(minutes * 60_000);

    it("is null before the feed was ever read, and begins once", async () => {
      const { store } = scene();
      expect(await store.feedStart("superoffice")).toBeNull();
      await store.beginFeed("superoffice", message(100));
      await store.beginFeed("superoffice", message(200));
      expect(await store.feedStart("superoffice")).toBe("100");
      expect(await store.feedStart("requestor")).toBeNull();
    });

    it("is the newest id known ten minutes ago, so that a late id is read", async () => {
      const { store } = scene();
      await store.beginFeed("superoffice", message(100));
      await minutesPass(3);
      await see(store, "superoffice", 1, [], { feedNewest: 200 });
      expect(await store.feedStart("superoffice")).toBe("100");
      await minutesPass(4);
      await see(store, "superoffice", 1, [], { feedNewest: 300 });
      expect(await store.feedStart("superoffice")).toBe("100");
      await minutesPass(7);
      await see(store, "superoffice", 1, [], { feedNewest: 400 });
      expect(await store.feedStart("superoffice")).toBe("200");
      await minutesPass(10.1);
      await see(store, "superoffice", 1, [], { feedNewest: 400 });
      expect(await store.feedStart("superoffice")).toBe("400");
    });

    it("starts ten minutes before the last reading, however long the bridge was down", async () => {
      const { store } = scene();
      await store.beginFeed("superoffice", message(100));
      await minutesPass(30);
      await see(store, "superoffice", 1, [], { feedNewest: 200 });
      await minutesPass(5);
      await see(store, "superoffice", 1, [], { feedNewest: 300 });
      await minutesPass(5 * 60);
      expect(await store.feedStart("superoffice")).toBe("100");
      await see(store, "superoffice", 1, [], { feedNewest: 400 });
      expect(await store.feedStart("superoffice")).toBe("300");
    });

    it("stays where it is while a reading has not come as far as the newest id that is known", async () => {
      const { store } = scene();
      await store.beginFeed("superoffice", message(100));
      await minutesPass(30);
      await see(store, "superoffice", 1, [], { feedNewest: 300 });
      await minutesPass(60);
      await see(store, "superoffice", 1, [], { feedNewest: 200 });
      expect(await store.feedStart("superoffice")).toBe("100");
      await see(store, "superoffice", 1, [], { feedNewest: 300 });
      expect(await store.feedStart("superoffice")).toBe("300");
    });

    it("never goes back, and does not fill the table", async () => {
      const { store } = scene();
      await store.beginFeed("superoffice", "0" as MessageId);
      for (let newest = 1; newest <= 40; newest += 1) {
        await minutesPass(1);
        await see(store, "superoffice", 1, [], { feedNewest: newest });
      }
      await see(store, "superoffice", 1, [], { feedNewest: 7 });
      expect(Number(await store.feedStart("superoffice"))).toBeGreaterThanOrEqual(28);
      expect(Number(await store.feedStart("superoffice"))).toBeLessThanOrEqual(31);
      expect(await scene().countCheckpoints()).toBeLessThanOrEqual(13);
      // The last known is still the newest: a reading that comes as far goes on from there.
      await minutesPass(11);
      await see(store, "superoffice", 1, [], { feedNewest: 40 });
      expect(await store.feedStart("superoffice")).toBe("40");
    });
  });
}

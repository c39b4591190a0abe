import { describe, expect, it } from "vitest";

import { changeOf, follow, linkPair, message, see, seeWhole, ticket } from "./acts.ts";
import { changes, claim, leaseMs, learnOne, onlyMirror, pair } from "./creation-work.ts";
import type { Scene } from "./scene.ts";

/** What becomes of a creation: both are linked, or an operator decides. */
export function describeCreated(scene: () => Scene): void {
  describe("linking what was created", () => {
    it("links both in the commit that ends it, from the start, the first message standing as mirrored", async () => {
      const { store, heard, now, passTime } = scene();
      const lease = await learnOne(store, "superoffice", 1);
      await passTime(3_000);
      await store.recordCreation(lease, leaseMs, changes.sending);
      await passTime(3_000);
      await store.recordCreation(lease, leaseMs, changes.created);
      await passTime(3_000);
      await heard();
      const ids = { sourceMessageId: message(9), targetMessageId: message(91) };
      const mirror = { ...ids, visibility: "public", carriedHash: "public 1", losses: ["The To line.\0"] } as const;
      const made = await store.linkCreation(lease, pair(1, 47), mirror);
      expect(made).toMatchObject({ link: { superofficeTicketId: "1", requestorTicketId: "47" } });
      expect(await heard()).toEqual(expect.arrayContaining(["requestor-polls", "superoffice-polls"]));
      expect(await store.getCreation(lease.id)).toMatchObject({
        state: "linked",
        target: { side: "requestor", ticketId: "47" },
        reason: null,
      });
      expect(await store.standingOf("superoffice", message(9), 1)).toMatchObject({
        state: "mirrored",
        targetMessageId: "91",
      });
      expect((await store.listLinks({ cursor: null, limit: 1 })).items[0]?.lanes[0]).toMatchObject({ mirrored: 1 });
      const told = await onlyMirror(store);
      expect(told).toMatchObject({ attempts: 1, correlationId: lease.correlationId });
      expect(told?.trace.map(({ at: _at, ...line }) => line)).toEqual([
        { what: "captured", detail: "With its ticket." },
        { what: "sending", detail: "Making it.\uFFFD", requestId: "c-1" },
        { what: "mirrored", detail: "Made.", requestId: "c-1", status: 201 },
      ]);
      // Each step came three seconds after the one before, and the first of them when the ticket was learned.
      const [captured = 0, sent = 0, mirrored = 0] = [told?.capturedAt, told?.sentAt, told?.mirroredAt].map(Number);
      for (const apart of [sent - captured, mirrored - sent, now() - mirrored]) {
        expect(apart).toBeGreaterThanOrEqual(3_000);
        expect(apart).toBeLessThan(60_000);
      }
      expect(Math.abs((told?.trace[0]?.at ?? 0) - captured)).toBeLessThan(2);
      await seeWhole(store, "superoffice", 1, [9, 10]);
      expect(await see(store, "requestor", 47, [91, 92])).toEqual(["92"]);
      expect(await store.countMirrors()).toMatchObject({ mirrored: 1, pending: 2 });
      const [first] = (
        await store.listMirrors({ state: "mirrored", linkId: null, side: null }, { cursor: null, limit: 9 })
      ).items;
      expect(first).toMatchObject({ visibility: "public", source: { messageId: "9" } });
      // What was carried is known, so that a change before the first look is one.
      expect(await follow(store, "superoffice", 1, [changeOf(9, { carriedHash: "public 1" })])).toEqual([]);
      expect(await follow(store, "superoffice", 1, [changeOf(9, { carriedHash: "internal 1" })])).toEqual(["9"]);
      expect(await store.recordCreation(lease, leaseMs, changes.held)).toBe(false);
      expect(await claim(store)).toEqual([]);
    });

    it("links nothing when a person linked one of them meanwhile", async () => {
      const { store } = scene();
      const lease = await learnOne(store, "requestor", 47);
      await linkPair(store, 1, 47);
      expect(await store.linkCreation(lease, pair(2, 47), null)).toEqual({ taken: "requestor" });
      expect(await store.recordCreation(lease, leaseMs, changes.held)).toBe(true);
    });
  });

  describe("what an operator does with a creation", () => {
    it("retries a held or skipped one whatever its age, and looks again for one that may exist", async () => {
      const { store } = scene();
      const old = await learnOne(store, "superoffice", 1);
      await store.recordCreation(old, leaseMs, changes.skipped);
      expect(await store.retryCreation(old.id)).toMatchObject({ outcome: "done", creation: { state: "pending" } });
      expect(await claim(store)).toMatchObject([{ id: old.id, state: "pending", wanted: true }]);
      const made = await learnOne(store, "superoffice", 2);
      await store.recordCreation(made, leaseMs, changes.created);
      await store.recordCreation(made, leaseMs, changes.held);
      expect(await store.retryCreation(made.id)).toMatchObject({ creation: { state: "uncertain" } });
      expect(await claim(store)).toMatchObject([{ id: made.id, state: "uncertain", targetTicketId: "47" }]);
    });

    it("skips one that waits, and takes it from its worker", async () => {
      const { store } = scene();
      const lease = await learnOne(store, "superoffice", 1);
      expect(await store.skipCreation(lease.id, "Not this one.\0")).toMatchObject({
        outcome: "done",
        creation: { state: "skipped", reason: "Not this one.\uFFFD" },
      });
      expect(await store.recordCreation(lease, leaseMs, changes.sending)).toBe(false);
      await store.learnTickets("superoffice", [ticket(1)]);
      expect(await claim(store)).toEqual([]);
    });

    it("adopts a ticket as the counterpart, unless one of both is linked", async () => {
      const { store } = scene();
      const lease = await learnOne(store, "superoffice", 1);
      await store.recordCreation(lease, leaseMs, changes.held);
      await linkPair(store, 5, 6);
      expect(await store.adoptCreation(lease.id, pair(1, 6), null)).toEqual({ outcome: "taken", side: "requestor" });
      expect(await store.adoptCreation(lease.id, pair(1, 7), null)).toMatchObject({
        outcome: "done",
        creation: { state: "linked", target: { ticketId: "7" } },
      });
    });

    it("refuses what cannot be, and ids that nobody gave out", async () => {
      const { store } = scene();
      const lease = await learnOne(store, "superoffice", 1);
      await store.recordCreation(lease, leaseMs, changes.sending);
      for (const act of [store.retryCreation(lease.id), store.skipCreation(lease.id, "x")]) {
        expect(await act).toEqual({ outcome: "wrong-state", state: "sending" });
      }
      expect(await store.adoptCreation(lease.id, pair(1, 7), null)).toMatchObject({ outcome: "wrong-state" });
      for (const id of ["0", "99", "abc", "", "-1"]) {
        expect(await store.getCreation(id)).toBeNull();
        expect(await store.retryCreation(id)).toEqual({ outcome: "not-found" });
        expect(await store.skipCreation(id, "x")).toEqual({ outcome: "not-found" });
        expect(await store.adoptCreation(id, pair(1, 7), null)).toEqual({ outcome: "not-found" });
      }
    });

    it("lists them newest first, by state and side, page by page", async () => {
      const { store } = scene();
      await store.learnTickets("superoffice", [ticket(1)]);
      await store.learnTickets("superoffice", [ticket(2)]);
      await store.learnTickets("requestor", [ticket(3)]);
      const all = { state: null, side: null };
      const first = await store.listCreations(all, { cursor: null, limit: 2 });
      expect(first.items.map(({ source }) => source.ticketId)).toEqual(["3", "2"]);
      const second = await store.listCreations(all, { cursor: first.nextCursor, limit: 2 });
      expect(second).toMatchObject({ items: [{ source: { ticketId: "1" } }], nextCursor: null });
      const superoffice = await store.listCreations({ ...all, side: "superoffice" }, { cursor: null, limit: 9 });
      expect(superoffice.items).toHaveLength(2);
      expect((await store.listCreations({ ...all, state: "held" }, { cursor: null, limit: 9 })).items).toEqual([]);
      expect(await store.creationOf("requestor", ticket(3))).toMatchObject({ state: "pending", target: null });
      expect(await store.creationOf("requestor", ticket(4))).toBeNull();
    });
  });
}

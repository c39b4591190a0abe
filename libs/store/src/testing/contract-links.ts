import { describe, expect, it } from "vitest";

import { claimPolls, linkPair, message, see, ticket } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

const pair = (superoffice: number, requestor: number) => ({
  superofficeTicketId: ticket(superoffice),
  requestorTicketId: ticket(requestor),
  superofficeTitle: "",
  requestorTitle: "",
  requestorRef: null,
  present: { superoffice: [], requestor: [] },
});

export function describeLinks(scene: () => Scene): void {
  describe("links", () => {
    it("have both lanes, titles and text ids, and are polled at once", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      expect(link).toMatchObject({
        superofficeTicketId: "1",
        requestorRef: "INC-2",
        paused: false,
        lanes: [
          { direction: "superoffice-to-requestor", pending: 0, reason: null, stopped: false },
          { direction: "requestor-to-superoffice", pending: 0, reason: null, stopped: false },
        ],
      });
      expect(await store.getLink(link.id)).toEqual(link);
      expect(await claimPolls(store, "superoffice", { intervalMs: 1_000 })).toMatchObject([
        { linkId: link.id, ticketId: "1", hinted: true, troubled: false },
      ]);
    });

    it("take titles and references as helpdesks send them, NUL characters and all", async () => {
      const { store } = scene();
      const odd = { superofficeTitle: "a\0", requestorTitle: "b\ud83d", requestorRef: "c\0" };
      const made = await store.createLink({ ...pair(1, 2), ...odd });
      expect(made).toMatchObject({
        link: { superofficeTitle: "a\uFFFD", requestorTitle: "b\uFFFD", requestorRef: "c\uFFFD" },
      });
    });

    it("keep ids exact beyond what a double can hold", async () => {
      const { store } = scene();
      await store.createLink({ ...pair(1, 2), superofficeTicketId: ticket("9223372036854775807") });
      expect((await store.listLinks({ cursor: null, limit: 1 })).items[0]?.superofficeTicketId).toBe(
        "9223372036854775807",
      );
    });

    it("say which ticket is taken", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      expect(await store.createLink(pair(1, 5))).toEqual({ taken: "superoffice" });
      expect(await store.createLink(pair(5, 2))).toEqual({ taken: "requestor" });
      expect(await store.createLink(pair(1, 2))).toEqual({ taken: "both" });
      expect(await store.createLink(pair(1, 4))).toEqual({ taken: "both" });
      expect("link" in (await store.createLink(pair(2, 1)))).toBe(true);
    });

    it("have one winner when the same ticket is linked by several at once", async () => {
      const { store, other } = scene();
      const tries = [2, 3, 4, 5].map((requestor, place) =>
        (place % 2 === 0 ? store : other).createLink(pair(1, requestor)),
      );
      const outcomes = await Promise.all(tries);
      expect(outcomes.filter((outcome) => "link" in outcome)).toHaveLength(1);
      expect(outcomes.filter((outcome) => "taken" in outcome)).toHaveLength(3);
    });

    it("are listed newest first, page by page", async () => {
      const { store } = scene();
      for (const n of [1, 2, 3]) await linkPair(store, n, n);
      const first = await store.listLinks({ cursor: null, limit: 2 });
      expect(first.items.map(({ superofficeTicketId }) => superofficeTicketId)).toEqual(["3", "2"]);
      const second = await store.listLinks({ cursor: first.nextCursor, limit: 2 });
      expect(second.items.map(({ superofficeTicketId }) => superofficeTicketId)).toEqual(["1"]);
      expect(second.nextCursor).toBeNull();
    });

    it("are not found by ids that nobody gave out", async () => {
      const { store } = scene();
      for (const id of ["0", "17", "abc", "", "-1", "9".repeat(40), "1; DROP TABLE links"]) {
        expect(await store.getLink(id)).toBeNull();
        expect(await store.setLinkPaused(id, true)).toBeNull();
        expect(await store.removeLink(id, "Gone.")).toBe(false);
        expect(await store.getMirror(id)).toBeNull();
        expect(await store.retryMirror(id)).toEqual({ outcome: "not-found" });
        await store.postponePoll("requestor", id, { afterMs: 5, reason: null });
      }
    });

    it("resume with both lanes and polls due and nothing stopped", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await claimPolls(store, "requestor");
      await store.releaseLane(await claimOne(store), { kind: "stopped", afterMs: 60_000, reason: "Merged." });
      expect(await store.setLinkPaused(link.id, true)).toMatchObject({ paused: true });
      expect(await store.pollLoad("requestor")).toEqual({ active: 0, quiet: 0 });
      expect(await claimPolls(store, "requestor")).toEqual([]);
      const resumed = await store.setLinkPaused(link.id, false);
      expect(resumed?.lanes[0]).toMatchObject({ stopped: false, reason: null });
      expect(await claim(store)).toHaveLength(2);
      expect(await claimPolls(store, "requestor")).toHaveLength(1);
    });

    it("resumed under a worker that has the lane are looked at again after it", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      await store.setLinkPaused(link.id, true);
      await store.setLinkPaused(link.id, false);
      await store.releaseLane(lease, { kind: "idle" });
      const again = await claim(store);
      expect(again.map(({ direction }) => direction)).toContain("superoffice-to-requestor");
    });
  });

  describe("unlinking", () => {
    it("keeps what is mirrored, skips what waits with the reason, and takes the lane from its worker", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6, 7, 8, 9]);
      const lease = await claimOne(store);
      const [a = "", b = "", c = "", d = "", e = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      const changes = [to.mirrored(a, 77), to.sending(b), to.uncertain(c), to.held(d)];
      await store.recordChanges(lease, leaseMs, changes);
      expect(await store.removeLink(link.id, "Unlinked by hand.")).toBe(true);
      expect(await store.removeLink(link.id, "Unlinked by hand.")).toBe(false);
      expect(await store.getMirror(a)).toMatchObject({ state: "mirrored" });
      for (const id of [b, c, d, e]) {
        expect(await store.getMirror(id)).toMatchObject({ state: "skipped", reason: "Unlinked by hand." });
      }
      expect(await store.countMirrors()).toMatchObject({ mirrored: 1, skipped: 4, pending: 0, held: 0 });
      expect(await store.recordChanges(lease, leaseMs, [to.mirrored(b, 78)])).toBe(false);
      expect(await store.getLink(link.id)).toBeNull();
      expect(await claim(store)).toEqual([]);
      expect(await claimPolls(store, "superoffice", { intervalMs: 1_000 })).toEqual([]);
    });

    it("lets the same pair go on with its mirrors, and the present ids be set anew", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [4] });
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.mirrored(mirrorId, 77)]);
      await store.removeLink(link.id, "For now.");
      const again = await linkPair(store, 1, 2, { superoffice: [4, 5, 6] });
      expect(again.id).toBe(link.id);
      expect(again.lanes[0]).toMatchObject({ mirrored: 1 });
      expect(await see(store, "superoffice", 1, [4, 5, 6, 7])).toEqual(["7"]);
      expect(await see(store, "requestor", 2, [77])).toEqual([]);
      await store.removeLink(link.id, "For now.");
      await linkPair(store, 1, 2);
      expect(await see(store, "superoffice", 1, [4, 5, 6, 7])).toEqual(["4", "6"]);
    });

    it("frees both tickets for other links, where a message that had its row does not cross again", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await store.removeLink(link.id, "Wrong pair.");
      await linkPair(store, 1, 3);
      await linkPair(store, 4, 2);
      expect(await see(store, "superoffice", 1, [5, 6])).toEqual(["6"]);
    });
  });

  describe("a mirror found by its marker after its link was removed", () => {
    it("still gets its target, so that it never crosses back", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      await store.removeLink(link.id, "Unlinked during a POST.");
      const event = { what: "recognised", detail: "" };
      expect(await store.adoptRecognised(mirrorId, message(77), event)).toBe("adopted");
      expect(await store.countMirrors()).toMatchObject({ mirrored: 1, skipped: 0 });
      expect(await claim(store)).toEqual([]);
    });
  });
}

import { describe, expect, it } from "vitest";

import type { WakeTopic } from "@ticket-bridge/sync";

import { claimPolls, linkPair, see, ticket } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claimOne } from "./work.ts";

export function describePollsAndSides(scene: () => Scene): void {
  describe("polls", () => {
    it("come most overdue first and are due again after the interval", async () => {
      const { store, passTime } = scene();
      const links = [];
      for (const n of [1, 2, 3]) links.push(await linkPair(store, n, n));
      await claimPolls(store, "requestor");
      for (const [place, { id }] of links.entries()) {
        await store.postponePoll("requestor", id, { afterMs: 30_000 - place * 1_000, reason: null });
      }
      await passTime(30_000);
      const claimed = await claimPolls(store, "requestor", { limit: 2 });
      expect(claimed.map(({ ticketId }) => ticketId)).toEqual(["3", "2"]);
      expect((await claimPolls(store, "requestor")).map(({ ticketId }) => ticketId)).toEqual(["1"]);
      expect(await claimPolls(store, "requestor")).toEqual([]);
      await passTime(61_000);
      expect(await claimPolls(store, "requestor")).toHaveLength(3);
    });

    it("are taken by one of two claimers", async () => {
      const { store, other } = scene();
      for (let n = 1; n <= 30; n += 1) await linkPair(store, n, n);
      // The turn to read is taken first: of several that ask for it at once, also of one worker, only one gets it.
      const first = await claimPolls(store, "requestor", { limit: 1 });
      const claims = await Promise.all(
        [store, other, store, other].map((one) => claimPolls(one, "requestor", { limit: 20 })),
      );
      const tickets = [first, ...claims].flat().map(({ ticketId }) => ticketId);
      expect(new Set(tickets).size).toBe(tickets.length);
      tickets.push(...(await claimPolls(store, "requestor", { limit: 30 })).map(({ ticketId }) => ticketId));
      expect(tickets).toHaveLength(30);
    });

    it("become due by a hint, which unknown tickets do not disturb", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await claimPolls(store, "requestor");
      await store.hint("requestor", []);
      await store.hint("requestor", [ticket(999), ticket(1)]);
      expect(await claimPolls(store, "requestor")).toEqual([]);
      await store.hint("requestor", [ticket(2), ticket(2), ticket(999)]);
      expect(await claimPolls(store, "requestor")).toHaveLength(1);
    });

    it("wait after a failure, and are all due when asked", async () => {
      const { store, passTime } = scene();
      const link = await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      await claimPolls(store, "requestor");
      await store.postponePoll("requestor", link.id, { afterMs: 300_000, reason: null });
      await passTime(120_000);
      expect((await claimPolls(store, "requestor")).map(({ ticketId }) => ticketId)).toEqual(["4"]);
      await store.makeAllPollsDue("requestor");
      expect(await claimPolls(store, "requestor")).toHaveLength(2);
    });

    it("stay due after a failure when a hint came meanwhile", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await claimPolls(store, "requestor");
      await store.hint("requestor", [ticket(2)]);
      await store.postponePoll("requestor", link.id, { afterMs: 60_000, reason: "The ticket is gone." });
      expect(await claimPolls(store, "requestor")).toHaveLength(1);
      expect((await store.getLink(link.id))?.lanes[1]?.reason).toBe("The ticket is gone.");
    });

    it("show why they fail on the lane from their side, until one works", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const reasons = async () => (await store.getLink(link.id))?.lanes.map(({ reason }) => reason);
      const fail = (reason: string | null) => store.postponePoll("requestor", link.id, { afterMs: 60_000, reason });
      await fail("The ticket is gone.\0");
      await fail(null);
      expect(await reasons()).toEqual([null, "The ticket is gone.\uFFFD"]);
      expect((await store.listLinks({ cursor: null, limit: 1 })).items).toEqual([await store.getLink(link.id)]);
      await store.clearPollTrouble("superoffice", link.id);
      expect(await reasons()).toEqual([null, "The ticket is gone.\uFFFD"]);
      await store.clearPollTrouble("requestor", link.id);
      await store.clearPollTrouble("requestor", "nonsense");
      expect(await reasons()).toEqual([null, null]);
    });

    it("show why they fail only while the lane has no reason of its own", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "requestor", 2, [5]);
      await store.postponePoll("requestor", link.id, { afterMs: 60_000, reason: "The ticket is gone." });
      const wait = { afterMs: 60_000, reason: "Asked for quiet.", counts: true };
      await store.releaseLane(await claimOne(store), { kind: "again", ...wait });
      expect((await store.getLink(link.id))?.lanes.map(({ reason }) => reason)).toEqual([null, "Asked for quiet."]);
    });

    it("keep why they failed until the ticket can be read, and tell whoever claims them", async () => {
      const { store, other, passTime } = scene();
      const link = await linkPair(store, 1, 2);
      const reasons = async () => (await store.getLink(link.id))?.lanes.map(({ reason }) => reason);
      await claimPolls(store, "requestor");
      await store.postponePoll("requestor", link.id, { afterMs: 60_000, reason: "The ticket is gone." });
      await store.makeAllPollsDue("requestor");
      expect(await reasons()).toEqual([null, "The ticket is gone."]);
      await store.leaveTurns("reader");
      expect(await claimPolls(other, "requestor", { workerId: "another" })).toMatchObject([{ troubled: true }]);
      await other.clearPollTrouble("requestor", link.id);
      expect(await reasons()).toEqual([null, null]);
      await passTime(61_000);
      expect(await claimPolls(other, "requestor", { workerId: "another" })).toMatchObject([{ troubled: false }]);
    });

    it("forget why they failed when their link goes on and when it is made again", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const reasons = async () => (await store.getLink(link.id))?.lanes.map(({ reason }) => reason);
      const fail = () => store.postponePoll("requestor", link.id, { afterMs: 60_000, reason: "The ticket is gone." });
      await fail();
      await store.setLinkPaused(link.id, true);
      expect(await reasons()).toEqual([null, "The ticket is gone."]);
      await store.setLinkPaused(link.id, false);
      expect(await reasons()).toEqual([null, null]);

      await fail();
      await store.removeLink(link.id, "Done.");
      await linkPair(store, 1, 2);
      expect(await reasons()).toEqual([null, null]);
    });

    it("wait after a failure however long the call took", async () => {
      const { store, passTime } = scene();
      const link = await linkPair(store, 1, 2);
      await claimPolls(store, "requestor", { intervalMs: 10_000 });
      await passTime(30_000);
      await store.postponePoll("requestor", link.id, { afterMs: 60_000, reason: null });
      expect(await claimPolls(store, "requestor")).toEqual([]);
    });

    it("leave out a paused side and count the links that are polled", async () => {
      const { store } = scene();
      expect(await store.pollLoad("requestor")).toEqual({ active: 0, quiet: 0 });
      await linkPair(store, 1, 2);
      await store.setPaused("requestor", true);
      expect(await claimPolls(store, "requestor")).toEqual([]);
      expect(await claimPolls(store, "superoffice")).toHaveLength(1);
      expect(await store.pollLoad("requestor")).toEqual({ active: 0, quiet: 1 });
    });
  });

  describe("sides", () => {
    it("keep pause, times and trouble, by the database's clock", async () => {
      const { store } = scene();
      await store.recordSideTrouble("superoffice", "SuperOffice refused the credentials.\0", "credentials");
      await store.recordChangesRefused("superoffice", "No such provider.\0");
      await store.setPaused("requestor", true);
      const [superoffice, requestor] = await store.sideStandings();
      expect(superoffice).toMatchObject({
        side: "superoffice",
        paused: false,
        lastSuccessAt: null,
        trouble: "SuperOffice refused the credentials.\uFFFD",
        troubleCause: "credentials",
        changesRefused: "No such provider.\uFFFD",
      });
      expect(superoffice?.lastFailureAt).toBeGreaterThan(1_600_000_000_000);
      expect(requestor).toMatchObject({ side: "requestor", paused: true, trouble: null, troubleCause: null });
      expect(requestor).toMatchObject({ changesRefused: null });
      await store.recordSideSuccess("superoffice", null);
      expect((await store.sideStandings())[0]).toMatchObject({
        ...{ trouble: null, troubleCause: null, changesRefused: "No such provider.\uFFFD" },
      });
      await store.recordChangesRefused("superoffice", null);
      expect((await store.sideStandings())[0]).toMatchObject({ changesRefused: null });
      expect((await store.sideStandings())[0]?.lastSuccessAt).toBeGreaterThan(1_600_000_000_000);
    });

    it("keep when their webhooks were heard and refused last, whichever process heard it", async () => {
      const { store, other, now } = scene();
      const agesOf = async () =>
        (await store.sideStandings()).map(({ hookHeardAt, hookRefusedAt }) =>
          [hookHeardAt, hookRefusedAt].map((at) => (at === null ? null : Math.round((now() - at) / 60_000))),
        );
      const minutes = (count: number) => count * 60_000;
      expect(await agesOf()).toEqual([
        [null, null],
        [null, null],
      ]);
      await store.recordHooks("requestor", { heardAgoMs: minutes(3), refusedAgoMs: null });
      await other.recordHooks("requestor", { heardAgoMs: minutes(5), refusedAgoMs: minutes(7) });
      await other.recordHooks("superoffice", { heardAgoMs: null, refusedAgoMs: minutes(9) });
      expect(await agesOf()).toEqual([
        [null, 9],
        [3, 7],
      ]);
      await other.recordHooks("requestor", { heardAgoMs: 0, refusedAgoMs: null });
      expect(await agesOf()).toEqual([
        [null, 9],
        [0, 7],
      ]);
    });

    it("when resumed, try at once what waited, but not what was stopped", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      for (const n of [1, 3]) {
        await see(store, "superoffice", n, [n * 10]);
        const lease = await claimOne(store);
        const wait = { afterMs: 60_000, reason: "It waits." };
        await store.releaseLane(
          lease,
          n === 1 ? { kind: "again", counts: true, ...wait } : { kind: "stopped", ...wait },
        );
      }
      await store.setPaused("superoffice", true);
      await store.setPaused("superoffice", false);
      expect((await claimOne(store)).sourceTicketId).toBe("1");
    });
  });

  describe("the identity", () => {
    it("is stored once: who comes second gets the first one's", async () => {
      const { store, other } = scene();
      expect(await store.readIdentity()).toBeNull();
      const propose = (n: number) => ({
        bridgeId: `bridge-${n}`,
        secret: `secret-${n}`,
        superofficeUrl: "https://so.example",
        requestorUrl: "https://req.example",
      });
      const stands = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? store : other).establishIdentity(propose(n))));
      expect(new Set(stands.map((identity) => JSON.stringify(identity))).size).toBe(1);
      expect(await other.readIdentity()).toEqual(stands[0]);
      expect(await store.establishIdentity(propose(9))).toEqual(stands[0]);
    });
  });

  describe("waking", () => {
    it("tells both processes of due lanes and polls, until they stop listening", async () => {
      const { store, other } = scene();
      const heard: string[] = [];
      const stops = [
        store.onWake((topic: WakeTopic) => heard.push(`store ${topic}`)),
        other.onWake((topic: WakeTopic) => heard.push(`other ${topic}`)),
      ];
      await linkPair(store, 1, 2);
      await expect
        .poll(() => [...heard].sort())
        .toEqual([
          "other requestor-polls",
          "other superoffice-polls",
          "store requestor-polls",
          "store superoffice-polls",
        ]);
      heard.length = 0;
      await see(store, "superoffice", 1, [5]);
      await expect.poll(() => [...heard].sort()).toEqual(["other lanes", "store lanes"]);
      heard.length = 0;
      await store.setPaused("requestor", true);
      await expect.poll(() => [...heard].sort()).toEqual(["other sides", "store sides"]);
      await store.setPaused("requestor", false);
      await expect.poll(() => heard).toContain("other requestor-polls");
      expect(heard).not.toContain("other superoffice-polls");
      heard.length = 0;
      stops[0]?.();
      await store.hint("requestor", [ticket(2)]);
      await expect.poll(() => heard).toEqual(["other requestor-polls"]);
      stops[1]?.();
    });
  });
}

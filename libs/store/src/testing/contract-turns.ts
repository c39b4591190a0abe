import { activeForMs, type PollTurn } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { claimPolls, linkPair, pollClaim, see, ticket } from "./acts.ts";
import type { Scene } from "./scene.ts";

const leaseMs = 10_000;
const claimOf = (workerId: string) => pollClaim({ workerId, leaseMs });
const tickets = (turn: PollTurn) => (turn.kind === "ours" ? turn.due.map(({ ticketId }) => ticketId) : turn.kind);

export function describeTurns(scene: () => Scene): void {
  describe("the turn to read a side", () => {
    it("is one worker's, who is given polls from its second claim on, and apart for each side", async () => {
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      const first = await store.claimPolls("requestor", claimOf("a"));
      expect(first).toMatchObject({ kind: "ours", isNew: true, due: [] });
      expect(await other.claimPolls("requestor", claimOf("b"))).toMatchObject({ kind: "theirs" });
      expect(await other.claimPolls("superoffice", claimOf("b"))).toMatchObject({ kind: "ours", isNew: true });
      const second = await store.claimPolls("requestor", claimOf("a"));
      expect(second).toMatchObject({ kind: "ours", isNew: false });
      expect(tickets(second)).toEqual(["2"]);
      expect(await store.claimPolls("superoffice", claimOf("a"))).toMatchObject({ kind: "theirs" });
    });

    it("lasts as long as it is claimed again, and tells both how long it lasts", async () => {
      const { store, other, passTime } = scene();
      await store.claimPolls("requestor", claimOf("a"));
      for (let round = 0; round < 4; round += 1) {
        await passTime(7_000);
        expect((await store.claimPolls("requestor", claimOf("a"))).forMs).toBeGreaterThan(9_000);
        const theirs = await other.claimPolls("requestor", claimOf("b"));
        expect(theirs).toMatchObject({ kind: "theirs" });
        expect(theirs.forMs).toBeGreaterThan(5_000);
        expect(theirs.forMs).toBeLessThanOrEqual(leaseMs);
      }
      await passTime(1_000);
      const soon = await store.claimPolls("requestor", claimOf("a"));
      expect(soon.forMs).toBeGreaterThan(5_000);
      expect(soon.forMs).toBeLessThanOrEqual(leaseMs);
    });

    it("is taken over when its owner has not claimed for the length of the lease, and lost by the owner", async () => {
      const { store, other, passTime } = scene();
      await linkPair(store, 1, 2);
      await store.claimPolls("requestor", claimOf("a"));
      await passTime(leaseMs + 1_000);
      expect(await other.claimPolls("requestor", claimOf("b"))).toMatchObject({ kind: "ours", isNew: true });
      expect(await store.claimPolls("requestor", claimOf("a"))).toMatchObject({ kind: "theirs" });
      await other.hint("requestor", [ticket(2)]);
      expect(tickets(await other.claimPolls("requestor", claimOf("b")))).toEqual(["2"]);
    });

    it("is kept by an owner who comes late while nobody else came", async () => {
      const { store, passTime } = scene();
      await store.claimPolls("requestor", claimOf("a"));
      await passTime(leaseMs + 1_000);
      expect(await store.claimPolls("requestor", claimOf("a"))).toMatchObject({ kind: "ours", isNew: false });
    });

    it("is given up at once by who leaves, and by nobody else", async () => {
      const { store, other } = scene();
      await store.claimPolls("requestor", claimOf("a"));
      await store.claimPolls("superoffice", claimOf("a"));
      await other.leaveTurns("b");
      expect(await other.claimPolls("requestor", claimOf("b"))).toMatchObject({ kind: "theirs" });
      await store.leaveTurns("a");
      expect(await other.claimPolls("requestor", claimOf("b"))).toMatchObject({ kind: "ours", isNew: true });
      expect(await other.claimPolls("superoffice", claimOf("b"))).toMatchObject({ kind: "ours", isNew: true });
    });

    it("falls to one of many who ask at the same moment", async () => {
      const { store, other, passTime } = scene();
      for (let round = 0; round < 5; round += 1) {
        const turns = await Promise.all(
          Array.from({ length: 8 }, (_, n) =>
            (n % 2 ? store : other).claimPolls("requestor", claimOf(`${round}.${n}`)),
          ),
        );
        expect(turns.filter(({ kind }) => kind === "ours")).toHaveLength(1);
        await passTime(leaseMs + 1_000);
      }
    });

    it("lets a hint that any process was given be acted on by its owner", async () => {
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      await claimPolls(store, "requestor");
      const woken: string[] = [];
      const stop = store.onWake((topic) => woken.push(topic));
      await expect
        .poll(async () => {
          await other.hint("requestor", [ticket(2)]);
          return woken;
        })
        .toContain("requestor-polls");
      stop();
      expect(await claimPolls(store, "requestor")).toMatchObject([{ ticketId: "2", hinted: true }]);
    });
  });

  describe("the order of polls", () => {
    const pace = { intervals: { activeMs: 60_000, quietMs: 3_600_000 } };

    it("is hints, then active links, then quiet ones, within what may be scheduled", async () => {
      const { store, passTime } = scene();
      for (const n of [1, 2, 3, 4, 5]) await linkPair(store, n, n);
      await claimPolls(store, "requestor", { limit: 10, intervalMs: 60_000 });
      await see(store, "superoffice", 4, [40]);
      await see(store, "requestor", 5, [50]);
      await passTime(70_000);
      await store.makeAllPollsDue("requestor");
      await store.hint("requestor", [ticket(3)]);
      expect(await store.pollLoad("requestor")).toEqual({ active: 2, quiet: 3 });
      const claim = async (limit: number, scheduled: number) =>
        (await claimPolls(store, "requestor", { ...pace, limit, scheduled })).map(({ ticketId }) => ticketId);
      expect(await claim(5, 0)).toEqual(["3"]);
      await store.hint("requestor", [ticket(3)]);
      expect([...(await claim(2, 5)), ...(await claim(5, 1))].slice(0, 3).sort()).toEqual(["3", "4", "5"]);
      expect(await claim(0, 5)).toEqual([]);
      expect(await claim(5, 1)).toHaveLength(1);
      expect(await claim(5, 5)).toHaveLength(1);
      expect(await claim(5, 5)).toEqual([]);
    });

    it("brings an active link back soon and a quiet one later, and forgets after some hours that it was active", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 1);
      await linkPair(store, 2, 2);
      await see(store, "superoffice", 1, [10]);
      const claim = async () => (await claimPolls(store, "requestor", pace)).map(({ ticketId }) => ticketId);
      expect(await claim()).toEqual(["1", "2"]);
      await passTime(61_000);
      expect(await claim()).toEqual(["1"]);
      await passTime(activeForMs);
      expect(await store.pollLoad("requestor")).toEqual({ active: 0, quiet: 2 });
      expect((await claim()).sort()).toEqual(["1", "2"]);
      await passTime(61_000);
      expect(await claim()).toEqual([]);
    });

    it("brings those forward that became active since their last poll, and only them", async () => {
      const { store, passTime } = scene();
      for (const n of [1, 2]) await linkPair(store, n, n);
      await claimPolls(store, "requestor", pace);
      await see(store, "superoffice", 2, [20]);
      await store.hurryActive("requestor", 60_000);
      expect(await claimPolls(store, "requestor", pace)).toEqual([]);
      await passTime(61_000);
      expect(await claimPolls(store, "requestor", pace)).toMatchObject([{ ticketId: "2", hinted: false }]);
    });
  });
}

import { sides } from "@ticket-bridge/helpdesk";
import { delayPercentile } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, see, ticket } from "./acts.ts";
import { anyMirror, firstPage } from "./asked.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claimOne, leaseMs, to, workOn } from "./work.ts";

export function describeStandings(scene: () => DatabaseScene): void {
  describe("the standing of a direction", () => {
    it("counts what waits, is uncertain or held, and tells how long the oldest waits", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await workOn(store, 1, [5, 6, 7, 8], ([a = "", b = "", c = ""]) => [
        ...[to.held(a), to.sending(b), to.uncertain(b, 60_000), to.sending(c)],
      ]);
      await passTime(30_000);
      const standing = (await store.directionStandings())["superoffice-to-requestor"];
      expect(standing).toMatchObject({ waiting: 2, waitingTickets: 0, uncertain: 1, overdue: 0, held: 1 });
      const counted = await store.searchMirrors({ ...anyMirror, state: "waiting", side: "superoffice" }, firstPage);
      expect(counted.items.map(({ state }) => state).sort()).toEqual(["pending", "sending"]);
      expect(standing.oldestWaitingSeconds).toBeGreaterThanOrEqual(30);
      await passTime(40_000);
      expect((await store.directionStandings())["superoffice-to-requestor"]).toMatchObject({ overdue: 1 });
      expect((await store.directionStandings())["requestor-to-superoffice"]).toMatchObject({
        ...{ waiting: 0, uncertain: 0, overdue: 0, held: 0, oldestWaitingSeconds: 0 },
      });
    });

    it("counts what waits in a paused ticket apart, and calls none of it old or overdue", async () => {
      const { store, passTime } = scene();
      const { id } = await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      await workOn(store, 1, [5, 6], ([a = ""]) => [to.sending(a), to.uncertain(a, 60_000)]);
      await store.setLinkPaused(id, true);
      await passTime(3 * 3_600_000);
      const standing = async () => (await store.directionStandings())["superoffice-to-requestor"];
      const apart = { waiting: 1, waitingPaused: 1, uncertain: 1, overdue: 0 };
      expect(await standing()).toMatchObject({ ...apart, oldestWaitingSeconds: 0 });
      await see(store, "superoffice", 3, [7]);
      await passTime(30_000);
      const beside = await standing();
      expect(beside).toMatchObject({ ...apart, waiting: 2 });
      expect(beside.oldestWaitingSeconds).toBeGreaterThanOrEqual(30);
      expect(beside.oldestWaitingSeconds).toBeLessThan(3_600);
      await store.setLinkPaused(id, false);
      const resumed = await standing();
      expect(resumed).toMatchObject({ waiting: 2, waitingPaused: 0, overdue: 1 });
      expect(resumed.oldestWaitingSeconds).toBeGreaterThan(3_600);
    });

    it("tells how long the oldest new ticket waits, unless it is the ticket that lets the bridge wait", async () => {
      const { store, passTime } = scene();
      await store.beginCreating(sides);
      await store.learnTickets("requestor", [ticket(1), ticket(2)]);
      await passTime(3 * 3_600_000);
      const standing = async () => (await store.directionStandings())["requestor-to-superoffice"];
      const age = async () => (await standing()).oldestWaitingSeconds / 3_600;
      expect(await age()).toBeCloseTo(3, 1);
      const { oldestTicketSeconds, oldestWaitingSeconds } = await standing();
      expect(oldestTicketSeconds).toBe(oldestWaitingSeconds);
      const waiting = { to: "waiting", afterMs: 0, reason: "It has no message yet.", counts: false } as const;
      for (const lease of await store.claimCreations("worker", { sources: sides, limit: 10, leaseMs })) {
        await store.recordCreation(lease, leaseMs, { ...waiting, forTicket: true });
      }
      expect(await standing()).toMatchObject({ waiting: 2, oldestWaitingSeconds: 0, oldestTicketSeconds: 0 });
      const [lease] = await store.claimCreations("worker", { sources: sides, limit: 1, leaseMs });
      if (lease === undefined) throw new Error("Nothing was claimed.");
      await store.recordCreation(lease, leaseMs, waiting);
      await passTime(3_600_000);
      expect(await age()).toBeCloseTo(1, 1);
    });

    it("counts tickets without a counterpart with the side they come from", async () => {
      const { store } = scene();
      await store.beginCreating(sides);
      await store.learnTickets("requestor", [ticket(1), ticket(2), ticket(3)]);
      const [a, b] = await store.claimCreations("worker", { sources: sides, limit: 10, leaseMs });
      if (a === undefined || b === undefined) throw new Error("Nothing was claimed.");
      await store.recordCreation(a, leaseMs, { to: "held", reason: "Look at it." });
      await store.recordCreation(b, leaseMs, { to: "uncertain", reason: "Lost.", settleMs: 60_000 });
      expect((await store.directionStandings())["requestor-to-superoffice"]).toMatchObject({
        ...{ waiting: 1, waitingTickets: 1, uncertain: 1, held: 1 },
      });
    });
  });

  describe("the stopped lanes", () => {
    it("are counted with the side they come from and a reason, until a person has them go on or unlinks them", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await store.releaseLane(await claimOne(store), { kind: "stopped", afterMs: 60_000, reason: "Ticket 2 is gone." });
      const none = { count: 0, reason: null };
      const one = { count: 1, reason: "Ticket 2 is gone." };
      expect(await store.stoppedLanes()).toEqual({ "superoffice-to-requestor": one, "requestor-to-superoffice": none });
      await store.removeLink(link.id, "Unlinked.");
      expect(await store.stoppedLanes()).toMatchObject({ "superoffice-to-requestor": none });
    });
  });

  describe("the paused links", () => {
    it("are counted without those that are polled or unlinked", async () => {
      const { store } = scene();
      const links = [await linkPair(store, 1, 2), await linkPair(store, 3, 4), await linkPair(store, 5, 6)];
      for (const { id } of links.slice(0, 2)) await store.setLinkPaused(id, true);
      expect(await store.countPausedLinks()).toBe(2);
      await store.removeLink(links[0]?.id ?? "", "Unlinked.");
      expect(await store.countPausedLinks()).toBe(1);
    });
  });

  describe("what was mirrored a minute", () => {
    it("is counted from the rows, again and again with the same outcome", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await workOn(store, 1, [5, 6], ([a = "", b = ""]) => [
        ...[to.sending(a), to.mirrored(a, 70), to.sending(b), to.mirrored(b, 71)],
      ]);
      await store.countMinutes();
      await store.countMinutes();
      const { now, minutes } = await store.mirroredMinutes(60, 1);
      expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
      expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(2);
      for (const each of minutes) {
        expect(each.direction).toBe("superoffice-to-requestor");
        expect(now - each.minute).toBeLessThan(120_000);
      }
      const { delays } = (await store.directionStandings())["superoffice-to-requestor"];
      expect(delays.reduce((sum, count) => sum + count, 0)).toBe(2);
      expect(delayPercentile(delays, 0.95)).toBeLessThan(20_000);
    });

    it("is counted anew for what came later, is asked for by span, and is forgotten after a week", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await workOn(store, 1, [5], ([a = ""]) => [to.sending(a), to.mirrored(a, 70)]);
      await store.countMinutes();
      await passTime(2 * 3_600_000);
      await workOn(store, 1, [6], ([b = ""]) => [to.sending(b), to.mirrored(b, 71)]);
      await store.countMinutes();
      const within = async (minutes: number) => (await store.mirroredMinutes(minutes, 1)).minutes.length;
      expect([await within(60), await within(1_440)]).toEqual([1, 2]);
      await passTime(9 * 86_400_000);
      await store.countMinutes();
      expect(await within(100_000)).toBe(0);
    });
  });
}

import { describe, expect, it } from "vitest";

import { TargetTakenError } from "@ticket-bridge/sync";

import { linkPair, message, type Scene, see } from "./harness.ts";
import { claim, claimOne, claimSoon, firstOf, leaseMs, load, to } from "./work.ts";

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
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lost = await claimOne(store, { leaseMs: 50 });
      const taken = await claimSoon(other);
      expect(taken.epoch).toBe(lost.epoch + 1);
      expect(await load(other, taken)).toHaveLength(1);
    });
  });

  describe("a stale epoch", () => {
    it("can neither record, nor renew, nor release", async () => {
      const { store, other, sql } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const stale = await claimOne(store, { leaseMs: 1 });
      const { mirrorId } = await firstOf(store, stale);
      const taken = await claimSoon(other);
      const picture = () => sql("SELECT * FROM lanes JOIN mirrors USING (link_id, source_side)");
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
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store, { leaseMs: 1 });
      const { mirrorId } = await firstOf(store, lease);
      expect(await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)])).toBe(true);
      expect(await claim(store)).toEqual([]);
    });
  });

  describe("recording", () => {
    it("follows a message from its intent to its mirror, with times, attempts and trace", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const [first, second] = await load(store, lease);
      if (first === undefined || second === undefined) throw new Error("Two messages were captured.");
      expect(await store.recordChanges(lease, leaseMs, [to.sending(first.mirrorId)])).toBe(true);
      expect(await store.getMirror(first.mirrorId)).toMatchObject({ state: "sending", attempts: 1, target: null });
      const changes = [to.mirrored(first.mirrorId, 77), to.sending(second.mirrorId)];
      expect(await store.recordChanges(lease, leaseMs, changes)).toBe(true);
      const mirror = await store.getMirror(first.mirrorId);
      expect(mirror).toMatchObject({
        state: "mirrored",
        reason: null,
        target: { side: "requestor", ticketId: "2", messageId: "77" },
        losses: ["An inline image."],
      });
      expect(mirror?.trace.map(({ what }) => what)).toEqual(["captured", "sending", "mirrored"]);
      expect(mirror?.sentAt).toBeLessThanOrEqual(mirror?.mirroredAt ?? 0);
      expect((await load(store, lease)).map(({ state }) => state)).toEqual(["sending"]);
    });

    it("drops the copy once a message is mirrored or skipped", async () => {
      const { store, sql } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6, 7]);
      await sql(`UPDATE mirrors SET copy = '{}', copy_at = now() RETURNING 1`);
      const lease = await claimOne(store);
      const [a, b, c] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [to.mirrored(a ?? "", 1), to.skipped(b ?? ""), to.held(c ?? "")]);
      const rows = await sql("SELECT state::text, copy IS NULL AS gone FROM mirrors ORDER BY id");
      expect(rows).toEqual([
        { state: "mirrored", gone: true },
        { state: "skipped", gone: true },
        { state: "held", gone: false },
      ]);
    });

    it("makes two steps of one message in order, or none of them", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      expect(await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.held(mirrorId)])).toBe(true);
      expect(await store.getMirror(mirrorId)).toMatchObject({ state: "held", attempts: 1 });
      expect(await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.held(mirrorId)])).toBe(false);
      expect((await store.getMirror(mirrorId))?.trace).toHaveLength(3);
    });

    it("starts the settle time of an uncertain message at the database's now", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.uncertain(mirrorId, 60_000)]);
      const waiting = await firstOf(store, lease);
      expect(waiting.state).toBe("uncertain");
      expect(waiting.settleRemainingMs).toBeGreaterThan(50_000);
      expect(waiting.settleRemainingMs).toBeLessThanOrEqual(60_000);
      await store.recordChanges(lease, leaseMs, [to.uncertain(mirrorId, 0)]);
      expect((await firstOf(store, lease)).settleRemainingMs).toBeLessThanOrEqual(0);
      await store.recordChanges(lease, leaseMs, [to.pending(mirrorId)]);
      expect((await firstOf(store, lease)).settleRemainingMs).toBeNull();
    });

    it("counts an attempt once, whether it got as far as sending or not", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.pending(mirrorId)]);
      expect((await firstOf(store, lease)).attempts).toBe(1);
      await store.recordChanges(lease, leaseMs, [to.pending(mirrorId)]);
      expect((await firstOf(store, lease)).attempts).toBe(2);
    });

    it("refuses a target that is the mirror of another message, and changes nothing", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const [a = "", b = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [to.mirrored(a, 77)]);
      const doubled = store.recordChanges(lease, leaseMs, [to.mirrored(b, 77)]);
      await expect(doubled).rejects.toThrow(TargetTakenError);
      const twice = store.recordChanges(lease, leaseMs, [to.sending(b), to.mirrored(b, 77)]);
      await expect(twice).rejects.toThrow(TargetTakenError);
      expect(await store.getMirror(b)).toMatchObject({ state: "pending", attempts: 0 });
      expect(await store.recordChanges(lease, leaseMs, [to.mirrored(b, 78)])).toBe(true);
    });

    it("takes the same target twice for one message, when the other lane recognised it first", async () => {
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      const event = { what: "recognised", detail: "By its marker." };
      expect(await other.adoptRecognised(mirrorId, message(77), event)).toBe("adopted");
      expect(await other.adoptRecognised(mirrorId, message(77), event)).toBe("adopted");
      expect(await store.recordChanges(lease, leaseMs, [to.mirrored(mirrorId, 77)])).toBe(true);
      expect(await store.getMirror(mirrorId)).toMatchObject({ state: "mirrored", target: { messageId: "77" } });
      await store.releaseLane({ ...lease }, { kind: "idle" });
      expect(await claim(store)).toEqual([]);
      expect(await other.adoptRecognised(mirrorId, message(78), event)).toBe("settled-elsewhere");
    });

    it("keeps the first twenty and the last forty events of a trace", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      for (let n = 1; n <= 70; n += 1) {
        const event = { what: `n${n}`, detail: "" };
        await store.recordChanges(lease, leaseMs, [{ mirrorId, to: "pending", reason: "Again.", event }]);
      }
      const trace = (await store.getMirror(mirrorId))?.trace.map(({ what }) => what) ?? [];
      expect(trace).toHaveLength(60);
      expect(trace.slice(0, 21)).toEqual(["captured", ...Array.from({ length: 19 }, (_, n) => `n${n + 1}`), "n31"]);
      expect(trace.at(-1)).toBe("n70");
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
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const wait = { kind: "again", afterMs: 30, reason: "Unreachable.", counts: true } as const;
      const first = await claimOne(store);
      const { mirrorId } = await firstOf(store, first);
      await store.releaseLane(first, wait);
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ reason: "Unreachable.", stopped: false });
      const second = await claimSoon(store);
      expect(second.failures).toBe(1);
      await store.releaseLane(second, { ...wait, counts: false });
      const third = await claimSoon(store);
      expect(third.failures).toBe(1);
      await store.recordChanges(third, leaseMs, [to.mirrored(mirrorId, 77)]);
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ reason: null });
      await store.releaseLane(third, { ...wait, counts: false });
      expect((await claimSoon(store)).failures).toBe(0);
    });

    it("shows a stopped lane with its reason and looks at it again after the time", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await store.releaseLane(await claimOne(store), { kind: "stopped", afterMs: 40, reason: "The ticket is gone." });
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ stopped: true, reason: "The ticket is gone." });
      const lease = await claimSoon(store);
      await store.releaseLane(lease, { kind: "idle" });
      expect((await store.getLink(link.id))?.lanes[0]).toMatchObject({ stopped: false, reason: null });
    });
  });

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

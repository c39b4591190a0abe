import type { Visibility } from "@ticket-bridge/helpdesk";
import { TargetTakenError, type MirrorChange } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { changeOf, follow, linkPair, mail, message, see, visibilities, withCopy } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

const seen = (change: MirrorChange, visibility: Visibility): MirrorChange => ({ ...change, visibility });

export function describeRecording(scene: () => Scene): void {
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
        losses: ["The answers to a poll.", "An inline image."],
      });
      expect(mirror?.trace.map(({ what }) => what)).toEqual(["captured", "sending", "mirrored"]);
      expect(mirror?.sentAt).toBeLessThanOrEqual(mirror?.mirroredAt ?? 0);
      expect((await load(store, lease)).map(({ state }) => state)).toEqual(["sending"]);
    });

    it("keeps in the trace as which request a call left and what it was answered with, where that is known", async () => {
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      const changes = [to.sending(mirrorId), to.pending(mirrorId), to.sending(mirrorId), to.uncertain(mirrorId)];
      expect(await store.recordChanges(lease, leaseMs, changes)).toBe(true);
      const late = { what: "answered-late", detail: "It came.", requestId: "c-2", status: 200 };
      expect(await other.adoptRecognised(mirrorId, message(77), late)).toBe("adopted");
      const trace = (await store.getMirror(mirrorId))?.trace ?? [];
      expect(trace.map(({ at: _at, ...line }) => line)).toEqual([
        { what: "captured", detail: "" },
        { what: "sending", detail: "It became sending.", requestId: "c-1" },
        { what: "pending", detail: "It became pending.", requestId: "c-1", status: 503 },
        { what: "sending", detail: "It became sending.", requestId: "c-1" },
        { what: "uncertain", detail: "It became uncertain.", requestId: "c-1" },
        late,
      ]);
    });

    it("tells what came before a change in its commit, with its own time, and likes in a row as one line", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      const look = (n: number, agoMs?: number) => {
        return { what: "looked", detail: `Look ${n}.`, joins: true, ...(agoMs !== undefined && { agoMs }) };
      };
      const stays = { mirrorId, to: "uncertain", reason: null, settleMs: null } as const;
      const decided = { what: "decided", detail: "As a \0 note.", agoMs: 60_000 };
      const sending = { ...to.sending(mirrorId), before: [decided] };
      await store.recordChanges(lease, leaseMs, [sending, to.uncertain(mirrorId), { ...stays, event: look(1) }]);
      const [standing] = await load(store, lease);
      expect(standing?.settleRemainingMs).toBeGreaterThan(30_000);
      expect(await store.getMirror(mirrorId)).toMatchObject({ state: "uncertain", reason: "No answer came." });
      await store.recordChanges(lease, leaseMs, [{ ...stays, event: look(2, 0.5) }]);
      await store.recordChanges(lease, leaseMs, [{ ...to.sending(mirrorId), before: [look(3, 10.25), decided] }]);
      const change = { ...to.uncertain(mirrorId), before: [look(4)] };
      expect(await store.recordAndRelease(lease, [change], { kind: "idle" })).toBe(true);
      const trace = (await store.getMirror(mirrorId))?.trace ?? [];
      expect(trace.map(({ what, detail, times = 1 }) => [what, detail, times])).toEqual([
        ["captured", "", 1],
        ["decided", "As a \uFFFD note.", 1],
        ["sending", "It became sending.", 1],
        ["uncertain", "It became uncertain.", 1],
        ["looked", "Look 3.", 3],
        ["decided", "As a \uFFFD note.", 1],
        ["sending", "It became sending.", 1],
        ["looked", "Look 4.", 1],
        ["uncertain", "It became uncertain.", 1],
      ]);
      const [captured, ago, sent, , looks] = trace;
      expect((sent?.at ?? 0) - (ago?.at ?? 0)).toBeGreaterThan(59_000);
      expect(ago?.at).toBeLessThan(captured?.at ?? 0);
      expect(looks?.lastAt).toBeGreaterThanOrEqual((looks?.at ?? 0) - 11);
      expect([looks?.at, looks?.lastAt].every(Number.isInteger)).toBe(true);
      expect(ago).not.toHaveProperty("times");
      expect(sent).toEqual({ at: sent?.at, what: "sending", detail: "It became sending.", requestId: "c-1" });
    });

    it("gives the lane back with the last changes, exactly as in two steps", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const [a = "", b = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      const again = { kind: "again", afterMs: 0, reason: "Later.", counts: true } as const;
      expect(await store.recordAndRelease(lease, [to.uncertain(a)], again)).toBe(true);
      expect(await store.recordAndRelease(lease, [to.mirrored(a, 77)], { kind: "idle" })).toBe(false);
      expect(await store.getMirror(a)).toMatchObject({ state: "uncertain" });
      const second = await claimOne(store);
      expect(second.failures).toBe(1);
      expect(await store.recordAndRelease(second, [to.mirrored(a, 77)], again)).toBe(true);
      const third = await claimOne(store);
      expect(third.failures).toBe(1);
      const stopped = { kind: "stopped", afterMs: 0, reason: "Gone." } as const;
      expect(await store.recordAndRelease(third, [to.held(b)], stopped)).toBe(true);
      const [lane] = (await store.listLinks({ cursor: null, limit: 1 })).items[0]?.lanes ?? [];
      expect(lane).toMatchObject({ mirrored: 1, held: 1, pending: 0, stopped: true, reason: "Gone." });
      const fourth = await claimOne(store);
      expect(fourth.failures).toBe(1);
      await store.retryMirror(b);
      expect(await store.recordAndRelease(fourth, [to.mirrored(b, 78)], { kind: "idle" })).toBe(true);
      expect(await claim(store)).toHaveLength(1);
    });

    it("drops the copy once a message is mirrored or skipped", async () => {
      const { store, statesWithCopy } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [withCopy(5), withCopy(6), withCopy(7), withCopy(8)]);
      expect(await statesWithCopy()).toHaveLength(4);
      const lease = await claimOne(store);
      const [a, b, c] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [to.mirrored(a ?? "", 1), to.skipped(b ?? ""), to.held(c ?? "")]);
      expect(await statesWithCopy()).toEqual(["held", "pending"]);
    });

    it("knows who may read a source from its capture on, or from where it was tried or held", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [withCopy(5), 6, 7]);
      expect(await visibilities(store)).toEqual(["internal", null, null]);
      const lease = await claimOne(store);
      const [a = "", b = "", c = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [
        seen(to.sending(a), "internal"),
        seen(to.held(b), "internal"),
        seen(to.sending(c), "public"),
      ]);
      expect(await visibilities(store)).toEqual(["internal", "internal", "public"]);
      await store.recordChanges(lease, leaseMs, [to.mirrored(a, 77)]);
      const retried = await store.retryMirror(b);
      expect(retried).toMatchObject({ outcome: "done", mirror: { visibility: "internal" } });
      expect(await visibilities(store)).toEqual(["internal", "internal", "public"]);
    });

    it("keeps a source as internal that was noted as that while it was on its way as public", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [seen(to.sending(mirrorId), "public")]);
      expect(await visibilities(store)).toEqual(["public"]);
      await follow(store, "superoffice", 1, [changeOf(5)]);
      expect(await visibilities(store)).toEqual(["internal", "internal"]);
      await store.recordChanges(lease, leaseMs, [seen(to.mirrored(mirrorId, 70), "public")]);
      expect(await visibilities(store)).toEqual(["internal", "internal"]);
    });

    it("tells of every row of a source that it was seen as internal, whichever of them was tried", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const [first = "", other = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [seen(to.sending(first), "public"), seen(to.sending(other), "public")]);
      const edited = (version: string) =>
        changeOf(5, { version, carriedHash: version, copy: { ...mail(5), visibility: "public" } });
      await follow(store, "superoffice", 1, [edited("v2")]);
      await follow(store, "superoffice", 1, [edited("v3")]);
      expect(await visibilities(store)).toEqual(["public", "public", "public", "public"]);
      const edit = (await load(store, lease)).find(({ kind }) => kind === "edit")?.mirrorId ?? "";
      const internal = seen(to.held(edit), "internal");
      await store.recordChanges(lease, leaseMs, [to.mirrored(other, 71), internal]);
      expect(await visibilities(store)).toEqual(["internal", "public", "internal", "internal"]);
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
      expect(await other.adoptRecognised(mirrorId, message(77), event, "It stands there twice.")).toBe("adopted");
      expect(await store.getMirror(mirrorId)).toMatchObject({ state: "mirrored", reason: "It stands there twice." });
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
      const before = [1, 2, 3].map((n) => ({ what: `b${n}`, detail: "" }));
      const event = { what: "n71", detail: "" };
      await store.recordChanges(lease, leaseMs, [{ mirrorId, to: "pending", reason: "Again.", before, event }]);
      const later = (await store.getMirror(mirrorId))?.trace.map(({ what }) => what) ?? [];
      expect(later).toHaveLength(60);
      expect(later.slice(19, 21)).toEqual(["n19", "n35"]);
      expect(later.slice(-5)).toEqual(["n70", "b1", "b2", "b3", "n71"]);
    });
  });
}

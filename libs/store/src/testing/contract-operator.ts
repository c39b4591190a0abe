import { describe, expect, it } from "vitest";

import { linkPair, message, see, withCopy } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, load, to } from "./work.ts";

export function describeOperator(scene: () => Scene): void {
  /** One message of each state, the lane given back; returns the mirror ids. */
  async function oneOfEach() {
    const { store } = scene();
    await linkPair(store, 1, 2);
    await see(store, "superoffice", 1, [5, 6, withCopy(7), 8, 9]);
    const lease = await claimOne(store);
    const [mirrored = "", skipped = "", held = "", uncertain = "", pending = ""] = (await load(store, lease)).map(
      ({ mirrorId }) => mirrorId,
    );
    const changes = [to.mirrored(mirrored, 77), to.skipped(skipped), to.held(held), to.uncertain(uncertain)];
    await store.recordChanges(lease, leaseMs, changes);
    await store.releaseLane(lease, { kind: "again", afterMs: 60_000, reason: "It waits.", counts: false });
    return { store, mirrored, skipped, held, uncertain, pending };
  }

  describe("retry by hand", () => {
    it("makes a held message pending without its copy, and the lane due", async () => {
      const { store, held } = await oneOfEach();
      expect(await scene().statesWithCopy()).toEqual(["held"]);
      expect(await store.retryMirror(held)).toMatchObject({ outcome: "done", mirror: { id: held, state: "pending" } });
      const rows = await load(store, await claimOne(store));
      expect(rows.find(({ mirrorId }) => mirrorId === held)).toMatchObject({ copy: null, copyAgeMs: null });
    });

    it("leaves an uncertain message uncertain with its settle time, and the lane due", async () => {
      const { store, uncertain } = await oneOfEach();
      expect(await store.retryMirror(uncertain)).toMatchObject({ outcome: "done", mirror: { state: "uncertain" } });
      const rows = await load(store, await claimOne(store));
      expect(rows.find(({ mirrorId }) => mirrorId === uncertain)?.settleRemainingMs).toBeGreaterThan(40_000);
    });
  });

  it("retry, skip and adopt by hand are refused from every other state, and name it", async () => {
    const { store, mirrored, skipped, pending } = await oneOfEach();
    for (const [id, state] of [
      [mirrored, "mirrored"],
      [skipped, "skipped"],
      [pending, "pending"],
    ] as const) {
      expect(await store.retryMirror(id)).toEqual({ outcome: "wrong-state", state });
      expect(await store.skipMirror(id, "No.")).toEqual({ outcome: "wrong-state", state });
      expect(await store.adoptMirror(id, message(99))).toEqual({ outcome: "wrong-state", state });
    }
  });

  it("skip by hand keeps the reason", async () => {
    const { store, held, uncertain } = await oneOfEach();
    for (const id of [held, uncertain]) {
      expect(await store.skipMirror(id, "Not needed.")).toMatchObject({
        outcome: "done",
        mirror: { state: "skipped", reason: "Not needed." },
      });
    }
  });

  it("adopt by hand stores the target, unless another mirror has it", async () => {
    const { store, held } = await oneOfEach();
    expect(await store.adoptMirror(held, message(77))).toEqual({ outcome: "target-taken" });
    expect(await store.getMirror(held)).toMatchObject({ state: "held" });
    expect(await store.adoptMirror(held, message(78))).toMatchObject({
      outcome: "done",
      mirror: { state: "mirrored", target: { side: "requestor", messageId: "78" } },
    });
  });

  it("settling an uncertain message by hand takes the lane from a worker who is about to send it again", async () => {
    const { store } = scene();
    await linkPair(store, 1, 2);
    await see(store, "superoffice", 1, [5]);
    const lease = await claimOne(store);
    const { mirrorId } = await firstOf(store, lease);
    await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.uncertain(mirrorId)]);
    expect(await store.skipMirror(mirrorId, "Seen on the target.")).toMatchObject({ outcome: "done" });
    expect(await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)])).toBe(false);
    expect(await store.getMirror(mirrorId)).toMatchObject({ state: "skipped" });
    expect(await claim(store)).toHaveLength(1);
  });

  it("retrying a held message under a worker that has the lane is not forgotten when it goes idle", async () => {
    const { store } = scene();
    await linkPair(store, 1, 2);
    await see(store, "superoffice", 1, [5]);
    const lease = await claimOne(store);
    const { mirrorId } = await firstOf(store, lease);
    await store.recordChanges(lease, leaseMs, [to.held(mirrorId)]);
    const { nextSeq } = await store.loadLane(lease, 10);
    await store.retryMirror(mirrorId);
    await store.releaseLane({ ...lease, nextSeq }, { kind: "idle" });
    expect(await load(store, await claimOne(store))).toHaveLength(1);
  });

  describe("the list of mirrors", () => {
    it("filters by state, link and side, newest first, page by page", async () => {
      const { store, held } = await oneOfEach();
      const link = await linkPair(store, 11, 12);
      await see(store, "requestor", 12, [50, 51, 52]);
      const none = { state: null, linkId: null, side: null } as const;
      const page = { cursor: null, limit: 50 };
      const sources = async (filter: Parameters<typeof store.listMirrors>[0], at = page) =>
        (await store.listMirrors(filter, at)).items.map(({ source }) => source.messageId);
      expect(await sources({ ...none, state: "held" })).toEqual(["7"]);
      expect(await sources({ ...none, linkId: link.id })).toEqual(["52", "51", "50"]);
      expect(await sources({ ...none, linkId: "nonsense" })).toEqual([]);
      expect(await sources({ ...none, side: "superoffice" })).toEqual(["9", "8", "7", "6", "5"]);
      expect(await sources({ state: "pending", linkId: link.id, side: "requestor" }, { ...page, limit: 2 })).toEqual([
        "52",
        "51",
      ]);
      const first = await store.listMirrors(none, { cursor: null, limit: 6 });
      const second = await store.listMirrors(none, { cursor: first.nextCursor, limit: 6 });
      expect([...first.items, ...second.items].map(({ source }) => source.messageId)).toEqual([
        "52",
        "51",
        "50",
        "9",
        "8",
        "7",
        "6",
        "5",
      ]);
      expect(second.nextCursor).toBeNull();
      const listed = [...first.items, ...second.items].find(({ id }) => id === held);
      expect(await store.getMirror(held)).toMatchObject({ ...listed });
      expect(listed).toMatchObject({
        direction: "superoffice-to-requestor",
        source: { side: "superoffice", ticketId: "1", messageId: "7" },
        target: null,
        reason: "Too large.",
        sourceCreatedAt: 1_700_000_000_000,
      });
    });

    it("tells how long the oldest waits, 0 when nothing does", async () => {
      const { store, passTime } = scene();
      expect(await store.oldestWaitingSeconds()).toBe(0);
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await passTime(90_000);
      expect(await store.oldestWaitingSeconds()).toBeGreaterThanOrEqual(90);
      expect(await store.oldestWaitingSeconds()).toBeLessThan(120);
      const lease = await claimOne(store);
      await store.recordChanges(lease, leaseMs, [to.held((await firstOf(store, lease)).mirrorId)]);
      expect(await store.oldestWaitingSeconds()).toBe(0);
    });
  });
}

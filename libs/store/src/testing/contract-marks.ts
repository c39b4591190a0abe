import { usualOptions } from "@ticket-bridge/sync/testing";
import { describe, expect, it } from "vitest";

import { changeTopics, type ChangeTopic } from "../reads/dashboard-reads.ts";
import { changeOf, follow, linkPair, see, ticket, withCopy } from "./acts.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claimOne, firstOf, leaseMs, load, to } from "./work.ts";

export function describeMarks(scene: () => DatabaseScene): void {
  describe("the marks of changes", () => {
    /** Which topics have another mark after this. */
    const changedBy = async (change: () => Promise<unknown>): Promise<readonly ChangeTopic[]> => {
      const { store, other } = scene();
      const before = await other.changeMarks();
      await change();
      const after = await other.changeMarks();
      expect(Object.keys(after).sort()).toEqual([...changeTopics].sort());
      expect(await store.changeMarks()).toEqual(after);
      return changeTopics.filter((topic) => before[topic] !== after[topic]);
    };

    it("stay while nothing happens, and tell what becomes of a message", async () => {
      const { store } = scene();
      expect(await changedBy(() => Promise.resolve())).toEqual([]);
      expect(await changedBy(() => linkPair(store, 1, 2))).toEqual(["links"]);
      expect(await changedBy(() => see(store, "superoffice", 1, [5, 6]))).toContain("mirrors");
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      const record = (change: Parameters<typeof store.recordChanges>[2][number]) => () =>
        store.recordChanges(lease, leaseMs, [change]);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      expect(await changedBy(record(to.mirrored(mirrorId, 70)))).toEqual(["mirrors"]);
      const second = await firstOf(store, lease);
      expect(await changedBy(record(to.held(second.mirrorId)))).toContain("attention");
      expect(await changedBy(() => store.retryMirror(second.mirrorId))).toContain("attention");
    });

    it("tell each change of a message, also of one that is left out, unlinked or changed where it waits", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [withCopy(5), withCopy(6), withCopy(7), withCopy(8)]);
      // It waits, so that it takes the newer words itself.
      expect(await changedBy(() => follow(store, "superoffice", 1, [changeOf(5)]))).toEqual(["mirrors"]);
      const lease = await claimOne(store);
      const [a = "", b = "", c = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      const record = (...changes: Parameters<typeof store.recordChanges>[2]) => {
        return () => store.recordChanges(lease, leaseMs, changes);
      };
      // A lease that is renewed is no news.
      expect(await changedBy(record())).toEqual([]);
      expect(await changedBy(record(to.sending(a)))).toEqual(["mirrors"]);
      expect(await changedBy(record(to.uncertain(a)))).toEqual(["mirrors", "attention"]);
      expect(await changedBy(record(to.pending(a)))).toEqual(["mirrors", "attention"]);
      expect(await changedBy(record(to.skipped(a)))).toEqual(["mirrors"]);
      await store.recordChanges(lease, leaseMs, [to.uncertain(b)]);
      // One is uncertain before and after.
      expect(await changedBy(record(to.pending(b), to.uncertain(c)))).toEqual(["mirrors", "attention"]);
      expect(await changedBy(() => store.removeLink(id, "It is unlinked."))).toEqual(["mirrors", "attention"]);
    });

    it("tell of pauses, troubles, new tickets, alarms and backfills", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2);
      expect(await changedBy(() => store.setLinkPaused(id, true))).toEqual(["links"]);
      expect(await changedBy(() => store.setPaused("requestor", true))).toEqual(["sides"]);
      expect(await changedBy(() => store.recordSideTrouble("superoffice", "It is away."))).toEqual(["sides"]);
      expect(await changedBy(() => store.recordSideSuccess("superoffice", null))).toEqual(["sides"]);
      // That a helpdesk still works is told every second.
      expect(await changedBy(() => store.recordSideSuccess("superoffice", null))).toEqual([]);
      const heard = { heardAgoMs: 1_000, refusedAgoMs: null };
      expect(await changedBy(() => store.recordHooks("requestor", heard))).toEqual(["hooks"]);
      expect(await changedBy(() => store.recordHooks("requestor", { ...heard, heardAgoMs: 60_000 }))).toEqual([]);
      const refused = { heardAgoMs: null, refusedAgoMs: 1_000 };
      expect(await changedBy(() => store.recordHooks("requestor", refused))).toEqual(["hooks"]);
      await store.beginCreating(["superoffice"]);
      expect(await changedBy(() => store.learnTickets("superoffice", [ticket(9)]))).toEqual(["creations"]);
      expect(await changedBy(() => store.createBackfill(usualOptions))).toEqual(["backfills"]);
      await see(store, "superoffice", 1, [5]);
      const [row] = (await store.linkMap(id))?.rows ?? [];
      const leak = { mirrorId: row?.mirrorId ?? "", reason: "It is public." };
      expect(await changedBy(() => store.recordLeaks(id, [leak]))).toEqual(["audit"]);
      const [alarm] = await store.standingAlarms();
      expect(await changedBy(() => store.acknowledgeAlarms("Jane", [alarm?.id ?? ""]))).toEqual(["audit"]);
    });

    it("tell what people ask, and what becomes of it", async () => {
      const { store } = scene();
      const act = { name: "Jane", role: "operator", act: "a", what: "A.", target: null, requestId: "1" } as const;
      let id = "";
      expect(await changedBy(async () => (id = await store.askAct(act)))).toEqual(["acts"]);
      expect(await changedBy(() => store.endAct(id, { outcome: "done", target: null }))).toEqual(["acts"]);
    });
  });
}

import { sides } from "@ticket-bridge/helpdesk";
import { usualOptions } from "@ticket-bridge/sync/testing";
import { describe, expect, it } from "vitest";

import { changeTopics, type ChangeTopic } from "../reads/dashboard-reads.ts";
import { inTransaction } from "../database/past-prisma.ts";
import { changeOf, claimPolls, follow, linkPair, see, ticket, withCopy } from "./acts.ts";
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
      expect(await changedBy(() => store.removeLink(id, "It is unlinked."))).toEqual(["mirrors", "attention", "links"]);
    });

    it("tell who may read a message, also where nothing else of it changed", async () => {
      const { store, database } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5, 6]);
      const lease = await claimOne(store);
      const [a = "", b = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [to.skipped(a), to.held(b)]);
      const note = (id: string) => () =>
        database.prisma.$executeRaw`UPDATE mirrors SET visibility = 'internal' WHERE id = ${BigInt(id)}`;
      expect(await changedBy(note(a))).toEqual(["mirrors"]);
      expect(await changedBy(note(b))).toEqual(["mirrors", "attention"]);
      expect(await changedBy(note(b))).toEqual([]);
    });

    it("tell of pauses, troubles, new tickets, alarms and backfills", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2);
      expect(await changedBy(() => store.setLinkPaused(id, true))).toEqual(["links"]);
      expect(await changedBy(() => store.setPaused("requestor", true))).toEqual(["sides"]);
      expect(await changedBy(() => store.recordSideTrouble("superoffice", "It is away.", "unreachable"))).toEqual([
        "sides",
      ]);
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
      const carrier = { workerId: "w", name: "process 7" };
      const [run] = (await store.listBackfills({ cursor: null, limit: 1 })).items;
      const claim = () => store.claimBackfill(run?.id ?? "", carrier, { leaseMs: 300, begin: false });
      expect(await changedBy(claim)).toEqual(["backfills"]);
      const claimed = (await store.changeMarks()).backfills;
      // Who was killed tells nothing: its lease ends.
      await expect.poll(async () => (await store.changeMarks()).backfills).not.toBe(claimed);
      await see(store, "superoffice", 1, [5]);
      const [row] = (await store.linkMap(id))?.rows ?? [];
      const leak = { mirrorId: row?.mirrorId ?? "", reason: "It is public." };
      expect(await changedBy(() => store.recordLeaks(id, [leak]))).toEqual(["audit"]);
      const [alarm] = await store.standingAlarms();
      expect(await changedBy(() => store.acknowledgeAlarms("Jane", [alarm?.id ?? ""]))).toEqual(["audit"]);
    });

    it("tell what becomes of a lane and of the reading of a ticket, also where as many are in trouble as before", async () => {
      const { store, database } = scene();
      const { id } = await linkPair(store, 1, 2);
      await linkPair(store, 3, 4);
      await see(store, "superoffice", 1, [5]);
      const first = await claimOne(store);
      const waits = { kind: "again", afterMs: 0, reason: "It asks for quiet.", counts: true } as const;
      expect(await changedBy(() => store.releaseLane(first, waits))).toEqual(["links"]);
      const stopped = { kind: "stopped", afterMs: 0, reason: "Its ticket is gone." } as const;
      const again = await claimOne(store);
      expect(await changedBy(() => store.releaseLane(again, stopped))).toEqual(["links"]);
      const goesOn = await claimOne(store);
      await see(store, "superoffice", 3, [6]);
      const stops = await claimOne(store);
      const swap = async () => {
        await store.releaseLane(stops, stopped);
        await store.releaseLane(goesOn, { kind: "idle" });
      };
      expect(await changedBy(swap)).toEqual(["links"]);
      await claimPolls(store, "superoffice");
      const later = (reason: string | null) => () => store.postponePoll("superoffice", id, { afterMs: 0, reason });
      expect(await changedBy(later(null))).toEqual([]);
      expect(await changedBy(later("It may not be read."))).toEqual(["links"]);
      expect(await changedBy(later("It may not be read."))).toEqual([]);
      expect(await changedBy(() => store.clearPollTrouble("superoffice", id))).toEqual(["links"]);
      const rename = () => database.prisma.$executeRaw`UPDATE lanes SET source_title = 'Renamed'`;
      expect(await changedBy(rename)).toEqual(["links"]);
      expect(await changedBy(rename)).toEqual([]);
    });

    it("tell nothing of lanes and tickets while they are claimed and go on", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      expect(await changedBy(() => claimPolls(store, "superoffice"))).toEqual([]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId)]);
      const last = [to.mirrored(mirrorId, 70)];
      expect(await changedBy(() => store.recordAndRelease(lease, last, { kind: "idle" }))).toEqual(["mirrors"]);
    });

    it("tell each step of a new ticket", async () => {
      const { store } = scene();
      await store.beginCreating(sides);
      await store.learnTickets("requestor", [ticket(1), ticket(2), ticket(3)]);
      const claimed = () => store.claimCreations("worker", { sources: sides, limit: 3, leaseMs });
      expect(await changedBy(claimed)).toEqual([]);
      await scene().passTime(leaseMs);
      const [a, b, c] = await claimed();
      if (a === undefined || b === undefined || c === undefined) throw new Error("They were not due.");
      type Change = Parameters<typeof store.recordCreation>[2];
      const record = (of: typeof a, change: Change) => () => store.recordCreation(of, leaseMs, change);
      const first = { firstMessageId: null, carriedHash: null, losses: [] };
      const sending = { to: "sending", marker: "m", ...first, event: { what: "sending", detail: "" } } as const;
      expect(await changedBy(record(a, sending))).toEqual(["creations"]);
      await store.recordCreation(b, leaseMs, { to: "held", reason: "Look." });
      // One is held before and after.
      const swap = async () => {
        await store.skipCreation(b.id, "No.");
        await store.recordCreation(a, leaseMs, { to: "held", reason: "Look too." });
      };
      expect(await changedBy(swap)).toEqual(["creations"]);
      expect(await changedBy(record(c, { to: "forgotten" }))).toEqual(["creations"]);
    });

    it("tell a change when it can be read, however long its transaction takes, and nothing while it stands still", async () => {
      const { store, other, database, races } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      await store.beginCreating(sides);
      await store.learnTickets("requestor", [ticket(9)]);
      const looks = [await other.changeMarks()];
      const look = async () => void looks.push(await other.changeMarks());
      const told = (n: number) => changeTopics.filter((topic) => looks[n]?.[topic] !== looks[n + 1]?.[topic]);
      const ahead = ["mirrors", "attention", "links", "creations"];
      await inTransaction(database.prisma, async (tx) => {
        await tx.$executeRaw`UPDATE mirrors SET state = 'held', reason = 'Look.', updated_at = clock_timestamp()`;
        await tx.$executeRaw`UPDATE links SET paused = true`;
        await tx.$executeRaw`UPDATE ticket_creations SET state = 'skipped'`;
        // One connection, which the transaction has, is all that the embedded database gives.
        if (!races) return;
        for (let n = 0; n < 3; n += 1) await look();
        expect([0, 1, 2].map(told)).toEqual([ahead, [], []]);
        // Another one is told, and the first not again.
        await store.learnTickets("superoffice", [ticket(10)]);
        await look();
        expect(told(3)).toEqual(["creations"]);
      });
      await look();
      expect(told(looks.length - 2)).toEqual(ahead);
      await look();
      expect(told(looks.length - 2)).toEqual([]);
    });

    it("tell a row that can be read only after a newer one", async () => {
      const { store, other, database, races } = scene();
      await linkPair(store, 1, 2);
      const marks = async () => (await other.changeMarks()).mirrors;
      const atFirst = await marks();
      const before = await inTransaction(database.prisma, async (tx) => {
        await tx.$executeRaw`
          INSERT INTO mirrors (link_id, source_side, seq, source_message_id, correlation_id) VALUES (1, 'requestor', 1, 6, 'c')`;
        if (!races) return atFirst;
        await see(store, "superoffice", 1, [5]);
        const newer = await marks();
        expect(newer).not.toBe(atFirst);
        expect(await marks()).toBe(newer);
        return newer;
      });
      expect(await marks()).not.toBe(before);
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

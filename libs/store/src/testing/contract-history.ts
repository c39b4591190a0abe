import { directions } from "@ticket-bridge/helpdesk";
import { nothingDone, type BackfillLease, type HistoryMessage, type Store } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, mail, message, see, ticket, visibilities } from "./acts.ts";
import { beginRun, listedTicket } from "./contract-backfills.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, leaseMs, load, to } from "./work.ts";

const history = (id: number, given: Partial<HistoryMessage> = {}): HistoryMessage => ({
  id: message(id),
  createdAt: 1_700_000_000_000,
  version: `v${id}`,
  visibility: null,
  copy: null,
  adopted: null,
  held: null,
  ...given,
});

const adopted = (id: number, target: number) =>
  history(id, { adopted: { targetMessageId: message(target), carriedHash: "carried", how: "It looks alike.\0" } });

async function carry(
  store: Store,
  lease: BackfillLease,
  linkId: string,
  messages: { superoffice?: readonly HistoryMessage[]; requestor?: readonly HistoryMessage[] },
): Promise<string> {
  return await store.captureHistory(lease, {
    linkId,
    messages: { superoffice: messages.superoffice ?? [], requestor: messages.requestor ?? [] },
    freesHeldBack: true,
    readAgoMs: 0,
    correlationId: () => "c",
  });
}

const claimHistory = (store: Store, ofBackfill: string) =>
  store.claimLanes("history", { directions, limit: 10, leaseMs, ofBackfill });

export function describeHistory(scene: () => Scene): void {
  describe("history", () => {
    it("comes into the lanes in its source's order, behind what waits there, however often it is captured", async () => {
      const { store, keptCounts, countRows, sharedPlaces, heard } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5, 9, 10], requestor: [3] });
      await see(store, "superoffice", 1, [20]);
      const lease = await beginRun(store, [listedTicket(1, 2, [5, 9, 10])]);
      await heard();
      const superoffice = [history(10), history(9, { visibility: "internal" }), history(5, { visibility: "public" })];
      const messages = { superoffice, requestor: [history(3)] };
      expect(await carry(store, lease, link.id, messages)).toBe("captured");
      expect(await heard()).toContain("lanes");
      expect(await carry(store, lease, link.id, messages)).toBe("captured");
      const claimed = await claim(store);
      const rows = await Promise.all(claimed.map(async (lane) => (await load(store, lane)).map(idAndHistory)));
      expect(rows.sort((a, b) => b.length - a.length)).toEqual([
        ["20 live", "5 history", "9 history", "10 history"],
        ["3 history"],
      ]);
      expect(await visibilities(store)).toEqual([null, "public", "internal", null, null]);
      expect(await keptCounts()).toEqual(await countRows());
      expect(await sharedPlaces()).toBe(0);
    });

    it("wakes nobody with what is taken for mirrors, also where its lane is due for something else", async () => {
      const { store, heard } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5] });
      await see(store, "superoffice", 1, [20]);
      const lease = await beginRun(store, [listedTicket(1, 2, [5])]);
      await heard();
      expect(await carry(store, lease, link.id, { superoffice: [adopted(5, 55)] })).toBe("captured");
      expect(await heard()).not.toContain("lanes");
    });

    it("is only what has no mirror and is none; and what it captured nobody captures again", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5] });
      await see(store, "superoffice", 1, [6]);
      const lane = await claimOne(store);
      const [row] = await load(store, lane);
      const mirrorId = row?.mirrorId ?? "";
      await store.recordChanges(lane, leaseMs, [to.sending(mirrorId), to.mirrored(mirrorId, 77)]);
      await store.releaseLane(lane, { kind: "idle" });
      const lease = await beginRun(store, [listedTicket(1, 2, [5, 6])]);
      const given = { superoffice: [history(5), history(6)], requestor: [history(77)] };
      await carry(store, lease, link.id, given);
      expect(await see(store, "superoffice", 1, [5, 6, 7])).toEqual(["7"]);
      expect(await store.countMirrors()).toMatchObject({ pending: 2, mirrored: 1 });
      expect(await store.knownMessages("superoffice", [5, 6, 8].map(message))).toEqual(
        new Map([
          [message(5), { as: "source", state: "waiting", reason: null, counterpart: null, ofRun: lease.id }],
          [message(6), { as: "source", state: "mirrored", reason: null, counterpart: message(77), ofRun: null }],
        ]),
      );
      expect(await store.knownMessages("requestor", [message(77)])).toEqual(
        new Map([
          [message(77), { as: "target", state: "mirrored", reason: null, counterpart: message(6), ofRun: null }],
        ]),
      );
      expect(await store.knownMessages("requestor", [])).toEqual(new Map());
    });

    it("that stands on the other side already is mirrored at once, unless that message is known as something else", async () => {
      const { store, keptCounts, countRows } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5, 6, 7], requestor: [50, 60] });
      const lease = await beginRun(store, [listedTicket(1, 2, [5, 6, 7])]);
      await carry(store, lease, link.id, { superoffice: [adopted(5, 50)] });
      await carry(store, lease, link.id, { superoffice: [adopted(6, 50), adopted(7, 60), adopted(8, 60)] });
      expect(await store.historyStandings(lease.id)).toEqual([]);
      await store.beginBackfillTicket(lease, 1, link.id);
      expect(await store.historyStandings(lease.id)).toEqual([
        {
          linkId: link.id,
          undelivered: 2,
          held: 0,
          skipped: 0,
          adopted: 2,
          written: { superoffice: 0, requestor: 0 },
          waiting: null,
          stopped: false,
          paused: false,
        },
      ]);
      expect(await keptCounts()).toEqual(await countRows());
      expect(await see(store, "requestor", 2, [50, 60, 70])).toEqual(["70"]);
      const [first] = (
        await store.listMirrors({ state: "mirrored", linkId: null, side: null }, { cursor: null, limit: 9 })
      ).items;
      const trace = (await store.getMirror(first?.id ?? ""))?.trace ?? [];
      expect(trace.map(({ what, detail }) => `${what}: ${detail}`)).toEqual(["adopted: It looks alike.\uFFFD"]);
    });

    it("keeps copies that came along, for as long as they are good", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5] });
      const lease = await beginRun(store, [listedTicket(1, 2, [5])]);
      await carry(store, lease, link.id, { superoffice: [history(5, { copy: mail(5, "Old.") })] });
      const [row] = await load(store, await claimOne(store));
      expect(row?.copy?.content.text).toBe("Old.");
      expect(row?.copyAgeMs).toBeLessThan(30_000);
    });

    it("is captured by nobody who was overtaken, and not into a link that is gone", async () => {
      const { store, other, passTime } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5] });
      const lease = await beginRun(store, [listedTicket(1, 2, [5])]);
      await passTime(leaseMs + 1_000);
      const claimed = await other.claimBackfill(lease.id, { workerId: "v", name: "v" }, { leaseMs, begin: true });
      expect(await carry(store, lease, link.id, { superoffice: [history(5)] })).toBe("lost");
      expect(await store.wantCreation(lease, "superoffice", ticket(3))).toBe("lost");
      await store.removeLink(link.id, "By hand.");
      if (claimed.kind !== "claimed") throw new Error("It was to be free.");
      expect(await carry(other, claimed.lease, link.id, { superoffice: [history(5)] })).toBe("not-linked");
    });

    it("is left to the run's own workers while somebody carries the run out, unless live messages wait behind it", async () => {
      const { store, other, passTime } = scene();
      const one = await linkPair(store, 1, 2, { superoffice: [5] });
      const two = await linkPair(store, 3, 4, { superoffice: [6] });
      const lease = await beginRun(store, [listedTicket(1, 2, [5]), listedTicket(3, 4, [6])]);
      await store.beginBackfillTicket(lease, 1, one.id);
      await store.beginBackfillTicket(lease, 2, two.id);
      await carry(store, lease, one.id, { superoffice: [history(5)] });
      await carry(store, lease, two.id, { superoffice: [history(6)] });
      await see(store, "requestor", 2, [30]);
      await see(store, "superoffice", 3, [31]);
      expect((await claim(other)).map(nameOf).sort()).toEqual([
        `${one.id} requestor-to-superoffice hurried`,
        `${two.id} superoffice-to-requestor hurried`,
      ]);
      expect(await claimHistory(other, "99")).toEqual([]);
      expect((await claimHistory(store, lease.id)).map(nameOf)).toEqual([
        `${one.id} superoffice-to-requestor unhurried`,
      ]);
      await passTime(leaseMs + 1_000);
      expect(await claim(other)).toHaveLength(3);
    });

    it("counts in what the run has come to as it is written, also of a ticket whose process is gone", async () => {
      const { store, other, passTime } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5, 6, 7], requestor: [3] });
      const lease = await beginRun(store, [listedTicket(1, 2, [5, 6, 7]), listedTicket(1, 2, [5, 6, 7])]);
      const before = (await store.getBackfill(lease.id))?.result;
      if (before === undefined) throw new Error("The run was to be known.");
      // Two entries of a list may lead to one link.
      await store.beginBackfillTicket(lease, 1, link.id);
      await store.beginBackfillTicket(lease, 2, link.id);
      expect((await store.getBackfill(lease.id))?.result).toEqual(before);
      const messages = { superoffice: [history(5), history(6), history(7)], requestor: [adopted(3, 40)] };
      await carry(store, lease, link.id, messages);
      const [lane] = await claimHistory(store, lease.id);
      if (lane === undefined) throw new Error("The lane was to be due.");
      const [first, second] = await load(store, lane);
      if (first === undefined || second === undefined) throw new Error("The lane was to be full.");
      const changes = [to.sending(first.mirrorId), to.mirrored(first.mirrorId, 41), to.held(second.mirrorId)];
      await store.recordChanges(lane, leaseMs, changes);
      await passTime(leaseMs + 1_000);
      const { written } = before;
      const told = {
        ...before,
        ...{ adopted: before.adopted + 1, held: before.held + 1 },
        written: { ...written, requestor: written.requestor + 1 },
      };
      expect((await other.getBackfill(lease.id))?.result).toEqual(told);
      expect((await other.unfinishedBackfill())?.result).toEqual(told);
      expect((await other.listBackfills({ cursor: null, limit: 1 })).items[0]?.result).toEqual(told);
      const again = await other.claimBackfill(lease.id, { workerId: "v", name: "process 8" }, { leaseMs, begin: true });
      expect(again).toMatchObject({ kind: "claimed", backfill: { result: before } });
      if (again.kind !== "claimed") return;
      for (const place of [1, 2]) {
        await other.endBackfillTicket(again.lease, { place, state: "done", reason: null, findings: [] }, told);
      }
      expect((await store.getBackfill(lease.id))?.result).toEqual(told);
    });

    it("tells why it waits", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [5] });
      const lease = await beginRun(store, [listedTicket(1, 2, [5])]);
      await store.beginBackfillTicket(lease, 1, link.id);
      await carry(store, lease, link.id, { superoffice: [history(5)] });
      const [lane] = await claimHistory(store, lease.id);
      if (lane === undefined) throw new Error("The lane was to be due.");
      await store.releaseLane(lane, { kind: "stopped", afterMs: 60_000, reason: "It is gone." });
      const standing = { undelivered: 1, waiting: "It is gone.", stopped: true, paused: false };
      expect(await store.historyStandings(lease.id)).toMatchObject([standing]);
      await store.setLinkPaused(link.id, true);
      expect(await store.historyStandings(lease.id)).toMatchObject([{ ...standing, paused: true }]);
      await store.endBackfillTicket(lease, { place: 1, state: "failed", reason: "No.", findings: [] }, nothing);
      expect(await store.historyStandings(lease.id)).toEqual([]);
    });

    it("of a ticket without a counterpart is wanted once, whatever was decided of the ticket before", async () => {
      const { store, other, heard, passTime } = scene();
      await store.learnTickets("superoffice", [ticket(1)]);
      const [old] = await store.claimCreations("w", { sources: ["superoffice"], limit: 1, leaseMs });
      if (old === undefined) throw new Error("It was to be due.");
      await store.recordCreation(old, leaseMs, { to: "skipped", reason: "Too old." });
      const lease = await beginRun(store, [listedTicket(1, null, [5]), listedTicket(2, null, [6])]);
      await heard();
      expect(await store.wantCreation(lease, "superoffice", ticket(1))).toMatchObject({ state: "pending" });
      expect(await store.wantCreation(lease, "superoffice", ticket(2))).toMatchObject({ state: "pending" });
      expect(await heard()).toContain("creations");
      const options = { sources: ["superoffice"], limit: 9, leaseMs } as const;
      expect(await other.claimCreations("w", options)).toEqual([]);
      const claimed = await store.claimCreations("h", { ...options, ofBackfill: lease.id });
      expect(claimed.map(({ source, wanted, ofBackfill }) => [source.ticketId, wanted, ofBackfill])).toEqual([
        ["1", true, lease.id],
        ["2", true, lease.id],
      ]);
      for (const one of claimed) await store.recordCreation(one, leaseMs, { to: "held", reason: "Look." });
      expect(await store.wantCreation(lease, "superoffice", ticket(1))).toMatchObject({ state: "held" });
      expect(await store.claimCreations("h", { ...options, ofBackfill: lease.id })).toEqual([]);
      await store.retryCreation(claimed[0]?.id ?? "");
      await passTime(leaseMs + 1_000);
      expect(await other.claimCreations("w", options)).toHaveLength(1);
    });

    it("finds the pair that a ticket is in", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2);
      const pair = { linkId: id, superofficeTicketId: "1", requestorTicketId: "2", paused: false };
      expect(await store.linkOfTicket("superoffice", ticket(1))).toEqual(pair);
      expect(await store.linkOfTicket("requestor", ticket(2))).toEqual(pair);
      expect(await store.linkOfTicket("requestor", ticket(1))).toBeNull();
      await store.removeLink(id, "By hand.");
      expect(await store.linkOfTicket("superoffice", ticket(1))).toBeNull();
    });
  });
}

const idAndHistory = ({ sourceMessageId, isHistory }: { sourceMessageId: string; isHistory: boolean }) =>
  `${sourceMessageId} ${isHistory ? "history" : "live"}`;

function nameOf(lane: { linkId: string; direction: string; loaded: { isUnhurried: boolean } | null }): string {
  return `${lane.linkId} ${lane.direction} ${lane.loaded?.isUnhurried === true ? "unhurried" : "hurried"}`;
}

const nothing = { ...nothingDone, ticketsFailed: 1 };

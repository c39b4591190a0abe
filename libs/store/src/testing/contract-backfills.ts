import {
  nothingDone,
  type BackfillLease,
  type BackfillOptions,
  type BackfillPlan,
  type BackfillResult,
  type ListedTicket,
  type Store,
} from "@ticket-bridge/sync";
import { usualOptions } from "@ticket-bridge/sync/testing";
import { describe, expect, it } from "vitest";

import { message, ticket } from "./acts.ts";
import type { Scene } from "./scene.ts";

const leaseMs = 30_000;

const plan: BackfillPlan = {
  tickets: { superoffice: 2, requestor: 2 },
  messages: { superoffice: 3, requestor: 0 },
  linked: 2,
  toLink: 0,
  toCreate: 0,
  mirrored: 0,
  toWrite: { superoffice: 0, requestor: 3 },
  toAdopt: 0,
  lookAlike: 0,
  skipped: [{ reason: "Old.", count: 1 }],
  failed: [],
  failedCount: 0,
  calls: { superoffice: 1, requestor: 3 },
  seconds: 1,
  secondRunWrites: 0,
};

const result: BackfillResult = {
  ...nothingDone,
  ticketsDone: 1,
  written: { superoffice: 0, requestor: 2 },
  classes: { ...nothingDone.classes, same: 2 },
};

async function createRun(store: Store): Promise<string> {
  const made = await store.createBackfill(usualOptions);
  if ("unfinished" in made) throw new Error(`Backfill ${made.unfinished} is unfinished.`);
  return made.backfill.id;
}

async function claimRun(store: Store, id: string, begin = false): Promise<BackfillLease> {
  const claim = await store.claimBackfill(id, { workerId: "w", name: "process 7" }, { leaseMs, begin });
  if (claim.kind !== "claimed") throw new Error(`The run is ${claim.kind}.`);
  return claim.lease;
}

export const listedTicket = (
  superoffice: number,
  requestor: number | null,
  ids: readonly number[],
  left: readonly number[] | null = null,
): ListedTicket => ({
  superofficeTicketId: ticket(superoffice),
  requestorTicketId: requestor === null ? null : ticket(requestor),
  ids: { superoffice: ids.map(message), requestor: [] },
  paired: { superoffice: [], requestor: [] },
  left: left === null ? null : { superoffice: left.map(message), requestor: [] },
  failure: null,
});

/** A run whose list holds these tickets, begun. */
export async function beginRun(store: Store, tickets: readonly ListedTicket[]): Promise<BackfillLease> {
  const id = await createRun(store);
  const lease = await claimRun(store, id);
  await store.beginBackfillList(lease);
  await store.addBackfillTickets(lease, tickets, 0);
  await store.freezeBackfillList(lease, plan, result);
  await store.releaseBackfill(lease, null);
  return await claimRun(store, id, true);
}

export function describeBackfills(scene: () => Scene): void {
  describe("a backfill", () => {
    it("shows its list of tickets in short, which tells it from others, and gives it whole to who carries it out", async () => {
      const { store, other } = scene();
      const pairs = [1, 2].map((n) => ({ superoffice: ticket(n), requestor: ticket(n + 1) }));
      const begin = async (tickets: BackfillOptions["tickets"]) => {
        const made = await store.createBackfill({ ...usualOptions, tickets });
        if ("unfinished" in made) throw new Error("One is unfinished.");
        const { id } = made.backfill;
        expect(await other.backfillOptions(id)).toEqual({ ...usualOptions, tickets });
        const shown = (await other.getBackfill(id))?.options;
        expect(shown).toEqual(made.backfill.options);
        await store.discardBackfill(id, "Given up.");
        return shown?.tickets;
      };
      const inShort = await begin({ kind: "pairs", pairs });
      expect(inShort).toEqual({ kind: "pairs", count: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      expect(await begin({ kind: "pairs", pairs: [...pairs] })).toEqual(inShort);
      expect(await begin({ kind: "pairs", pairs: pairs.toReversed() })).not.toEqual(inShort);
      expect(await begin({ kind: "ids", ids: pairs.map(({ superoffice }) => superoffice) })).toMatchObject({
        count: 2,
      });
      expect(await begin({ kind: "linked" })).toEqual({ kind: "linked", count: null, hash: null });
      expect(await other.backfillOptions("99")).toBeNull();
    });

    it("is the only unfinished one, shows what was asked for, and can be discarded before it begins", async () => {
      const { store, other } = scene();
      const id = await createRun(store);
      expect(await other.createBackfill(usualOptions)).toEqual({ unfinished: id });
      expect(await other.unfinishedBackfill()).toMatchObject({ id, state: "planning", options: usualOptions });
      expect(await other.getBackfill(id)).toMatchObject({ carriedBy: null, plan: null, ticketsTotal: null });
      expect(await store.discardBackfill(id, "Given up.")).toBe(true);
      expect(await store.discardBackfill(id, "Given up.")).toBe(false);
      expect(await store.unfinishedBackfill()).toBeNull();
      const next = await createRun(store);
      const { items, nextCursor } = await store.listBackfills({ cursor: null, limit: 1 });
      expect([items.map((run) => run.id), nextCursor]).toEqual([[next], null]);
      expect(await store.getBackfill("none")).toBeNull();
    });

    it("is made once, also by two who make it at the same moment", async () => {
      const { store, other } = scene();
      const made = await Promise.all([store, other].map((one) => one.createBackfill(usualOptions)));
      expect(made.filter((one) => "unfinished" in one)).toHaveLength(1);
    });

    it("is carried out by one process at a time, and goes to the next when its lease has run out", async () => {
      const { store, other, passTime } = scene();
      const id = await createRun(store);
      const first = await claimRun(store, id);
      const busy = await other.claimBackfill(id, { workerId: "v", name: "process 8" }, { leaseMs, begin: true });
      expect(busy).toMatchObject({ kind: "busy", carriedBy: { name: "process 7" } });
      expect(busy.kind === "busy" && busy.freeInMs > 0 && busy.freeInMs <= leaseMs).toBe(true);
      expect(await store.getBackfill(id)).toMatchObject({ carriedBy: { name: "process 7" } });
      expect(await store.discardBackfill(id, "No.")).toBe(false);
      await passTime(leaseMs - 5_000);
      expect(await store.renewBackfill(first, leaseMs)).toEqual({ stopAsked: false });
      await passTime(leaseMs + 1_000);
      expect(await other.getBackfill(id)).toMatchObject({ carriedBy: null });
      const second = await claimRun(other, id);
      expect(await store.renewBackfill(first, leaseMs)).toBeNull();
      expect(await store.beginBackfillList(first)).toBe(false);
      expect(await store.addBackfillTickets(first, [listedTicket(1, 2, [])], 0)).toBe(false);
      expect(await store.freezeBackfillList(first, plan, result)).toBe(false);
      await store.releaseBackfill(first, { state: "finished" });
      expect(await store.getBackfill(id)).toMatchObject({ state: "planning" });
      await other.releaseBackfill(second, null);
      expect(await store.claimBackfill("99", { workerId: "w", name: "x" }, { leaseMs, begin: false })).toEqual({
        kind: "not-found",
      });
    });

    it("makes its list anew until that is frozen, and then never again", async () => {
      const { store } = scene();
      const id = await createRun(store);
      const lease = await claimRun(store, id);
      expect(await store.beginBackfillList(lease)).toBe(true);
      await store.addBackfillTickets(lease, [listedTicket(9, 9, [1])], 0);
      await store.beginBackfillList(lease);
      await store.addBackfillTickets(lease, [listedTicket(1, 2, [5, 10])], 0);
      const page = [listedTicket(3, null, [7], [8, 9]), { ...listedTicket(4, null, []), failure: "It is gone.\0" }];
      await store.addBackfillTickets(lease, page, 1);
      // Its answer may have been lost.
      expect(await store.addBackfillTickets(lease, page, 1)).toBe(true);
      expect(await store.freezeBackfillList(lease, plan, result)).toBe(true);
      expect(await store.beginBackfillList(lease)).toBe(false);
      expect(await store.addBackfillTickets(lease, [listedTicket(1, 2, [])], 0)).toBe(false);
      expect(await store.getBackfill(id)).toMatchObject({ state: "planned", ticketsTotal: 3, plan, result });
      expect(await store.openBackfillTickets(id, 0, 10)).toEqual([
        { ...listedOpen(1, 2, [5, 10]), place: 1, linkId: null },
        { ...listedOpen(3, null, [7], [8, 9]), place: 2, linkId: null },
      ]);
      expect(await store.openBackfillTickets(id, 1, 10)).toHaveLength(1);
      expect(await store.backfillFindings(id, 0, 10)).toEqual([
        {
          place: 3,
          findings: [{ class: "error", ...open(4, null), side: null, messageId: null, reason: "It is gone.\uFFFD" }],
        },
      ]);
    });

    it("ends its tickets one by one, each once, and tells what it has come to", async () => {
      const { store } = scene();
      const lease = await beginRun(store, [listedTicket(1, 2, [5]), listedTicket(3, 4, [6])]);
      expect(await store.beginBackfillTicket(lease, 1, "7")).toBe(true);
      expect((await store.openBackfillTickets(lease.id, 0, 10)).map(({ linkId }) => linkId)).toEqual(["7", null]);
      const line = {
        class: "differs",
        ...open(1, 2),
        side: "superoffice",
        messageId: message(5),
        reason: "No.\0",
      } as const;
      const end = { place: 1, state: "done", reason: null, findings: [line] } as const;
      expect(await store.endBackfillTicket(lease, end, result)).toBe(true);
      expect(await store.endBackfillTicket(lease, end, { ...result, held: 9 })).toBe(false);
      expect(await store.beginBackfillTicket(lease, 1, "7")).toBe(false);
      expect(await store.getBackfill(lease.id)).toMatchObject({ state: "running", result });
      expect(await store.backfillFindings(lease.id, 0, 10)).toEqual([
        { place: 1, findings: [{ ...line, reason: "No.\uFFFD" }] },
      ]);
      await store.releaseBackfill(lease, { state: "finished" });
      expect(await store.getBackfill(lease.id)).toMatchObject({ state: "finished", carriedBy: null });
      expect(await store.claimBackfill(lease.id, { workerId: "w", name: "x" }, { leaseMs, begin: true })).toMatchObject(
        {
          kind: "finished",
        },
      );
    });

    it("is asked to stop while somebody carries it out, keeps the reason, and goes on", async () => {
      const { store, other } = scene();
      const lease = await beginRun(store, [listedTicket(1, 2, [5])]);
      expect(await other.askBackfillStop(lease.id)).toBe(true);
      expect(await store.renewBackfill(lease, leaseMs)).toEqual({ stopAsked: true });
      await store.releaseBackfill(lease, { state: "stopped", reason: "A person stopped it.\0", cause: "asked" });
      expect(await other.askBackfillStop(lease.id)).toBe(false);
      expect(await store.getBackfill(lease.id)).toMatchObject({
        ...{ state: "stopped", stopCause: "asked", stopAsked: false },
        reason: "A person stopped it.\uFFFD",
      });
      const again = await claimRun(store, lease.id, true);
      expect(await store.getBackfill(lease.id)).toMatchObject({ state: "running", reason: null, stopCause: null });
      await store.releaseBackfill(again, null);
      expect(await store.discardBackfill(lease.id, "Given up.")).toBe(true);
      expect(await store.getBackfill(lease.id)).toMatchObject({ state: "finished", reason: "Given up." });
    });

    it("keeps why the making of its list was stopped until that is gone on with", async () => {
      const { store, other } = scene();
      const id = await createRun(store);
      const lease = await claimRun(store, id);
      await store.releaseBackfill(lease, { state: "stopped", reason: "It is paused.", cause: "asked" });
      expect(await other.getBackfill(id)).toMatchObject({
        state: "planning",
        reason: "It is paused.",
        carriedBy: null,
      });
      const again = await claimRun(store, id);
      expect(await other.getBackfill(id)).toMatchObject({ state: "planning", reason: null, stopCause: null });
      await store.releaseBackfill(again, null);
    });
  });
}

const open = (superoffice: number, requestor: number | null) => ({
  superofficeTicketId: ticket(superoffice),
  requestorTicketId: requestor === null ? null : ticket(requestor),
});

const listedOpen = (...given: Parameters<typeof listedTicket>) => {
  const { failure, ...ticket } = listedTicket(...given);
  expect(failure).toBeNull();
  return ticket;
};

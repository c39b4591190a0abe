import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { directionFrom, sides, type Side } from "@ticket-bridge/helpdesk";
import { causeOf, causes, delayPercentile, type Link, type MirrorChange } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import type { BridgeStore } from "../bridge-store.ts";
import { findMigrations } from "../migrate/find-migrations.ts";
import type { LinkSearch, MirrorSearch } from "../reads/dashboard-reads.ts";
import { linkPair, see, seeWhole, ticket } from "./acts.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claim, claimOne, leaseMs, load, to } from "./work.ts";

const all = { limit: 50, cursor: null };
const anyMirror: MirrorSearch = {
  ...{ state: null, cause: null, linkId: null, side: null, kind: null, from: null, until: null, words: null },
};
const anyAttention = { of: null, cause: null, side: null, linkId: null };
const held = (mirrorId: string, reason: string): MirrorChange => ({ ...to.held(mirrorId), reason }) as MirrorChange;

async function foundLinks(store: BridgeStore, search: Partial<LinkSearch>): Promise<readonly string[]> {
  const page = await store.searchLinks({ words: null, state: null, sort: "newest", ...search }, all);
  return page.items.map(({ superofficeTicketId }) => superofficeTicketId);
}

/** Captures messages of a SuperOffice ticket and works on its lane, which is the only one that is due. */
async function work(
  { store }: DatabaseScene,
  ticketId: number,
  ids: readonly number[],
  steps: (mirrorIds: readonly string[]) => readonly MirrorChange[],
): Promise<readonly string[]> {
  await seeWhole(store, "superoffice", ticketId, ids);
  const lease = await claimOne(store);
  const mirrors = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
  for (const step of steps(mirrors)) await store.recordChanges(lease, leaseMs, [step]);
  await store.releaseLane(lease, { kind: "idle" });
  return mirrors;
}

export function describeReads(scene: () => DatabaseScene): void {
  describe("the standing of a direction", () => {
    it("counts what waits, is uncertain or held, and tells how long the oldest waits", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await work(scene(), 1, [5, 6, 7, 8], ([a = "", b = "", c = ""]) => [
        ...[to.held(a), to.sending(b), to.uncertain(b, 60_000), to.sending(c)],
      ]);
      await passTime(30_000);
      const standing = (await store.directionStandings())["superoffice-to-requestor"];
      expect(standing).toMatchObject({ waiting: 2, waitingTickets: 0, uncertain: 1, overdue: 0, held: 1 });
      const counted = await store.searchMirrors({ ...anyMirror, state: "waiting", side: "superoffice" }, all);
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
      await work(scene(), 1, [5, 6], ([a = ""]) => [to.sending(a), to.uncertain(a, 60_000)]);
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
      await work(scene(), 1, [5, 6], ([a = "", b = ""]) => [
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
      await work(scene(), 1, [5], ([a = ""]) => [to.sending(a), to.mirrored(a, 70)]);
      await store.countMinutes();
      await passTime(2 * 3_600_000);
      await work(scene(), 1, [6], ([b = ""]) => [to.sending(b), to.mirrored(b, 71)]);
      await store.countMinutes();
      const within = async (minutes: number) => (await store.mirroredMinutes(minutes, 1)).minutes.length;
      expect([await within(60), await within(1_440)]).toEqual([1, 2]);
      await passTime(9 * 86_400_000);
      await store.countMinutes();
      expect(await within(100_000)).toBe(0);
    });
  });

  describe("the search for links", () => {
    it("finds them by either id, by reference and by the beginnings of words of both titles", async () => {
      const { store } = scene();
      const titles = ["Printer on fire (again)", "Größe-Tabelle / 2026", "printing costs"];
      for (const [n, title] of titles.entries()) {
        await store.createLink({
          ...{ superofficeTicketId: ticket(10 + n), requestorTicketId: ticket(20 + n) },
          ...{ superofficeTitle: title, requestorTitle: `Ticket ${n}`, requestorRef: `INC-00000${n}` },
          present: { superoffice: [], requestor: [] },
        });
      }
      expect(await foundLinks(store, { words: "10" })).toEqual(["10"]);
      expect(await foundLinks(store, { words: "22" })).toEqual(["12"]);
      expect(await foundLinks(store, { words: "inc-000001" })).toEqual(["11"]);
      expect(await foundLinks(store, { words: "PRINT" })).toEqual(["12", "10"]);
      expect(await foundLinks(store, { words: "fire, printer" })).toEqual(["10"]);
      expect(await foundLinks(store, { words: "Tabelle" })).toEqual(["11"]);
      expect(await foundLinks(store, { words: "Größe" })).toEqual(["11"]);
      expect(await foundLinks(store, { words: "printer costs" })).toEqual([]);
      for (const words of ["'", "& | !", "\0", ":*", "x".repeat(5_000), "\ud800"]) {
        expect(await foundLinks(store, { words })).toEqual([]);
      }
    });

    it("heeds a title that changed in the helpdesk", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await store.capture({
        side: "superoffice",
        tickets: [{ ticketId: ticket(1), reading: null, facts: { title: "Scanner", ref: null }, messages: [] }],
        feedNewest: null,
        readAgoMs: 0,
        correlationId: () => "c",
      });
      expect(await foundLinks(store, { words: "scanner" })).toEqual(["1"]);
      expect(await foundLinks(store, { words: "superoffice" })).toEqual([]);
    });

    it("tells by state which are active, paused, unlinked, waiting, held or in trouble, in every order", async () => {
      const { store } = scene();
      const links: Link[] = [];
      for (const n of [1, 2, 3, 4, 5, 6]) links.push(await linkPair(store, n, n));
      await store.setLinkPaused(links[0]?.id ?? "", true);
      await store.removeLink(links[1]?.id ?? "", "Gone.");
      await work(scene(), 3, [33], ([a = ""]) => [to.held(a)]);
      await see(store, "requestor", 4, [44]);
      await see(store, "requestor", 5, [55]);
      const [lease] = (await claim(store)).filter(({ linkId }) => linkId === links[4]?.id);
      if (lease === undefined) throw new Error("No lane was due.");
      await store.releaseLane(lease, { kind: "stopped", afterMs: 60_000, reason: "Gone." });
      for (const sort of ["newest", "activity"] as const) {
        const by = async (state: LinkSearch["state"]) => await foundLinks(store, { state, sort });
        expect([...(await by(null))].sort()).toEqual(["1", "3", "4", "5", "6"]);
        expect([...(await by("active"))].sort()).toEqual(["3", "4", "5", "6"]);
        expect(await by("paused")).toEqual(["1"]);
        expect(await by("unlinked")).toEqual(["2"]);
        expect([...(await by("waiting"))].sort()).toEqual(["4", "5"]);
        expect(await by("held")).toEqual(["3"]);
        expect(await by("stopped")).toEqual(["5"]);
        expect(await by("trouble")).toEqual(["5"]);
        const from = async (side: Side, state: LinkSearch["state"]) =>
          await foundLinks(store, { state, sort, direction: directionFrom(side) });
        for (const state of ["waiting", "stopped", "trouble"] as const) {
          expect(await from("requestor", state)).toEqual(await by(state));
          expect(await from("superoffice", state)).toEqual([]);
        }
        expect([await from("superoffice", "held"), await from("requestor", "held")]).toEqual([["3"], []]);
        expect(await from("superoffice", "paused")).toEqual(["1"]);
      }
      expect(await foundLinks(store, { state: "waiting", sort: "waiting" })).toEqual(["4", "5"]);
      expect(await foundLinks(store, { state: "trouble", sort: "waiting", words: "5" })).toEqual(["5"]);
      expect(await foundLinks(store, { state: "held", sort: "waiting" })).toEqual([]);
      expect(await foundLinks(store, { state: "held", words: "superoffice" })).toEqual(["3"]);
    });

    it("orders by the last message, those without any last, and by what waits longest, in pages that hold each once", async () => {
      const { store, passTime } = scene();
      for (const n of [1, 2, 3, 4, 5]) await linkPair(store, n, n);
      for (const [side, n] of [
        ["superoffice", 2],
        ["requestor", 4],
        ["superoffice", 4],
        ["requestor", 1],
      ] as const) {
        await see(store, side, n, [n * 10 + (side === "requestor" ? 1 : 0)]);
        await passTime(1_000);
      }
      expect(await foundLinks(store, { sort: "activity" })).toEqual(["1", "4", "2", "5", "3"]);
      expect(await foundLinks(store, { sort: "waiting" })).toEqual(["2", "4", "1"]);
      for (const [sort, words] of [
        ["newest", null],
        ["activity", null],
        ["activity", "requestor"],
        ["newest", "superoffice"],
        ["waiting", null],
      ] as const) {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<BridgeStore["searchLinks"]>> = await store.searchLinks(
            { words, state: null, sort },
            { cursor, limit: 2 },
          );
          seen.push(...page.items.map(({ superofficeTicketId }) => superofficeTicketId));
          cursor = page.nextCursor;
        } while (cursor !== null && seen.length < 20);
        expect(seen).toEqual(await foundLinks(store, { sort, words }));
      }
      const [first] = (await store.searchLinks({ words: null, state: null, sort: "waiting" }, all)).items;
      expect(first?.active).toBe(true);
      expect(Math.abs((first?.waitingSince ?? 0) - Date.now() + 4_000)).toBeLessThan(60_000);
      expect(Math.abs((first?.activeAt ?? 0) - (first?.waitingSince ?? 0))).toBeLessThan(1_000);
    });
  });

  describe("the search for messages", () => {
    it("finds them by time, kind and words of their reason", async () => {
      const { store, passTime, now } = scene();
      const link = await linkPair(store, 1, 2);
      const [a = "", b = "", c = ""] = await work(scene(), 1, [5, 6, 7], ([x = "", y = "", z = ""]) => [
        held(x, "Requestor answered 413 to POST: file “plan.pdf” is too large"),
        to.skipped(y),
        to.sending(z),
        to.mirrored(z, 70),
      ]);
      await passTime(3_600_000);
      await see(store, "requestor", 2, [8]);
      const found = async (search: Partial<MirrorSearch>) =>
        (await store.searchMirrors({ ...anyMirror, ...search }, all)).items.map(({ id }) => id);
      const [d = ""] = await found({ side: "requestor" });
      expect(await found({})).toEqual([d, c, b, a]);
      expect(await found({ until: now() - 1_800_000 })).toEqual([c, b, a]);
      expect(await found({ from: now() - 1_800_000 })).toEqual([d]);
      expect(await found({ from: now() + 60_000 })).toEqual([]);
      expect(await found({ from: 0, until: 1 })).toEqual([]);
      expect(await found({ words: "PLAN larg" })).toEqual([a]);
      expect(await found({ words: "not ours", state: "skipped" })).toEqual([b]);
      expect(await found({ words: "not ours", state: "held" })).toEqual([]);
      expect(await found({ words: "not", state: "mirrored" })).toEqual([]);
      expect(await found({ words: "ours", linkId: link.id, until: now() - 1_800_000 })).toEqual([b]);
      expect(await found({ words: "?!" })).toEqual([]);
      expect(await found({ kind: "edit" })).toEqual([]);
      expect(await found({ kind: "edit", linkId: link.id })).toEqual([]);
      expect(await found({ kind: "message", linkId: link.id })).toEqual([d, c, b, a]);
      const first = await store.searchMirrors({ ...anyMirror, kind: "message" }, { cursor: null, limit: 3 });
      const rest = await store.searchMirrors({ ...anyMirror, kind: "message" }, { cursor: first.nextCursor, limit: 3 });
      expect(rest).toMatchObject({ items: [{ id: a }], nextCursor: null });
    });

    it("finds no reason by the words of people that it quotes, which not everybody may read", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const quoting =
        "Its mirror, message 70, was changed by hand in Requestor, and was not overwritten. There it says: “Ninety\nthousand” The edit says: “Eighty” Retry to replace the text in Requestor.";
      const [a = ""] = await work(scene(), 1, [5, 6], ([x = "", y = ""]) => [held(x, quoting), held(y, "Is odd.")]);
      for (const linkId of [null, link.id]) {
        const found = async (words: string) =>
          (await store.searchMirrors({ ...anyMirror, linkId, words }, all)).items.map(({ id }) => id);
        for (const words of ["changed by hand", "mirror replace", "edit says"]) expect(await found(words)).toEqual([a]);
        for (const words of ["nine", "thousand", "eighty", "hand ninety"]) expect(await found(words)).toEqual([]);
      }
    });

    it("gives the rows about messages of a link, as source or as target", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const [a = "", b = ""] = await work(scene(), 1, [5, 6], ([x = ""]) => [to.sending(x), to.mirrored(x, 70)]);
      const of = async (superoffice: readonly string[], requestor: readonly string[], linkId = link.id) =>
        (await store.mirrorsOfMessages(linkId, { superoffice, requestor })).map(({ id }) => id);
      expect(await of(["5", "6", "99"], [])).toEqual([b, a]);
      expect(await of([], ["70", "5"])).toEqual([a]);
      expect(await of([], [])).toEqual([]);
      expect(await of(["5"], ["70"], "999")).toEqual([]);
    });
  });

  describe("what needs a person", () => {
    it("stands in groups by its cause, messages and tickets, and what is mended is gone from them", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const [a = "", b = "", c = ""] = await work(scene(), 1, [5, 6, 7, 8], ([w = "", x = "", y = "", z = ""]) => [
        held(w, "Requestor answered 413 to POST"),
        held(x, "Requestor answered 413 to PUT"),
        held(y, "Ticket 12 is odd."),
        to.sending(z),
        to.uncertain(z),
      ]);
      await store.beginCreating(sides);
      await store.learnTickets("requestor", [ticket(7)]);
      const [creation] = await store.claimCreations("worker", { sources: sides, limit: 10, leaseMs });
      if (creation === undefined) throw new Error("Nothing was claimed.");
      await store.recordCreation(creation, leaseMs, {
        to: "held",
        reason: "The ticket itself is internal in Requestor",
      });
      const groups = await store.attentionGroups(anyAttention);
      expect(groups[0]).toMatchObject({
        ...{ of: "message", cause: "too-large", held: 2, uncertain: 0, bySource: { superoffice: 2, requestor: 0 } },
        example: { id: a, reason: "Requestor answered 413 to POST", visibility: null },
      });
      const listed = async (search: Partial<MirrorSearch>) =>
        (await store.searchMirrors({ ...anyMirror, cause: "too-large", ...search }, all)).items.map(({ id }) => id);
      expect(await listed({})).toEqual([b, a]);
      expect(await listed({ side: "superoffice", linkId: link.id })).toEqual([b, a]);
      expect(await listed({ side: "requestor" })).toEqual([]);
      expect(await listed({ state: "uncertain" })).toEqual([]);
      expect(await listed({ words: "PUT" })).toEqual([b]);
      expect(await listed({ cause: "" })).toEqual([]);
      expect(groups.map(({ of, cause }) => `${of} ${cause}`).sort()).toEqual([
        ...["message Ticket … is odd.", "message no-clear-answer", "message too-large", "ticket ticket-internal"],
      ]);
      expect(Math.abs((groups[0]?.oldestAt ?? 0) - Date.now())).toBeLessThan(60_000);
      expect(await store.countAttention(anyAttention)).toEqual({ message: 4, ticket: 1 });
      expect(await store.countAttention({ ...anyAttention, linkId: link.id })).toEqual({ message: 4, ticket: 0 });
      expect(await store.countAttention({ ...anyAttention, of: "message" })).toEqual({ message: 4, ticket: 0 });
      expect(await store.countAttention({ ...anyAttention, of: "ticket" })).toEqual({ message: 0, ticket: 1 });
      expect(await store.countAttention({ ...anyAttention, of: "ticket", linkId: link.id })).toEqual({
        ...{ message: 0, ticket: 0 },
      });
      expect(await store.attentionIds("message", { ...anyAttention, of: "ticket" }, { after: null, limit: 9 })).toEqual(
        [],
      );
      expect(await store.countAttention({ ...anyAttention, side: "requestor" })).toEqual({ message: 0, ticket: 1 });
      expect(await store.countAttention({ ...anyAttention, cause: "too-large" })).toEqual({ message: 2, ticket: 0 });
      await store.retryMirror(a);
      await store.skipMirror(c, "Not needed.");
      expect(await store.countAttention(anyAttention)).toEqual({ message: 2, ticket: 1 });
      await store.skipCreation(creation.id, "Not needed.");
      expect(await store.countAttention(anyAttention)).toEqual({ message: 2, ticket: 0 });
    });

    it("gives the ids of one cause in pages, ascending", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const mirrors = await work(scene(), 1, [1, 2, 3, 4, 5], (ids) => ids.map((id) => to.held(id)));
      const cause = causeOf("message", "held", "Too large.");
      const page = async (after: string | null) =>
        await store.attentionIds("message", { ...anyAttention, cause }, { after, limit: 2 });
      expect(await page(null)).toEqual(mirrors.slice(0, 2));
      expect(await page(mirrors[1] ?? "")).toEqual(mirrors.slice(2, 4));
      expect(await page(mirrors[4] ?? "")).toEqual([]);
      expect(await store.attentionIds("ticket", { ...anyAttention, linkId: "1" }, { after: null, limit: 2 })).toEqual(
        [],
      );
    });

    it("had its causes filled in by the migration as the bridge does it from then on", async () => {
      const { store, database } = scene();
      await linkPair(store, 1, 2);
      const reasons = [...causes.filter(({ of }) => of !== "ticket").map(sampleOf), "Ticket 12 is odd."];
      const ids = await work(
        scene(),
        1,
        reasons.map((_reason, n) => n + 1),
        (mirrors) => mirrors.map((id, n) => held(id, reasons[n] ?? "")),
      );
      const read = async () =>
        await database.prisma.$queryRawUnsafe<{ id: string; cause: string }[]>(
          "SELECT id::text, cause FROM mirrors ORDER BY mirrors.id",
        );
      const written = await read();
      expect(written.map(({ id }) => id)).toEqual(ids);
      await database.prisma.$executeRawUnsafe("UPDATE mirrors SET cause = NULL");
      await database.prisma.$executeRawUnsafe(fillingOf("mirrors"));
      expect(await read()).toEqual(written);
    });
  });
}

/** A sentence of a cause, made of what its pattern says. */
function sampleOf({ says }: { readonly says: RegExp }): string {
  const [first = ""] = says.source.split("|");
  return first
    .replace(/^\^/, "")
    .replaceAll("[0-9]+", "12")
    .replaceAll("[0-9]", "0")
    .replaceAll("[A-Za-z]+", "Requestor");
}

function fillingOf(table: "mirrors"): string {
  const folder = findMigrations();
  const name = readdirSync(folder).find((each) => each.endsWith("_reads"));
  const script = readFileSync(join(folder, name ?? "", "migration.sql"), "utf8");
  const [filling] = new RegExp(`UPDATE "${table}" SET "cause"[^;]*;`).exec(script) ?? [];
  if (filling === undefined) throw new Error("The migration does not fill in the causes.");
  return filling;
}

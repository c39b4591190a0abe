import { directionFrom, type Side } from "@ticket-bridge/helpdesk";
import type { Link } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import type { BridgeStore } from "../bridge-store.ts";
import type { LinkSearch, MirrorSearch } from "../reads/dashboard-reads.ts";
import { linkPair, see, ticket } from "./acts.ts";
import { anyMirror, firstPage } from "./asked.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claim, to, workOn } from "./work.ts";

async function foundLinks(store: BridgeStore, search: Partial<LinkSearch>): Promise<readonly string[]> {
  const page = await store.searchLinks({ words: null, state: null, sort: "newest", ...search }, firstPage);
  return page.items.map(({ superofficeTicketId }) => superofficeTicketId);
}

export function describeSearches(scene: () => DatabaseScene): void {
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
      await workOn(store, 3, [33], ([a = ""]) => [to.held(a)]);
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
      const [first] = (await store.searchLinks({ words: null, state: null, sort: "waiting" }, firstPage)).items;
      expect(first?.active).toBe(true);
      expect(Math.abs((first?.waitingSince ?? 0) - Date.now() + 4_000)).toBeLessThan(60_000);
      expect(Math.abs((first?.activeAt ?? 0) - (first?.waitingSince ?? 0))).toBeLessThan(1_000);
    });
  });

  describe("the search for messages", () => {
    it("finds them by time, kind and words of their reason", async () => {
      const { store, passTime, now } = scene();
      const link = await linkPair(store, 1, 2);
      const [a = "", b = "", c = ""] = await workOn(store, 1, [5, 6, 7], ([x = "", y = "", z = ""]) => [
        to.held(x, "Requestor answered 413 to POST: file “plan.pdf” is too large"),
        to.skipped(y),
        to.sending(z),
        to.mirrored(z, 70),
      ]);
      await passTime(3_600_000);
      await see(store, "requestor", 2, [8]);
      const found = async (search: Partial<MirrorSearch>) =>
        (await store.searchMirrors({ ...anyMirror, ...search }, firstPage)).items.map(({ id }) => id);
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
      const [a = ""] = await workOn(store, 1, [5, 6], ([x = "", y = ""]) => [
        to.held(x, quoting),
        to.held(y, "Is odd."),
      ]);
      for (const linkId of [null, link.id]) {
        const found = async (words: string) =>
          (await store.searchMirrors({ ...anyMirror, linkId, words }, firstPage)).items.map(({ id }) => id);
        for (const words of ["changed by hand", "mirror replace", "edit says"]) expect(await found(words)).toEqual([a]);
        for (const words of ["nine", "thousand", "eighty", "hand ninety"]) expect(await found(words)).toEqual([]);
      }
    });

    it("gives the rows about messages of a link, as source or as target", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const [a = "", b = ""] = await workOn(store, 1, [5, 6], ([x = ""]) => [to.sending(x), to.mirrored(x, 70)]);
      const of = async (superoffice: readonly string[], requestor: readonly string[], linkId = link.id) =>
        (await store.mirrorsOfMessages(linkId, { superoffice, requestor })).map(({ id }) => id);
      expect(await of(["5", "6", "99"], [])).toEqual([b, a]);
      expect(await of([], ["70", "5"])).toEqual([a]);
      expect(await of([], [])).toEqual([]);
      expect(await of(["5"], ["70"], "999")).toEqual([]);
    });
  });
}

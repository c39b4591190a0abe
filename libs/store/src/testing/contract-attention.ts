import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sides } from "@ticket-bridge/helpdesk";
import { causeOf, causes } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { findMigrations } from "../migrate/find-migrations.ts";
import type { MirrorSearch } from "../reads/dashboard-reads.ts";
import { linkPair, ticket } from "./acts.ts";
import { anyMirror, firstPage } from "./asked.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { leaseMs, to, workOn } from "./work.ts";

const anyAttention = { of: null, cause: null, side: null, linkId: null };

export function describeAttention(scene: () => DatabaseScene): void {
  describe("what needs a person", () => {
    it("stands in groups by its cause, messages and tickets, and what is mended is gone from them", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const [a = "", b = "", c = ""] = await workOn(store, 1, [5, 6, 7, 8], ([w = "", x = "", y = "", z = ""]) => [
        to.held(w, "Requestor answered 413 to POST"),
        to.held(x, "Requestor answered 413 to PUT"),
        to.held(y, "Ticket 12 is odd."),
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
        (await store.searchMirrors({ ...anyMirror, cause: "too-large", ...search }, firstPage)).items.map(
          ({ id }) => id,
        );
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
      const mirrors = await workOn(store, 1, [1, 2, 3, 4, 5], (ids) => ids.map((id) => to.held(id)));
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
      const filling = fillingOf("mirrors");
      // Whatever the bridge learned to say after that migration has been written with its cause.
      const known = causes.filter(({ of, key }) => of !== "ticket" && filling.includes(`'${key}'`));
      expect(known.length).toBeGreaterThan(14);
      const reasons = [...known.map(sampleOf), "Ticket 12 is odd."];
      const ids = await workOn(
        store,
        1,
        reasons.map((_reason, n) => n + 1),
        (mirrors) => mirrors.map((id, n) => to.held(id, reasons[n] ?? "")),
      );
      const read = async () =>
        await database.prisma.$queryRawUnsafe<{ id: string; cause: string }[]>(
          "SELECT id::text, cause FROM mirrors ORDER BY mirrors.id",
        );
      const written = await read();
      expect(written.map(({ id }) => id)).toEqual(ids);
      await database.prisma.$executeRawUnsafe("UPDATE mirrors SET cause = NULL");
      await database.prisma.$executeRawUnsafe(filling);
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

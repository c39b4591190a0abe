import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sides } from "@ticket-bridge/helpdesk";
import { causeOf, causes, type MirrorChange } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { findMigrations } from "../migrate/find-migrations.ts";
import type { AttentionFilter, MirrorSearch } from "../reads/dashboard-reads.ts";
import { linkPair, seeWhole, ticket } from "./acts.ts";
import { anyMirror, firstPage } from "./asked.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { claimOne, leaseMs, load, to, workOn } from "./work.ts";

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
      const creation = await holdCreation(store, 7);
      const { groups } = await store.attentionGroups(anyAttention);
      expect(groups[0]).toMatchObject({
        ...{ of: "message", cause: "too-large", held: 2, uncertain: 0, bySource: { superoffice: 2, requestor: 0 } },
        example: {
          ...{ id: a, source: { side: "superoffice", ticketId: "1" }, linkId: link.id },
          ...{ reason: "Requestor answered 413 to POST", visibility: null },
        },
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
      expect(groups.find(({ of }) => of === "ticket")?.example).toMatchObject({
        ...{ source: { side: "requestor", ticketId: "7" }, linkId: null, visibility: null },
      });
      expect(await store.countAttention({ ...anyAttention, side: "requestor" })).toEqual({ message: 0, ticket: 1 });
      expect(await store.countAttention({ ...anyAttention, cause: "too-large" })).toEqual({ message: 2, ticket: 0 });
      await store.retryMirror(a);
      await store.skipMirror(c, "Not needed.");
      expect(await store.countAttention(anyAttention)).toEqual({ message: 2, ticket: 1 });
      await store.skipCreation(creation.id, "Not needed.");
      expect(await store.countAttention(anyAttention)).toEqual({ message: 2, ticket: 0 });
    });

    it("is named one by one, messages before tickets and the oldest first, as a filter asks", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const mirrors = await workOn(store, 1, [1, 2, 3, 4, 5], (ids) =>
        ids.map((id, n) => to.held(id, n === 1 ? "Ticket 12 is odd." : "Too large.")),
      );
      const creation = await holdCreation(store, 7);
      const asked = async (filter: Partial<AttentionFilter>) =>
        (await store.attentionSet({ ...anyAttention, ...filter })).all.map(({ of, id }) => `${of} ${id}`);
      const all = [...mirrors.map((id) => `message ${id}`), `ticket ${creation.id}`];
      expect(await asked({})).toEqual(all);
      expect(await asked({ cause: causeOf("message", "held", "Too large.") })).toEqual(
        all.filter((_each, n) => n !== 1 && n !== 5),
      );
      expect(await asked({ of: "ticket" })).toEqual(all.slice(-1));
      expect(await asked({ of: "ticket", linkId: link.id })).toEqual([]);
      expect(await asked({ linkId: link.id, side: "superoffice" })).toEqual(all.slice(0, 5));
      expect(await asked({ side: "requestor" })).toEqual(all.slice(-1));
    });

    it("has a fingerprint that is another one once one goes and another comes, or has another cause or state", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await seeWhole(store, "superoffice", 1, [1, 2, 3, 4, 5]);
      const lease = await claimOne(store);
      const [late = "", first = "", second = "", odd = "", unclear = ""] = (await load(store, lease)).map(
        ({ mirrorId }) => mirrorId,
      );
      const become = async (...changes: readonly MirrorChange[]) => {
        for (const change of changes) await store.recordChanges(lease, leaseMs, [change]);
      };
      await become(to.held(first), to.held(second), to.held(odd, "Ticket 12 is odd."));
      await become(to.sending(unclear), to.uncertain(unclear));
      const seen = new Set<string>();
      /** Of all and of what would be acted on; that of a group is that of its own filter. */
      const fingerprint = async () => {
        const { fingerprint: ofAll, groups } = await store.attentionGroups(anyAttention);
        expect((await store.attentionSet(anyAttention)).fingerprint).toBe(ofAll);
        for (const { of, cause, fingerprint: ofGroup } of groups) {
          expect((await store.attentionGroups({ ...anyAttention, of, cause })).fingerprint).toBe(ofGroup);
          expect((await store.attentionSet({ ...anyAttention, of, cause })).fingerprint).toBe(ofGroup);
        }
        return ofAll;
      };
      const isAnother = async () => {
        const now = await fingerprint();
        expect(seen).not.toContain(now);
        seen.add(now);
      };
      await isAnother();
      expect(seen).toContain(await fingerprint());
      await store.skipMirror(first, "Not needed.");
      await isAnother();
      // As many of each cause as at first, and the one that came is older than all of them.
      await become(to.held(late));
      await isAnother();
      await holdCreation(store, 7);
      await isAnother();
      // Its cause stays.
      await become(to.held(unclear, "Its last attempt got no clear answer."));
      await isAnother();
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

/** A Requestor ticket whose counterpart is not made until a person decides. */
async function holdCreation(store: DatabaseScene["store"], id: number) {
  await store.beginCreating(sides);
  await store.learnTickets("requestor", [ticket(id)]);
  const [creation] = await store.claimCreations("worker", { sources: sides, limit: 10, leaseMs });
  if (creation === undefined) throw new Error("Nothing was claimed.");
  await store.recordCreation(creation, leaseMs, { to: "held", reason: "The ticket itself is internal in Requestor" });
  return creation;
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

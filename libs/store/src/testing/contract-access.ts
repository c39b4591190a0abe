import type { NamedToken, Store } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import type { Scene } from "./scene.ts";

const hourMs = 3_600_000;
const all = { cursor: null, limit: 50 };

async function made(store: Store, name: string, role: NamedToken["role"] = "operator"): Promise<NamedToken> {
  const token = await store.createToken({ name, role, hash: `hash of ${name}`, createdBy: "administrator" });
  if (token === null) throw new Error(`${name} has a token already.`);
  return token;
}

export function describeAccess(scene: () => Scene): void {
  describe("named tokens", () => {
    it("are found by their hash, newest first in the list, and never shown with it", async () => {
      const { store, other, now } = scene();
      const jane = await made(store, "Jane");
      const ravi = await made(other, "Ravi", "viewer");
      expect(jane).toMatchObject({ name: "Jane", role: "operator", createdBy: "administrator" });
      expect(jane).toMatchObject({ revokedBy: null, revokedAt: null, lastUsedAt: null });
      expect(Math.abs(jane.createdAt - now())).toBeLessThan(10_000);
      expect(await other.useToken("hash of Jane")).toEqual({ tokenId: jane.id, name: "Jane", role: "operator" });
      expect(await store.useToken("hash of Ravi")).toEqual({ tokenId: ravi.id, name: "Ravi", role: "viewer" });
      expect(await store.useToken("hash of nobody")).toBeNull();
      const first = await store.listTokens({ cursor: null, limit: 1 });
      expect(first.items.map(({ name }) => name)).toEqual(["Ravi"]);
      const rest = await store.listTokens({ cursor: first.nextCursor, limit: 5 });
      expect(rest).toMatchObject({ items: [{ name: "Jane" }], nextCursor: null });
      expect(JSON.stringify([jane, first, rest])).not.toContain("hash of");
    });

    it("have a name once, which is free again when its token was revoked", async () => {
      const { store, other } = scene();
      const token = { name: "Jane", role: "viewer", hash: "another", createdBy: "administrator" } as const;
      const { id } = await made(store, "Jane");
      expect(await other.createToken(token)).toBeNull();
      expect((await store.listTokens(all)).items).toHaveLength(1);
      await store.revokeToken(id, "administrator");
      expect(await other.createToken(token)).toMatchObject({ name: "Jane", role: "viewer" });
    });

    it("let nobody in once they are revoked, which is noted once", async () => {
      const { store, other, passTime } = scene();
      const { id } = await made(store, "Jane");
      const revoked = await store.revokeToken(id, "Ravi");
      expect(revoked).toMatchObject({ id, revokedBy: "Ravi" });
      expect(revoked?.revokedAt).not.toBeNull();
      expect(await other.useToken("hash of Jane")).toBeNull();
      await passTime(1_000);
      expect(await store.revokeToken(id, "somebody else")).toMatchObject({ revokedBy: "Ravi" });
      expect((await store.listTokens(all)).items).toMatchObject([{ revokedBy: "Ravi" }]);
      for (const none of ["999", "none", "-1"]) expect(await store.revokeToken(none, "Ravi")).toBeNull();
    });

    it("tell when they were last used, to the minute", async () => {
      const { store, passTime } = scene();
      await made(store, "Jane");
      const lastUsed = async () => (await store.listTokens(all)).items[0]?.lastUsedAt ?? null;
      expect(await lastUsed()).toBeNull();
      await store.useToken("hash of Jane");
      await passTime(30_000);
      const before = await lastUsed();
      expect(before).not.toBeNull();
      await store.useToken("hash of Jane");
      expect(await lastUsed()).toBe(before);
      await passTime(31_000);
      const old = await lastUsed();
      await store.useToken("hash of Jane");
      expect(await lastUsed()).toBeGreaterThan((old ?? 0) + 30_000);
    });
  });

  describe("sessions", () => {
    it("are the administrator's or a token's, until they end", async () => {
      const { store, other, now } = scene();
      const { id } = await made(store, "Jane");
      const begun = await store.createSession({ hash: "one", tokenId: null, lifetimeMs: hourMs });
      expect(begun?.holder).toBeNull();
      expect(Math.abs((begun?.expiresAt ?? 0) - now() - hourMs)).toBeLessThan(10_000);
      expect(await other.useSession("one")).toEqual(begun);
      await store.createSession({ hash: "two", tokenId: id, lifetimeMs: hourMs });
      const holder = { tokenId: id, name: "Jane", role: "operator" };
      expect(await other.useSession("two")).toMatchObject({ holder });
      expect(await store.useSession("three")).toBeNull();
      await other.endSession("one");
      expect(await store.useSession("one")).toBeNull();
      expect(await store.useSession("two")).toMatchObject({ holder });
      await store.endSession("one");
    });

    it("are over after their time, however often they are used", async () => {
      const { store, passTime } = scene();
      await store.createSession({ hash: "one", tokenId: null, lifetimeMs: hourMs });
      await passTime(hourMs - 20_000);
      expect(await store.useSession("one")).not.toBeNull();
      await passTime(20_001);
      expect(await store.useSession("one")).toBeNull();
    });

    it("end with their token, and none is made with a revoked one", async () => {
      const { store, other } = scene();
      const jane = await made(store, "Jane");
      const ravi = await made(store, "Ravi");
      await store.createSession({ hash: "one", tokenId: jane.id, lifetimeMs: hourMs });
      await store.createSession({ hash: "two", tokenId: ravi.id, lifetimeMs: hourMs });
      await other.revokeToken(jane.id, "administrator");
      expect(await store.useSession("one")).toBeNull();
      expect(await store.useSession("two")).not.toBeNull();
      expect(await store.createSession({ hash: "three", tokenId: jane.id, lifetimeMs: hourMs })).toBeNull();
      expect(await store.useSession("three")).toBeNull();
      expect(await store.createSession({ hash: "four", tokenId: "999", lifetimeMs: hourMs })).toBeNull();
    });

    it("are never left open by a token that is revoked while one is made", async () => {
      const { store, other } = scene();
      for (let turn = 0; turn < 10; turn += 1) {
        const { id } = await made(store, `Jane ${turn}`);
        const hash = `session ${turn}`;
        await Promise.all([
          store.createSession({ hash, tokenId: id, lifetimeMs: hourMs }),
          other.revokeToken(id, "administrator"),
        ]);
        expect(await store.useSession(hash)).toBeNull();
      }
    });

    it("count as a use of their token", async () => {
      const { store } = scene();
      const { id } = await made(store, "Jane");
      await store.createSession({ hash: "one", tokenId: id, lifetimeMs: hourMs });
      await store.useSession("one");
      expect((await store.listTokens(all)).items[0]?.lastUsedAt).not.toBeNull();
    });
  });
}

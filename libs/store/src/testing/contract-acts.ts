import type { ActStore, NewAct } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import type { Scene } from "./scene.ts";

const all = { cursor: null, limit: 50 };
const everything: Parameters<ActStore["listActs"]>[0] = { name: null, act: null };
const skip: NewAct = {
  name: "Jane",
  role: "operator",
  act: "skipMirror",
  what: "Skip message 9 of SuperOffice ticket 1: it is a test.",
  target: { kind: "mirror", id: "12" },
  requestId: "a-request",
};

export function describeActs(scene: () => Scene): void {
  describe("what people asked of the bridge", () => {
    it("stands there as asked before it is tried, and then with what became of it", async () => {
      const { store, other, now } = scene();
      const done = await store.askAct(skip);
      const refused = await store.askAct({ ...skip, name: "Ravi" });
      const [asked] = (await other.listActs(everything, all)).items;
      expect(asked).toMatchObject({
        ...skip,
        id: refused,
        name: "Ravi",
        outcome: "asked",
        reason: null,
        endedAt: null,
      });
      expect(Math.abs((asked?.at ?? 0) - now())).toBeLessThan(10_000);
      for (const outcome of ["partly", "failed"] as const) {
        await store.endAct(await store.askAct(skip), { outcome, reason: "Done: 1 of 3." });
        expect((await other.listActs(everything, all)).items[0]).toMatchObject({ outcome, reason: "Done: 1 of 3." });
      }
      await store.endAct(done, { outcome: "done", target: null });
      await other.endAct(refused, { outcome: "refused", reason: "It is mirrored." });
      const { items } = await store.listActs(everything, all);
      expect(items.slice(-2)).toMatchObject([
        { ...skip, id: refused, name: "Ravi", outcome: "refused", reason: "It is mirrored." },
        { ...skip, id: done, outcome: "done", reason: null },
      ]);
      expect(items.every(({ endedAt, at }) => endedAt !== null && endedAt >= at)).toBe(true);
    });

    it("keeps its first end, and takes the target that it made itself", async () => {
      const { store } = scene();
      const id = await store.askAct({ ...skip, act: "createLink", target: null });
      await store.endAct(id, { outcome: "done", target: { kind: "link", id: "7" } });
      await store.endAct(id, { outcome: "refused", reason: "Too late." });
      await store.endAct("999", { outcome: "refused", reason: "There is none." });
      const { items } = await store.listActs(everything, all);
      expect(items).toMatchObject([{ outcome: "done", reason: null, target: { kind: "link", id: "7" } }]);
    });

    it("is listed newest first, page by page, of one name or one kind of act", async () => {
      const { store } = scene();
      const unknown = { ...skip, name: "nobody", role: null, act: "signIn", target: null };
      for (const act of [skip, unknown, { ...skip, act: "retryMirror" }]) await store.askAct(act);
      const first = await store.listActs(everything, { cursor: null, limit: 2 });
      expect(first.items.map(({ act }) => act)).toEqual(["retryMirror", "signIn"]);
      expect(first.items[1]).toMatchObject({ role: null, target: null });
      const rest = await store.listActs(everything, { cursor: first.nextCursor, limit: 2 });
      expect(rest).toMatchObject({ items: [{ act: "skipMirror" }], nextCursor: null });
      const acts = async (filter: Partial<typeof everything>) =>
        (await store.listActs({ ...everything, ...filter }, all)).items.map(({ act }) => act);
      expect(await acts({ name: "Jane" })).toEqual(["retryMirror", "skipMirror"]);
      expect(await acts({ act: "signIn" })).toEqual(["signIn"]);
      expect(await acts({ name: "Jane", act: "signIn" })).toEqual([]);
    });

    it("keeps text of every kind as it is, but what no database can hold", async () => {
      const { store } = scene();
      const what = "Skip: '); DROP TABLE links; -- <script>alert(1)</script> \u202e 😀 \r\n";
      await store.endAct(await store.askAct({ ...skip, what: `${what}\0\ud800` }), {
        outcome: "refused",
        reason: "\0",
      });
      const { items } = await store.listActs(everything, all);
      expect(items).toMatchObject([{ what: `${what}\ufffd\ufffd`, reason: "\ufffd" }]);
    });
  });
}

import { createLog } from "@ticket-bridge/assembly";
import type { DashboardReads } from "@ticket-bridge/store";
import type { Store } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { actOnAll } from "./act-on-all.ts";
import type { ApiContext } from "./context.ts";
import { mirrorOperations } from "./mirrors.ts";

const anything = { of: null, cause: null, side: null, linkId: null };
const skip = { name: "skip", reason: "No." } as const;

const fingerprintOf = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b).join();

/** Held messages with the ids 1, 2, 3 and so on; `later` becomes held when a hundred have been skipped. */
function scene(count: number, later: number) {
  const held = new Set(Array.from({ length: count }, (_, n) => n + 1));
  const skipped: number[] = [];
  const store = {
    countAttention: () => Promise.resolve({ message: held.size, ticket: 0 }),
    attentionSet: () => {
      const all = [...held].sort((a, b) => a - b).map((id) => ({ of: "message", id: String(id) }));
      return Promise.resolve({ fingerprint: fingerprintOf(held), all });
    },
    skipMirror: (id: string) => {
      held.delete(Number(id));
      skipped.push(Number(id));
      if (skipped.length === 100) held.add(later);
      return Promise.resolve({ outcome: "done" });
    },
  } as unknown as Store & DashboardReads;
  const shown = { expected: count, fingerprint: fingerprintOf(held) };
  return { store, held, skipped, shown };
}

describe("an act on all that a filter names", () => {
  it("leaves alone what came to it after the person had confirmed the number", async () => {
    const { store, held, shown } = scene(2_500, 9_999);
    expect(await actOnAll(store, skip, anything, shown)).toEqual({ done: 2_500, refused: [] });
    expect([...held]).toEqual([9_999]);
  });

  it("is refused where it is another number when they are read, and nothing is done", async () => {
    const { store, skipped, shown } = scene(3, 9_999);
    // Another one becomes held between the count and the reading.
    store.countAttention = () => Promise.resolve({ message: 2, ticket: 0 });
    const asked = actOnAll(store, skip, anything, { ...shown, expected: 2 });
    await expect(asked).rejects.toMatchObject({ status: 409, faults: [{ field: "expected" }] });
    expect(skipped).toEqual([]);
  });

  it.each([{ name: "retry" } as const, skip])(
    "is refused where one went and another came since they were shown, and nothing is done: $name",
    async (act) => {
      const { store, held, skipped, shown } = scene(3, 9_999);
      held.delete(2);
      held.add(4);
      const asked = actOnAll(store, act, anything, shown);
      await expect(asked).rejects.toMatchObject({
        ...{ status: 409, faults: [{ field: "fingerprint" }] },
        message: expect.stringContaining("others than were shown") as string,
      });
      expect(skipped).toEqual([]);
    },
  );

  it("that fails amid its work tells how many it did, and tries no more", async () => {
    const { store, skipped, shown } = scene(40, 9_999);
    const skipMirror = store.skipMirror.bind(store);
    store.skipMirror = (id, reason) => {
      if (id === "2") return Promise.resolve({ outcome: "not-found" });
      return id === "22" ? Promise.reject(new TypeError("the secret is x")) : skipMirror(id, reason);
    };
    await expect(actOnAll(store, skip, anything, shown)).rejects.toMatchObject({
      status: 500,
      // The two that were on their way beside it, too.
      message: "Done for certain: 22 of 40. Refused: 1. Then: Something unexpected happened; the log tells more.",
    });
    expect(skipped).toHaveLength(22);
  });
});

describe("a message that is skipped with others", () => {
  it("tells how many of them were, where it fails amid them", async () => {
    const mirror = (id: string) => ({
      id,
      state: "held",
      reason: id === "2" ? "Another." : "One.",
      capturedAt: 0,
      updatedAt: 0,
      sourceCreatedAt: null,
      sentAt: null,
      mirroredAt: null,
    });
    const store = {
      getMirror: (id: string) => Promise.resolve(mirror(id)),
      skipMirror: (id: string) =>
        id === "3" ? Promise.reject(new Error("gone")) : Promise.resolve({ outcome: "done", mirror: mirror(id) }),
    };
    const context = { store, log: createLog({ level: "silent" }) } as unknown as ApiContext;
    const operation = mirrorOperations(context).find(({ id }) => id === "skipMirror");
    const given = { params: { id: "1" }, body: { reason: "No.", alsoHeld: ["1", "2", "3", "4"] } };
    await expect(operation?.handle(given as never)).rejects.toMatchObject({
      status: 500,
      message: "Done for certain: 1 of 4. Refused: 1. Then: Something unexpected happened; the log tells more.",
    });
  });
});

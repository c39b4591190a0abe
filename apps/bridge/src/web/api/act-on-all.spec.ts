import type { DashboardReads } from "@ticket-bridge/store";
import type { Store } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { actOnAll } from "./act-on-all.ts";

const anything = { of: null, cause: null, side: null, linkId: null };
const skip = { name: "skip", reason: "No." } as const;

/** Held messages with the ids 1, 2, 3 and so on; `later` becomes held when a hundred have been skipped. */
function scene(count: number, later: number) {
  const held = new Set(Array.from({ length: count }, (_, n) => n + 1));
  const skipped: number[] = [];
  const store = {
    countAttention: () => Promise.resolve({ message: held.size, ticket: 0 }),
    attentionIds: (of: string, _filter: unknown, { after, limit }: { after: string | null; limit: number }) => {
      const ids = of === "ticket" ? [] : [...held].filter((id) => id > Number(after ?? 0)).sort((a, b) => a - b);
      return Promise.resolve(ids.slice(0, limit).map(String));
    },
    skipMirror: (id: string) => {
      held.delete(Number(id));
      skipped.push(Number(id));
      if (skipped.length === 100) held.add(later);
      return Promise.resolve({ outcome: "done" });
    },
  } as unknown as Store & DashboardReads;
  return { store, held, skipped };
}

describe("an act on all that a filter names", () => {
  it("leaves alone what came to it after the person had confirmed the number", async () => {
    const { store, held } = scene(2_500, 9_999);
    expect(await actOnAll(store, skip, anything, 2_500)).toEqual({ done: 2_500, refused: [] });
    expect([...held]).toEqual([9_999]);
  });

  it("is refused where it is another number when they are read, and nothing is done", async () => {
    const { store, skipped } = scene(3, 9_999);
    // Another one becomes held between the count and the reading.
    store.countAttention = () => Promise.resolve({ message: 2, ticket: 0 });
    await expect(actOnAll(store, skip, anything, 2)).rejects.toMatchObject({ status: 409 });
    expect(skipped).toEqual([]);
  });
});

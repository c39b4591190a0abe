import { describe, expect, it } from "vitest";

import { linkPair, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claimOne, firstOf, leaseMs, to } from "./work.ts";

export function describeSuspicion(scene: () => Scene): void {
  describe("failures that may be a message's own", () => {
    async function failing() {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      return {
        mirrorId,
        fail: async (state: "pending" | "uncertain" = "pending") => {
          await store.recordChanges(lease, leaseMs, [
            { ...to[state](mirrorId), suspicion: "Requestor answered 500." } as ReturnType<typeof to.pending>,
          ]);
          return await firstOf(store, lease);
        },
        become: (change: ReturnType<typeof to.pending>) => store.recordChanges(lease, leaseMs, [change]),
        look: () => firstOf(store, lease),
      };
    }

    it("count as one while nothing is written to that side", async () => {
      const { fail } = await failing();
      for (let n = 0; n < 7; n += 1) await fail();
      expect(await fail("uncertain")).toMatchObject({ suspicions: 1, suspicion: "Requestor answered 500." });
    });

    it("count in a row when something was written to that side since the last that counted, by any process", async () => {
      const { store, other } = scene();
      const { fail } = await failing();
      await other.recordWrite("requestor", 0);
      expect(await fail()).toMatchObject({ suspicions: 1 });
      await store.recordWrite("superoffice", 0);
      await store.recordWrite("requestor", 60_000);
      expect(await fail()).toMatchObject({ suspicions: 1 });
      await other.recordSideSuccess("requestor", 0);
      expect(await fail()).toMatchObject({ suspicions: 2 });
      await other.recordSideSuccess("requestor", null);
      expect(await fail("uncertain")).toMatchObject({ suspicions: 2 });
      await store.recordWrite("requestor", 0);
      expect(await fail("uncertain")).toMatchObject({ suspicions: 3 });
    });

    it("stay counted through other failures, and begin anew after a person retries the held message", async () => {
      const { store } = scene();
      const { fail, become, look, mirrorId } = await failing();
      await fail();
      await store.recordWrite("requestor", 0);
      await fail();
      await become(to.pending(mirrorId));
      expect(await look()).toMatchObject({ suspicions: 2 });
      await become(to.held(mirrorId));
      expect(await store.retryMirror(mirrorId)).toMatchObject({ outcome: "done" });
      expect(await look()).toMatchObject({ suspicions: 0 });
    });
  });
}

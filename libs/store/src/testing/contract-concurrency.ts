import type { LaneMessage, Store } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, leaseMs, to } from "./work.ts";

export function describeConcurrency(scene: () => Scene): void {
  describe("two processes at once", () => {
    it("never hold the same lane", async () => {
      const { store, other } = scene();
      for (let n = 1; n <= 12; n += 1) {
        await linkPair(store, n, n);
        await see(store, "superoffice", n, [n]);
      }
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, n) => claim(n % 2 ? store : other, { worker: `w${n}`, limit: 3 })),
      );
      const lanes = claims.flat().map(({ linkId, direction }) => `${linkId} ${direction}`);
      expect(new Set(lanes).size).toBe(lanes.length);
      lanes.push(...(await claim(store, { limit: 20 })).map(({ linkId }) => linkId));
      expect(lanes).toHaveLength(12);
    });

    it("leave nothing undelivered after two hundred captures that race with claims and releases", async () => {
      const { store, other, countRows, sharedPlaces } = scene();
      const links = 4;
      const captures = 200;
      for (let n = 1; n <= links; n += 1) await linkPair(store, n, n);
      let capturing = true;
      const delivered = new Map<string, string[]>();
      const worker = async (own: Store, name: string) => {
        // Ends when a claim that began after the last capture finds nothing: exactly what a lost wake-up would hide in.
        for (let idle = false; !idle;) {
          const last = !capturing;
          const leases = await claim(own, { worker: name, limit: 2 });
          for (const lease of leases) await deliver(own, lease, delivered);
          idle = last && leases.length === 0;
        }
      };
      const capturer = async (own: Store, from: number) => {
        for (let n = from; n < captures; n += 4) {
          await see(own, n % 3 ? "superoffice" : "requestor", 1 + (n % links), [n * 3 + 2, n * 3 + 1, n * 3 + 3]);
        }
      };
      const workers = [worker(store, "a"), worker(other, "b"), worker(store, "c")];
      await Promise.all([0, 1, 2, 3].map((n) => capturer(n % 2 ? store : other, n)));
      capturing = false;
      await Promise.all(workers);
      // Two workers may each have seen the other's lane as taken at the very end; what is due then is delivered here.
      for (const lease of await claim(store, { limit: 20 })) await deliver(store, lease, delivered);
      expect((await countRows()).filter(({ state }) => state !== "mirrored")).toEqual([]);
      expect([...delivered.values()].flat()).toHaveLength(captures * 3);
      expect(await sharedPlaces()).toBe(0);
    });

    it("add up exactly what stands after comparisons that race with links made and removed", async () => {
      const { store, other } = scene();
      const pairs = 10;
      const compare = (own: Store, id: string, agree: number) =>
        own.recordAudit(id, {
          ...{ kind: "compared", should: 9, agree, waiting: 1, findings: [] },
          classes: { same: agree, "only-source": 1, "only-target": 2, differs: 3, error: 4 },
        });
      const run = async (n: number) => {
        const [here, there] = n % 2 ? [store, other] : [other, store];
        for (let round = 1; round <= 3; round += 1) {
          const { id } = await linkPair(here, n, n);
          await Promise.all([compare(here, id, round), compare(there, id, n % 7)]);
          if (n % 3 === 0 || round < 3) {
            await Promise.all([here.removeLink(id, "Unlinked."), compare(there, id, 5), compare(here, id, 6)]);
          }
        }
      };
      await Promise.all(Array.from({ length: pairs }, (_, n) => run(n + 1)));
      const { items } = await store.listAudits({ onlyFindings: false }, { cursor: null, limit: 50 });
      const standing = (await store.listLinks({ cursor: null, limit: 50 })).items.length;
      expect([items.length, standing]).toEqual([7, 7]);
      expect(await store.auditTotals()).toMatchObject({
        ...{ links: 7, audited: 7, troubled: 0, should: 63, waiting: 7 },
        agree: items.reduce((sum, { agree }) => sum + agree, 0),
        classes: { "only-source": 7, "only-target": 14, differs: 21, error: 28 },
      });
    });

    it("show no worker that claims a lane at the moment another gives it back what was no more so", async () => {
      const { store, other } = scene();
      for (const n of [1, 2]) {
        await linkPair(store, n, n);
        await see(store, "superoffice", n, [n]);
      }
      let compared = 0;
      const worker = async (own: Store, name: string) => {
        for (let turn = 0; turn < 150; turn += 1) {
          for (const lease of await claim(own, { worker: name, limit: 2 })) {
            const { messages } = await own.loadLane(lease, 20);
            if (lease.loaded !== null) {
              compared += 1;
              expect(lease.loaded.messages.map(standing)).toEqual(messages.map(standing));
            }
            const [first] = messages;
            if (first === undefined) throw new Error("The message stays in its lane.");
            const change = first.state === "uncertain" ? to.pending(first.mirrorId) : to.uncertain(first.mirrorId);
            await own.recordAndRelease(lease, [change], { kind: "yield" });
          }
        }
      };
      await Promise.all([worker(store, "a"), worker(other, "b"), worker(store, "c"), worker(other, "d")]);
      expect(compared).toBeGreaterThan(50);
    });
  });
}

function standing({ mirrorId, state, attempts }: LaneMessage) {
  return { mirrorId, state, attempts };
}

async function deliver(
  store: Store,
  lease: Awaited<ReturnType<typeof claim>>[number],
  delivered: Map<string, string[]>,
): Promise<void> {
  const { messages, nextSeq } = lease.loaded ?? (await store.loadLane(lease, 20));
  const lane = `${lease.linkId} ${lease.direction}`;
  for (const { mirrorId, sourceMessageId } of messages) {
    if (!(await store.recordChanges(lease, leaseMs, [to.mirrored(mirrorId, sourceMessageId)]))) return;
    delivered.set(lane, [...(delivered.get(lane) ?? []), sourceMessageId]);
  }
  await store.releaseLane({ ...lease, nextSeq }, messages.length < 20 ? { kind: "idle" } : { kind: "yield" });
}

import { directions } from "@ticket-bridge/helpdesk";
import { type MirrorState, mirrorStates } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, message, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, leaseMs, load, to } from "./work.ts";

/** A small generator of its own, so that a failure can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

export function describeCounters(scene: () => Scene): void {
  async function expectTrueCounters() {
    const { store, countRows, keptCounts } = scene();
    const real = await countRows();
    const sum = (state: MirrorState) =>
      real.filter((row) => row.state === state).reduce((total, { count }) => total + count, 0);
    expect(await store.countMirrors()).toEqual(Object.fromEntries(mirrorStates.map((state) => [state, sum(state)])));
    const mirrored = real.filter((row) => row.state === "mirrored");
    const each = directions.map((direction) => [
      direction,
      mirrored.filter((row) => row.direction === direction).reduce((total, { count }) => total + count, 0),
    ]);
    expect(await store.countMirrored()).toEqual(Object.fromEntries(each));
    expect(await keptCounts()).toEqual(real);
  }

  describe("the counters", () => {
    it("equal the real counts after two hundred random steps of workers, operators and captures", async () => {
      const { store } = scene();
      const dice = random(20_260_101);
      for (const n of [1, 2, 3]) await linkPair(store, n, n);
      let nextId = 100;
      let target = 1_000_000;
      for (let step = 0; step < 200; step += 1) {
        const what = dice(6);
        if (what < 2) {
          const ids = Array.from({ length: 1 + dice(3) }, () => (nextId += 1));
          await see(store, dice(2) ? "superoffice" : "requestor", 1 + dice(3), [...ids, 90 + dice(20)]);
        } else if (what < 5) {
          for (const lease of await claim(store, { directions: [directions[dice(2)] ?? directions[0]], limit: 2 })) {
            const changes = (await load(store, lease)).map(({ mirrorId }) => {
              const kinds = [to.sending, to.skipped, to.held, to.uncertain, to.pending];
              return (kinds[dice(7)] ?? ((id: string) => to.mirrored(id, (target += 1))))(mirrorId);
            });
            expect(await store.recordChanges(lease, leaseMs, changes)).toBe(true);
            await store.releaseLane(lease, { kind: "yield" });
          }
        } else {
          const id = String(1 + dice(nextId - 100 + 1));
          if (dice(3) === 0) await store.retryMirror(id);
          else if (dice(2) === 0) await store.skipMirror(id, "By dice.");
          else await store.adoptMirror(id, message((target += 1)));
        }
      }
      await expectTrueCounters();
      expect((await store.countMirrors()).mirrored).toBeGreaterThan(10);
    });

    it("equal the real counts after captures that race for the same messages", async () => {
      const { store, other } = scene();
      await linkPair(store, 1, 2);
      const ids = Array.from({ length: 40 }, (_, n) => n + 1);
      const captured = await Promise.all(
        Array.from({ length: 12 }, (_, n) => see(n % 2 ? store : other, "superoffice", 1, ids.slice(n, n + 25))),
      );
      const all = captured.flat();
      expect(new Set(all).size).toBe(all.length);
      expect(all).toHaveLength(36);
      await expectTrueCounters();
    });

    it("equal the real counts after everybody acted on the same messages at once, and nobody failed", async () => {
      const { store, other, races } = scene();
      // What goes wrong in a race goes wrong in some rounds only.
      const rounds = races ? 25 : 2;
      for (let round = 0; round < rounds; round += 1) {
        const link = await linkPair(store, 1 + round, 1 + round);
        const sourceIds = Array.from({ length: 8 }, (_, n) => round * 100 + n + 1);
        await see(store, "superoffice", 1 + round, sourceIds);
        const lease = await claimOne(store);
        const ids = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
        await store.recordChanges(
          lease,
          leaseMs,
          ids.map((id, n) => (n % 2 ? to.held(id) : to.uncertain(id))),
        );
        const event = { what: "recognised", detail: "" };
        await Promise.all(
          ids.flatMap((id, n) => [
            other.retryMirror(id),
            store.skipMirror(id, "No."),
            other.adoptRecognised(id, message(round * 1_000 + 500 + n), event),
            store.recordChanges(lease, leaseMs, [to.pending(id)]),
            other.adoptMirror(id, message(round * 1_000 + 600 + n)),
            see(other, "superoffice", 1 + round, [round * 100 + 50 + n, round * 100 + 51 + n]),
          ]),
        );
        await expectTrueCounters();
        await store.removeLink(link.id, "The round is over.");
      }
    }, 60_000);
  });
}

import { directions } from "@ticket-bridge/helpdesk";
import { mirrorStates } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { empty, linkPair, message, type Scene, see } from "./harness.ts";
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
    const { store, sql } = scene();
    const real = await sql("SELECT state::text, count(*)::int AS count FROM mirrors GROUP BY state");
    const counts = Object.fromEntries(real.map((row) => [String(row["state"]), row["count"]]));
    const zero = Object.fromEntries(mirrorStates.map((state) => [state, 0]));
    expect(await store.countMirrors()).toEqual({ ...zero, ...counts });
    const wrong = await sql(`
      SELECT l.link_id FROM lanes l LEFT JOIN mirrors m USING (link_id, source_side)
       GROUP BY l.link_id, l.source_side
      HAVING (count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'sending'),
              count(*) FILTER (WHERE state = 'mirrored'), count(*) FILTER (WHERE state = 'skipped'),
              count(*) FILTER (WHERE state = 'uncertain'), count(*) FILTER (WHERE state = 'held'))
             IS DISTINCT FROM (l.pending, l.sending, l.mirrored, l.skipped, l.uncertain, l.held)`);
    expect(wrong).toEqual([]);
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
      const { store, other, database } = scene();
      // What goes wrong in a race goes wrong in some rounds only; the embedded database has one connection to race on.
      const rounds = store.kind === "embedded" ? 2 : 25;
      for (let round = 0; round < rounds; round += 1) {
        await empty(database);
        await linkPair(store, 1, 2);
        await see(store, "superoffice", 1, [1, 2, 3, 4, 5, 6, 7, 8]);
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
            other.adoptRecognised(id, message(500 + n), event),
            store.recordChanges(lease, leaseMs, [to.pending(id)]),
            other.adoptMirror(id, message(600 + n)),
            see(other, "superoffice", 1, [100 + n, 101 + n]),
          ]),
        );
        await expectTrueCounters();
      }
    }, 60_000);
  });
}

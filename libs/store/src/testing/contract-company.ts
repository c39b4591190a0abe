import { TargetTakenError } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, see, seeWhole, ticket, message, withCopy } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, firstOf, leaseMs, to } from "./work.ts";

const lanes = 12;

const listed = (id: number) => ({ id: message(id), version: "v" });

export function describeCompany(scene: () => Scene): void {
  describe("what many lanes ask at the same moment", () => {
    it("is answered to each as if it had asked alone", async () => {
      const { store, countRows, keptCounts } = scene();
      const { leases, mirrors } = await claimed(scene());
      const sent = await Promise.all(
        leases.map((lease, n) => store.recordChanges(lease, leaseMs, [to.sending(mirrors[n] ?? "")])),
      );
      expect(sent).toEqual(leases.map(() => true));
      const [lost, taken, settled] = mirrors;
      const answers = await Promise.allSettled(
        leases.map((lease, n) => {
          const mirror = mirrors[n] ?? "";
          if (mirror === lost) return store.recordChanges({ ...lease, epoch: lease.epoch + 1 }, leaseMs, []);
          // Two targets that are one: the second to come is refused, whichever that is.
          if (mirror === taken || mirror === settled) {
            return store.recordChanges(lease, leaseMs, [to.mirrored(mirror, 500)]);
          }
          const changes = n % 2 ? [to.mirrored(mirror, 600 + n)] : [to.uncertain(mirror), to.held(mirror)];
          return store.recordAndRelease(lease, changes, { kind: "idle" });
        }),
      );
      expect(answers[0]).toEqual({ status: "fulfilled", value: false });
      const doubled = answers.slice(1, 3);
      expect(doubled.filter(({ status }) => status === "fulfilled")).toEqual([{ status: "fulfilled", value: true }]);
      expect(doubled.find(({ status }) => status === "rejected")).toMatchObject({
        reason: expect.any(TargetTakenError) as unknown,
      });
      expect(answers.slice(3)).toEqual(leases.slice(3).map(() => ({ status: "fulfilled", value: true })));
      expect(await countRows()).toEqual(await keptCounts());
      const states = await Promise.all(mirrors.map(async (id) => (await store.getMirror(id))?.state));
      expect(states.slice(3)).toEqual(leases.slice(3).map((_lease, n) => ((n + 3) % 2 ? "mirrored" : "held")));
      expect(states.slice(1, 3).sort()).toEqual(["mirrored", "sending"]);
      expect(states[0]).toBe("sending");
    });

    it("gives each lane back in its own way", async () => {
      const { store, passTime } = scene();
      const { leases } = await claimed(scene());
      const ways = [
        { kind: "idle" },
        { kind: "yield" },
        { kind: "again", afterMs: 60_000, reason: "Later.", counts: true },
        { kind: "stopped", afterMs: 600_000, reason: "Gone." },
      ] as const;
      const wayOf = (n: number) => ways[n % 4] ?? ways[0];
      await Promise.all(leases.map((lease, n) => store.releaseLane(lease, wayOf(n))));
      const due = async () => new Set((await claim(store, { limit: 50 })).map(({ linkId }) => linkId));
      const linksOf = (kind: string) => new Set(leases.filter((_l, n) => wayOf(n).kind === kind).map((l) => l.linkId));
      expect(await due()).toEqual(linksOf("yield"));
      const shown = await Promise.all(leases.map(async ({ linkId }) => await store.getLink(linkId)));
      const reasons = shown.map((link) => link?.lanes.find(({ reason }) => reason !== null)?.reason ?? null);
      expect(reasons).toEqual(leases.map((_l, n) => [null, null, "Later.", "Gone."][n % 4]));
      await passTime(61_000);
      // The leases of the first claim are over too.
      expect(await due()).toEqual(new Set([...linksOf("again"), ...linksOf("yield")]));
    });

    it("captures into each its own and looks at each by itself", async () => {
      const { store } = scene();
      for (let n = 1; n <= lanes; n += 1) await linkPair(store, n, n + 100);
      await seeWhole(store, "superoffice", 1, [1]);
      const tickets = Array.from({ length: lanes + 1 }, (_, n) => n + 1);
      const captured = await Promise.all(
        tickets.map((n) => see(store, "superoffice", n, [withCopy(n * 10), n * 10 + 1, 1])),
      );
      const ids = (n: number) => [String(n * 10), String(n * 10 + 1)];
      // The first was captured before, the last is linked to nothing.
      expect(captured.map((found) => found.filter((id) => id !== "1"))).toEqual(
        tickets.map((n) => (n <= lanes ? ids(n) : [])),
      );
      const looks = await Promise.all(
        tickets.map((n) => store.lookAt("superoffice", ticket(n), [1, n * 10, 9_000 + n].map(listed))),
      );
      expect(looks).toEqual(
        tickets.map((n) => ({
          unseen: n <= lanes ? [String(9_000 + n)] : [],
          changed: [],
          unfollowed: [],
          unversioned: [],
          gone: [],
          readWhole: n === 1 || n > lanes,
        })),
      );
    });
  });
}

/** Lanes held by one worker, each with the mirror of its one message. */
async function claimed({ store }: Scene) {
  for (let n = 1; n <= lanes; n += 1) {
    await linkPair(store, n, n + 100);
    await see(store, "superoffice", n, [n]);
  }
  const leases = await claim(store, { limit: lanes, leaseMs: 600_000 });
  const mirrors = await Promise.all(leases.map(async (lease) => (await firstOf(store, lease)).mirrorId));
  return { leases, mirrors };
}

import type { RelearnedMirror, Store } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, message, see, ticket, visibilities } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claimOne, leaseMs, load, to } from "./work.ts";

const mirror = (id: number, target: number, given: Partial<RelearnedMirror> = {}): RelearnedMirror => ({
  id: message(id),
  revision: 1,
  kind: "message",
  targetMessageId: message(target),
  createdAt: 1_700_000_000_000,
  version: `v${id}`,
  visibility: null,
  gone: false,
  ...given,
});

interface Learned {
  readonly superoffice?: readonly RelearnedMirror[];
  readonly requestor?: readonly RelearnedMirror[];
  readonly present?: readonly number[];
}

const learn = (store: Store, pair: readonly [number, number], given: Learned) =>
  store.relearnLink({
    link: {
      superofficeTicketId: ticket(pair[0]),
      requestorTicketId: ticket(pair[1]),
      superofficeTitle: "Printer\0",
      requestorTitle: "Drucker",
      requestorRef: "INC-2",
      present: { superoffice: (given.present ?? []).map(message), requestor: [] },
    },
    mirrors: { superoffice: given.superoffice ?? [], requestor: given.requestor ?? [] },
    correlationId: () => "c",
  });

const rowsOf = async (store: Store, linkId: string) =>
  (await store.linkMap(linkId))?.rows.map(
    ({ direction, kind, revision, state, sourceMessageId, targetMessageId, gone }) =>
      `${direction.split("-")[0]} ${sourceMessageId}.${revision} ${kind} ${state} ${targetMessageId ?? ""}${gone ? " gone" : ""}`,
  );

export function describeRelearning(scene: () => Scene): void {
  describe("a link learned anew", () => {
    it("has its mirrors and corrections at once, and captures only what it does not know", async () => {
      const { store, keptCounts, countRows, sharedPlaces, heard } = scene();
      await heard();
      const given = {
        superoffice: [
          mirror(10, 101, { revision: 2, kind: "edit", visibility: "internal" }),
          mirror(10, 100, { visibility: "internal" }),
          mirror(5, 90, { gone: true, version: null, createdAt: null }),
          mirror(5, 95, { revision: 2, kind: "deletion" }),
        ],
        requestor: [mirror(60, 6)],
        present: [3, 4],
      };
      const made = await learn(store, [1, 2], given);
      if ("taken" in made) throw new Error("Both were free.");
      expect(made.added).toBe(5);
      expect(await heard()).toEqual(["requestor-polls", "superoffice-polls"]);
      const rows = [
        "requestor 60.1 message mirrored 6",
        "superoffice 5.1 message mirrored 90 gone",
        "superoffice 5.2 deletion mirrored 95",
        "superoffice 10.1 message mirrored 100",
        "superoffice 10.2 edit mirrored 101",
      ];
      expect((await rowsOf(store, made.linkId))?.sort()).toEqual(rows.sort());
      expect([...(await visibilities(store))].sort()).toEqual(["internal", "internal", null, null, null]);
      expect(await see(store, "superoffice", 1, [3, 4, 5, 6, 10, 11])).toEqual(["11"]);
      expect(await see(store, "requestor", 2, [60, 90, 95, 100, 101])).toEqual([]);
      expect(await keptCounts()).toEqual(await countRows());
      expect(await sharedPlaces()).toBe(0);
      expect(await store.getLink(made.linkId)).toMatchObject({ requestorRef: "INC-2", requestorTitle: "Drucker" });
      expect(await learn(store, [1, 2], given)).toEqual({ linkId: made.linkId, added: 0 });
    });

    it("keeps what the map knows of a source or a target, and stands behind no message that is not there", async () => {
      const { store, keptCounts, countRows } = scene();
      const link = await linkPair(store, 1, 2, { superoffice: [3] });
      await see(store, "superoffice", 1, [5, 6]);
      const lane = await claimOne(store);
      const [five] = await load(store, lane);
      const mirrorId = five?.mirrorId ?? "";
      await store.recordChanges(lane, leaseMs, [to.sending(mirrorId), to.mirrored(mirrorId, 50)]);
      await see(store, "requestor", 2, [70]);
      const given = {
        superoffice: [
          mirror(5, 51),
          mirror(6, 60),
          mirror(7, 50),
          mirror(8, 70),
          mirror(9, 91, { revision: 2, kind: "edit" }),
          mirror(12, 120),
          mirror(13, 120),
        ],
        requestor: [mirror(50, 500), mirror(80, 5)],
        present: [12],
      };
      expect(await learn(store, [1, 2], given)).toEqual({ linkId: link.id, added: 2 });
      expect((await rowsOf(store, link.id))?.sort()).toEqual([
        "requestor 70.1 message pending ",
        "superoffice 12.1 message mirrored 120",
        "superoffice 5.1 message mirrored 50",
        "superoffice 6.1 message pending ",
        "superoffice 8.1 message mirrored 70",
      ]);
      expect((await store.linkMap(link.id))?.present.superoffice).toEqual(["3"]);
      expect(await keptCounts()).toEqual(await countRows());
    });

    it("takes no ticket from another link, and goes on with one that was removed", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      expect(await learn(store, [1, 3], { superoffice: [mirror(5, 50)] })).toEqual({ taken: "superoffice" });
      expect(await learn(store, [4, 2], { superoffice: [mirror(5, 50)] })).toEqual({ taken: "requestor" });
      expect(await store.countMirrors()).toMatchObject({ mirrored: 0 });
      await store.removeLink(link.id, "By hand.");
      expect(await learn(store, [1, 2], { superoffice: [mirror(5, 50)] })).toEqual({ linkId: link.id, added: 1 });
      expect(await store.getLink(link.id)).not.toBeNull();
    });
  });
}

import type { BackfillLease, Link, Store } from "@ticket-bridge/sync";
import { nothingDone } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { message, see, ticket } from "./acts.ts";
import { beginRun, listedTicket } from "./contract-backfills.ts";
import type { Scene } from "./scene.ts";
import { claim, load } from "./work.ts";

/** As a run links them whose list knows message 5 only: 7 came since. */
async function linkForRun(store: Store, { id }: BackfillLease): Promise<Link> {
  const made = await store.createLink({
    superofficeTicketId: ticket(1),
    requestorTicketId: ticket(2),
    superofficeTitle: "A",
    requestorTitle: "B",
    requestorRef: null,
    present: { superoffice: [message(5), message(7)], requestor: [] },
    heldBack: { backfillId: id, messages: { superoffice: [message(7)], requestor: [] } },
  });
  if ("taken" in made) throw new Error(`The ticket of ${made.taken} is taken.`);
  return made.link;
}

async function captured(store: Store): Promise<readonly string[]> {
  await see(store, "superoffice", 1, [5, 7]);
  const lanes = await claim(store);
  const rows = await Promise.all(lanes.map((lane) => load(store, lane)));
  return rows.flat().map(({ sourceMessageId }) => sourceMessageId);
}

export function describeHeldBack(scene: () => Scene): void {
  describe("a message that came after the list of a run was made", () => {
    it("is present until the run has captured the history of its link, and then crosses behind it", async () => {
      const { store, heard } = scene();
      const lease = await beginRun(store, [listedTicket(1, 2, [5], [])]);
      const link = await linkForRun(store, lease);
      expect(await captured(store)).toEqual([]);
      await heard();
      const messages = {
        superoffice: [
          { id: message(5), createdAt: null, version: null, visibility: null, copy: null, adopted: null, held: null },
        ],
        requestor: [],
      };
      const history = { linkId: link.id, messages, freesHeldBack: true, readAgoMs: 0, correlationId: () => "c" };
      expect(await store.captureHistory(lease, history)).toBe("captured");
      expect(await heard()).toContain("superoffice-polls");
      expect(await captured(store)).toEqual(["5", "7"]);
    });

    it("crosses when its ticket was set aside, and not when another one was", async () => {
      const { store } = scene();
      const lease = await beginRun(store, [listedTicket(1, 2, [5], []), listedTicket(3, 4, [9], [])]);
      const link = await linkForRun(store, lease);
      await store.beginBackfillTicket(lease, 1, link.id);
      const end = { state: "failed", reason: "It cannot be read.", findings: [] } as const;
      expect(await store.endBackfillTicket(lease, { ...end, place: 2 }, nothingDone)).toBe(true);
      expect(await captured(store)).toEqual([]);
      expect(await store.endBackfillTicket(lease, { ...end, place: 1 }, nothingDone)).toBe(true);
      expect(await captured(store)).toEqual(["7"]);
    });

    it("crosses when the run is given up or finished", async () => {
      const { store } = scene();
      const lease = await beginRun(store, [listedTicket(1, 2, [5], [])]);
      await linkForRun(store, lease);
      await store.releaseBackfill(lease, { state: "stopped", reason: "It was told to stop.", cause: "asked" });
      expect(await captured(store)).toEqual([]);
      expect(await store.discardBackfill(lease.id, "Given up.")).toBe(true);
      expect(await captured(store)).toEqual(["7"]);
    });

    it("crosses when the run ends without its ticket", async () => {
      const { store } = scene();
      const lease = await beginRun(store, [listedTicket(1, 2, [5], [])]);
      await linkForRun(store, lease);
      await store.releaseBackfill(lease, { state: "finished" });
      expect(await captured(store)).toEqual(["7"]);
    });

    it("is told from what stood there, for a ticket that gets a counterpart", async () => {
      const { store } = scene();
      const alone = { ...listedTicket(6, null, [3], [1]), paired: { superoffice: [message(2)], requestor: [] } };
      const lease = await beginRun(store, [listedTicket(5, 2, [4], []), alone]);
      expect(await store.listedAlone(lease.id, "superoffice", ticket(6))).toEqual({
        seen: new Set(["1", "2", "3"]),
        isOpen: true,
      });
      expect(await store.listedAlone(lease.id, "superoffice", ticket(5))).toBeNull();
      expect(await store.listedAlone(lease.id, "requestor", ticket(6))).toBeNull();
      expect(await store.listedAlone("99", "superoffice", ticket(6))).toBeNull();
      await store.endBackfillTicket(lease, { place: 2, state: "failed", reason: "No.", findings: [] }, nothingDone);
      expect(await store.listedAlone(lease.id, "superoffice", ticket(6))).toMatchObject({ isOpen: false });
    });
  });
}

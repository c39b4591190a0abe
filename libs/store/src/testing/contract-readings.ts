import { describe, expect, it } from "vitest";

import { claimPolls, linkPair, listed, message, see, seeWhole, ticket } from "./acts.ts";
import type { Scene } from "./scene.ts";

/** The reading of one ticket's poll that is due. */
async function readingOf({ store }: Scene): Promise<string> {
  const [poll] = await claimPolls(store, "superoffice");
  if (poll === undefined) throw new Error("No poll is due.");
  return poll.reading;
}

export function describeReadings(scene: () => Scene): void {
  describe("a ticket's lane and the feed", () => {
    const isWhole = async () => (await scene().store.lookAt("superoffice", ticket(1), [])).readWhole;

    it("meet only after the ticket was read whole, and its poll is due until then", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const reading = await readingOf(scene());
      expect(await see(store, "superoffice", 1, [11], { feedNewest: 11 })).toEqual([]);
      expect((await claimPolls(store, "superoffice")).map(({ hinted }) => hinted)).toEqual([true]);
      const nothing = { changed: [], unfollowed: [], unversioned: [], gone: [] };
      expect(await store.lookAt("superoffice", ticket(1), [listed(10)])).toEqual({
        ...nothing,
        unseen: ["10"],
        readWhole: false,
      });
      expect(await see(store, "superoffice", 1, [10], { reading })).toEqual(["10"]);
      expect(await store.lookAt("superoffice", ticket(1), [listed(10), listed(11)])).toEqual({
        ...nothing,
        unseen: ["11"],
        readWhole: true,
      });
      expect(await see(store, "superoffice", 1, [11], { feedNewest: 11 })).toEqual(["11"]);
    });

    it("have every ticket read whole again when the feed begins, which happens once", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await seeWhole(store, "superoffice", 1, []);
      expect(await isWhole()).toBe(true);
      await store.beginFeed("superoffice", message(20));
      expect(await isWhole()).toBe(false);
      await seeWhole(store, "superoffice", 1, []);
      await store.beginFeed("superoffice", message(30));
      expect(await isWhole()).toBe(true);
    });

    it("leave the poll alone where the feed shows again what is known", async () => {
      const { store, heard } = scene();
      await linkPair(store, 1, 2, { superoffice: [31] });
      await claimPolls(store, "superoffice");
      await see(store, "superoffice", 1, [32]);
      await heard();
      await see(store, "superoffice", 1, [31, 32], { feedNewest: 32 });
      expect(await claimPolls(store, "superoffice")).toEqual([]);
      expect(await heard()).toEqual([]);
      await see(store, "superoffice", 1, [31, 32, 33], { feedNewest: 33 });
      expect((await claimPolls(store, "superoffice")).map(({ hinted }) => hinted)).toEqual([true]);
      expect(await heard()).toEqual(["superoffice-polls"]);
    });

    it("do not meet by a listing that was asked for before the feed began, whose messages count all the same", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const early = await readingOf(scene());
      await store.beginFeed("superoffice", message(20));
      expect(await see(store, "superoffice", 1, [10], { reading: early })).toEqual(["10"]);
      expect(await isWhole()).toBe(false);
      expect(await see(store, "superoffice", 1, [21], { feedNewest: 21 })).toEqual([]);
      await seeWhole(store, "superoffice", 1, [10, 11, 21]);
      expect(await isWhole()).toBe(true);
    });

    it("do not meet by a listing that was asked for before the pair was unlinked and linked again", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const early = await readingOf(scene());
      await store.removeLink(link.id, "Done.");
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [10], { reading: early });
      expect(await isWhole()).toBe(false);
    });

    it("do not meet by a listing of a time when the ticket was linked to another one", async () => {
      const { store } = scene();
      const link = await linkPair(store, 1, 2);
      const early = await readingOf(scene());
      await store.removeLink(link.id, "Done.");
      await linkPair(store, 1, 3);
      await see(store, "superoffice", 1, [10], { reading: early });
      expect(await isWhole()).toBe(false);
    });

    it("do not meet by a feed or by messages without a reading", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [10]);
      await see(store, "superoffice", 1, [11], { feedNewest: 11 });
      expect(await isWhole()).toBe(false);
    });
  });
}

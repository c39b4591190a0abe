import type { Visibility } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { changeOf, follow, linkPair, listed, mail, message, see, ticket, visibilities, withCopy } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claimOne, firstOf, leaseMs, load, to } from "./work.ts";

/** What becomes of captured messages later: their edits and deletions are rows of the same lane. */
export function describeChanges(scene: () => Scene): void {
  const side = "superoffice";
  const look = async (...asked: Parameters<typeof listed>[]) =>
    await scene().store.lookAt(
      side,
      ticket(1),
      asked.map((one) => listed(...one)),
    );
  const rows = async () => {
    const { items } = await scene().store.listMirrors(
      { state: null, linkId: null, side: null },
      { cursor: null, limit: 20 },
    );
    return [...items].reverse().map(({ kind, revision, state }) => `${kind} ${revision} ${state}`);
  };
  type Change = ReturnType<typeof to.skipped>;
  /** Mirrors the first message of the lane, carrying this hash. */
  const mirror = async (carriedHash: string) => {
    const { store } = scene();
    const lease = await claimOne(store);
    const { mirrorId } = await firstOf(store, lease);
    await store.recordChanges(lease, leaseMs, [
      { ...to.sending(mirrorId), carriedHash } as ReturnType<typeof to.sending>,
      to.mirrored(mirrorId, 77),
    ]);
    await store.releaseLane({ ...lease, nextSeq: (await store.loadLane(lease, 1)).nextSeq }, { kind: "idle" });
  };

  describe("a look at captured messages", () => {
    beforeEach(async () => {
      await linkPair(scene().store, 1, 2);
    });

    it("names those of another version once they are mirrored or on their way, until that is captured", async () => {
      await see(scene().store, side, 1, [{ ...withCopy(5), version: "v-old" }]);
      expect((await look([5, "v-old"])).changed).toEqual([]);
      expect((await look([5, "v-new"])).changed).toEqual(["5"]);
      expect((await look([5, null])).changed).toEqual([]);
      await mirror("old");
      expect((await look([5, "v-new"])).changed).toEqual(["5"]);
      await follow(scene().store, side, 1, [changeOf(5)]);
      expect((await look([5, "v-new"])).changed).toEqual([]);
    });

    it("names one of an unknown version only when it is mirrored, and none that is skipped or held", async () => {
      const { store } = scene();
      await see(store, side, 1, [5]);
      expect((await look([5, "v1"])).changed).toEqual([]);
      await mirror("old");
      expect((await look([5, "v1"])).changed).toEqual(["5"]);
      await see(store, side, 1, [{ ...withCopy(6), version: "v1" }]);
      const lease = await claimOne(store);
      await store.recordChanges(lease, leaseMs, [to.held((await firstOf(store, lease)).mirrorId)]);
      expect((await look([5, null], [6, "v2"])).changed).toEqual([]);
    });

    it("names mirrored messages that are not on the ticket any more, until that is captured", async () => {
      await see(scene().store, side, 1, [5]);
      expect((await look()).gone).toEqual([]);
      await mirror("old");
      expect((await look([5, null])).gone).toEqual([]);
      expect((await look()).gone).toEqual(["5"]);
      await follow(scene().store, side, 1, [changeOf(5, { standing: "deleted" })]);
      expect((await look()).gone).toEqual([]);
    });
  });

  describe("a change of a captured message", () => {
    beforeEach(async () => {
      await linkPair(scene().store, 1, 2);
      await see(scene().store, side, 1, [{ ...withCopy(5), version: "v-old" }]);
    });

    it("of a mirrored one is a row more, which is loaded with what was before it", async () => {
      const { store } = scene();
      await mirror("old");
      expect(await follow(store, side, 1, [changeOf(5)])).toEqual(["5"]);
      expect(await rows()).toEqual(["message 1 mirrored", "edit 2 pending"]);
      const lease = await claimOne(store);
      const [edit] = await load(store, lease);
      expect(edit).toMatchObject({
        sourceMessageId: "5",
        kind: "edit",
        revision: 2,
        copy: { content: { text: "new" } },
      });
      expect(edit?.earlier).toEqual([
        {
          mirrorId: expect.any(String) as unknown,
          ...{ revision: 1, kind: "message", state: "mirrored", targetMessageId: "77", carriedHash: "old" },
          writtenHash: expect.stringMatching(/^public /) as unknown,
        },
      ]);
      expect(lease.loaded?.messages[0]?.earlier).toEqual(edit?.earlier);
    });

    it("that was skipped as gone and is listed again, also without a version, is waiting again, and counted so", async () => {
      const { store, countRows, keptCounts } = scene();
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      const gone = { ...to.skipped(mirrorId), gone: true } as Change;
      const { nextSeq } = await store.loadLane(lease, 1);
      await store.recordChanges(lease, leaseMs, [gone]);
      await store.releaseLane({ ...lease, nextSeq }, { kind: "idle" });
      expect((await look([5, "v-old"])).changed).toEqual(["5"]);
      expect((await look([5, null])).changed).toEqual(["5"]);
      await follow(store, side, 1, [changeOf(5, { standing: "deleted", version: "v-deleted" })]);
      expect((await look([5, "v-deleted"])).changed).toEqual([]);
      expect(await rows()).toEqual(["message 1 skipped"]);
      expect(await follow(store, side, 1, [changeOf(5, { follow: false })])).toEqual([]);
      expect(await rows()).toEqual(["message 1 pending"]);
      const trace = (await store.getMirror(mirrorId))?.trace;
      expect(trace?.at(-1)).toMatchObject({ what: "changed-again", detail: expect.stringMatching("again") as string });
      expect(await keptCounts()).toEqual(await countRows());
      await mirror("new");
      expect((await look()).gone).toEqual(["5"]);
    });

    it("that a person skipped stays skipped, although it had gone before", async () => {
      const { store } = scene();
      await follow(store, side, 1, [changeOf(5, { standing: "deleted", version: "v-deleted" })]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.held(mirrorId)]);
      await store.skipMirror(mirrorId, "Not this one.");
      expect((await look([5, "v-old"])).changed).toEqual([]);
      expect(await follow(store, side, 1, [changeOf(5)])).toEqual([]);
      expect(await rows()).toEqual(["message 1 skipped"]);
    });

    it("that says what was carried already, or is only to be noted, is no row", async () => {
      const { store } = scene();
      await mirror("old");
      expect(await follow(store, side, 1, [changeOf(5, { carriedHash: "old", version: "v2" })])).toEqual([]);
      expect(await follow(store, side, 1, [changeOf(5, { follow: false, version: "v3" })])).toEqual([]);
      expect((await look([5, "v3"])).changed).toEqual([]);
      expect(await rows()).toEqual(["message 1 mirrored"]);
    });

    it("before it is sent gives the newer copy, also to an edit that waits: several are one", async () => {
      const { store } = scene();
      expect(await follow(store, side, 1, [changeOf(5, { carriedHash: "newer" })])).toEqual([]);
      const lease = await claimOne(store);
      expect((await firstOf(store, lease)).copy?.content.text).toBe("newer");
      await store.releaseLane(lease, { kind: "yield" });
      await mirror("newer");
      await follow(store, side, 1, [changeOf(5, { carriedHash: "second" })]);
      expect(await follow(store, side, 1, [changeOf(5, { carriedHash: "third" })])).toEqual([]);
      expect((await firstOf(store, await claimOne(store))).copy?.content.text).toBe("third");
      expect(await rows()).toEqual(["message 1 mirrored", "edit 2 pending"]);
    });

    it("says of every row who may read it by now, also where nothing else of it is followed; gone it stays as it was seen", async () => {
      const { store } = scene();
      const as = (visibility: Visibility, version: string) =>
        changeOf(5, { version, carriedHash: version, copy: { ...mail(5), visibility } });
      await follow(store, side, 1, [as("public", "v2")]);
      expect(await visibilities(store)).toEqual(["public"]);
      await mirror("v2");
      await follow(store, side, 1, [as("public", "v3")]);
      const lease = await claimOne(store);
      await follow(store, side, 1, [as("internal", "v4")]);
      expect(await visibilities(store)).toEqual(["internal", "internal", "internal"]);
      await store.releaseLane(lease, { kind: "idle" });
      await follow(store, side, 1, [as("public", "v5")]);
      expect(await visibilities(store)).toEqual(["public", "public", "public"]);
      const noted = { follow: false, copy: null, carriedHash: null };
      await follow(store, side, 1, [changeOf(5, { ...noted, version: "v6", visibility: "internal" })]);
      expect(await visibilities(store)).toEqual(["internal", "internal", "internal"]);
      await follow(store, side, 1, [changeOf(5, { standing: "deleted", version: null })]);
      expect(new Set(await visibilities(store))).toEqual(new Set(["internal"]));
    });

    it("of what is held or skipped says no more that it is public once it may be another, and notes no version", async () => {
      const { store } = scene();
      const open = { ...mail(0), visibility: "public" } as const;
      const seenAs = (id: number) => ({
        id: message(id),
        createdAt: 1,
        version: "v1",
        copy: { ...open, id: message(id) },
      });
      await see(store, side, 1, [seenAs(6), seenAs(7), seenAs(8)]);
      const lease = await claimOne(store);
      const [, six = "", seven = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [to.held(six), to.skipped(seven)]);
      const asked = async (version: string | null) =>
        (await look([5, version], [6, version], [7, version], [8, version])).unfollowed;
      expect(await asked("v1")).toEqual([]);
      expect(await asked(null)).toEqual([]);
      expect(await asked("v2")).toEqual(["6", "7"]);
      await store.tellUnfollowed(side, ticket(1), [{ id: message(6), visibility: "internal", version: null }]);
      expect(await asked("v2")).toEqual(["7"]);
      await store.tellUnfollowed(side, ticket(1), [{ id: message(7), visibility: null, version: null }]);
      expect(await asked("v2")).toEqual([]);
      expect(await visibilities(store)).toEqual(["internal", "internal", null, "public"]);
      await store.tellUnfollowed(side, ticket(1), [{ id: message(6), visibility: null, version: null }]);
      expect(await visibilities(store)).toEqual(["internal", "internal", null, "public"]);
    });

    it("of what is held or skipped without a known version is to be found out once", async () => {
      const { store } = scene();
      await see(store, side, 1, [6, 7]);
      const lease = await claimOne(store);
      const [, six = "", seven = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      const open = { visibility: "public" } as const;
      await store.recordChanges(lease, leaseMs, [
        { ...to.held(six), ...open },
        { ...to.skipped(seven), ...open },
      ]);
      const asked = async (version: string) => await look([6, version], [7, version]);
      expect(await asked("v1")).toMatchObject({ unfollowed: [], unversioned: ["6", "7"] });
      const found = { visibility: "public", version: "v1" } as const;
      await store.tellUnfollowed(
        side,
        ticket(1),
        [6, 7].map((n) => ({ ...found, id: message(n) })),
      );
      expect(await asked("v1")).toMatchObject({ unfollowed: [], unversioned: [] });
      expect(await asked("v2")).toMatchObject({ unfollowed: ["6", "7"], unversioned: [] });
      await store.tellUnfollowed(side, ticket(1), [{ ...found, id: message(6), version: "v2" }]);
      expect(await asked("v2")).toMatchObject({ unfollowed: ["6", "7"] });
      expect((await visibilities(store)).slice(1)).toEqual(["public", "public"]);
    });

    it("leaves one that was skipped as gone without a version, so that it is looked at where it is listed", async () => {
      const { store } = scene();
      await see(store, side, 1, [6]);
      const lease = await claimOne(store);
      const [, six = ""] = (await load(store, lease)).map(({ mirrorId }) => mirrorId);
      await store.recordChanges(lease, leaseMs, [{ ...to.skipped(six), visibility: "public", gone: true } as Change]);
      await store.tellUnfollowed(side, ticket(1), [{ id: message(6), visibility: "public", version: "v1" }]);
      expect((await look([6, "v1"])).changed).toEqual(["6"]);
    });

    it("while a worker has the lane is a row more, since what it sends may be the older form", async () => {
      const { store } = scene();
      const lease = await claimOne(store);
      expect(await follow(store, side, 1, [changeOf(5)])).toEqual(["5"]);
      await store.releaseLane(lease, { kind: "idle" });
      expect((await load(store, await claimOne(store))).map(({ revision }) => revision)).toEqual([1, 2]);
    });

    it("of one whose edit is held lets that one wait again, if there is anything new", async () => {
      const { store } = scene();
      await mirror("old");
      await follow(store, side, 1, [changeOf(5)]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      const held = { ...to.held(mirrorId), previous: "By hand.", carriedHash: "new" } as ReturnType<typeof to.held>;
      await store.recordAndRelease(lease, [held], { kind: "idle" });
      expect((await store.getMirror(mirrorId))?.previous).toBe("By hand.");
      await follow(store, side, 1, [changeOf(5, { version: "v-same" })]);
      expect(await rows()).toEqual(["message 1 mirrored", "edit 2 held"]);
      await follow(store, side, 1, [changeOf(5, { carriedHash: "other" })]);
      expect(await rows()).toEqual(["message 1 mirrored", "edit 2 pending"]);
      expect(await firstOf(store, await claimOne(store))).toMatchObject({
        previous: null,
        copy: { content: { text: "other" } },
      });
    });

    it("that a person skipped is settled, and one that was skipped by itself or by unlinking is not", async () => {
      const { store } = scene();
      await mirror("old");
      await follow(store, side, 1, [changeOf(5)]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordAndRelease(lease, [{ ...to.held(mirrorId), carriedHash: "new" } as Change], {
        kind: "idle",
      });
      await store.skipMirror(mirrorId, "Done by hand.");
      await follow(store, side, 1, [changeOf(5, { version: "v-same" })]);
      expect(await rows()).toEqual(["message 1 mirrored", "edit 2 skipped"]);
      await follow(store, side, 1, [changeOf(5, { carriedHash: "other" })]);
      const again = await claimOne(store);
      const third = await firstOf(store, again);
      expect(third.earlier).toMatchObject([{ carriedHash: "old" }, { state: "skipped", carriedHash: "new" }]);
      const sending = { ...to.sending(third.mirrorId), carriedHash: "other" } as Change;
      await store.recordChanges(again, leaseMs, [sending]);
      await store.recordAndRelease(again, [to.skipped(third.mirrorId)], { kind: "idle" });
      await follow(store, side, 1, [changeOf(5, { carriedHash: "other", version: "v-again" })]);
      expect((await rows()).at(-1)).toBe("edit 4 pending");
      const [link] = (await store.listLinks({ cursor: null, limit: 1 })).items;
      await store.removeLink(link?.id ?? "", "Unlinked.");
      await linkPair(store, 1, 2);
      await follow(store, side, 1, [changeOf(5, { carriedHash: "other", version: "v-more" })]);
      expect((await rows()).at(-1)).toBe("edit 5 pending");
    });

    it("of one that was found to say it already is settled, where that is told", async () => {
      const { store } = scene();
      await mirror("old");
      await follow(store, side, 1, [changeOf(5)]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordAndRelease(lease, [{ ...to.skipped(mirrorId), carriedHash: "new" } as Change], {
        kind: "idle",
      });
      await follow(store, side, 1, [changeOf(5, { version: "v-same" })]);
      expect(await rows()).toEqual(["message 1 mirrored", "edit 2 skipped"]);
    });

    it("of one that was found at its target and never sent is told, whatever it says", async () => {
      const { store } = scene();
      await see(store, side, 1, [withCopy(6)]);
      const lease = await claimOne(store);
      const [five, six] = await load(store, lease);
      await store.recordAndRelease(
        lease,
        [{ ...to.mirrored(five?.mirrorId ?? "", 77), carriedHash: "unknown unknown" } as Change],
        { kind: "idle" },
      );
      await store.adoptRecognised(six?.mirrorId ?? "", message(78), { what: "recognised", detail: "Seen." });
      await follow(store, side, 1, [changeOf(5), changeOf(6)]);
      const loaded = await load(store, await claimOne(store));
      expect(loaded.map(({ kind, earlier }) => [kind, earlier[0]?.carriedHash])).toEqual([
        ["edit", "unknown unknown"],
        ["edit", "unknown unknown"],
      ]);
    });

    it("is mirrored without a message of its own where the mirror itself was changed", async () => {
      const { store } = scene();
      await mirror("old");
      await follow(store, side, 1, [changeOf(5)]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      const sending = { ...to.sending(mirrorId), contentHash: null, previous: "Before." } as ReturnType<
        typeof to.sending
      >;
      await store.recordChanges(lease, leaseMs, [sending]);
      const mirrored = { ...to.mirrored(mirrorId, 0), targetMessageId: null } as ReturnType<typeof to.mirrored>;
      expect(await store.recordAndRelease(lease, [mirrored], { kind: "idle" })).toBe(true);
      expect(await store.getMirror(mirrorId)).toMatchObject({ state: "mirrored", target: null, previous: "Before." });
    });

    it("by deletion is told once, and not at all of what was moved to another ticket", async () => {
      const { store } = scene();
      await mirror("old");
      expect(await follow(store, side, 1, [changeOf(5, { standing: "deleted" })])).toEqual(["5"]);
      expect(await follow(store, side, 1, [changeOf(5, { standing: "deleted" })])).toEqual([]);
      expect(await rows()).toEqual(["message 1 mirrored", "deletion 2 pending"]);
      await see(store, side, 1, [{ ...withCopy(6), version: "v-old" }]);
      expect(await follow(store, side, 1, [changeOf(6, { standing: "elsewhere", version: null })])).toEqual([]);
    });

    it("by deletion stays told where only the version is forgotten, until the message is seen there again", async () => {
      const { store } = scene();
      await mirror("old");
      const deleted = changeOf(5, { standing: "deleted", version: null });
      expect(await follow(store, side, 1, [deleted])).toEqual(["5"]);
      await follow(store, side, 1, [changeOf(5, { version: null, follow: false })]);
      expect((await look()).gone).toEqual([]);
      expect(await follow(store, side, 1, [deleted])).toEqual([]);
      await follow(store, side, 1, [changeOf(5, { version: "v-again", follow: false })]);
      expect((await look()).gone).toEqual(["5"]);
      expect(await follow(store, side, 1, [deleted])).toEqual(["5"]);
    });

    it("is taken for what stands there where nobody kept what was carried", async () => {
      const { store } = scene();
      await see(store, side, 1, [4]);
      const lease = await claimOne(store);
      const four = (await load(store, lease)).find(({ sourceMessageId }) => sourceMessageId === "4");
      await store.recordChanges(lease, leaseMs, [to.mirrored(four?.mirrorId ?? "", 76)]);
      await store.releaseLane(lease, { kind: "yield" });
      expect(await follow(store, side, 1, [changeOf(4, { carriedHash: "as it is" })])).toEqual([]);
      expect(await follow(store, side, 1, [changeOf(4, { carriedHash: "as it is", version: "v2" })])).toEqual([]);
      expect(await follow(store, side, 1, [changeOf(4, { carriedHash: "edited", version: "v3" })])).toEqual(["4"]);
    });

    it("wakes whoever works, and keeps a worker that has the lane from giving it back as idle", async () => {
      const { store, heard } = scene();
      await mirror("old");
      await heard();
      await follow(store, side, 1, [changeOf(5)]);
      expect(await heard()).toContain("lanes");
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.held(mirrorId)]);
      await follow(store, side, 1, [changeOf(5, { carriedHash: "other" })]);
      await store.releaseLane(lease, { kind: "idle" });
      await claimOne(store);
    });

    it("is stored when the ticket is linked, and nothing else is touched", async () => {
      const { store } = scene();
      expect(await follow(store, side, 99, [changeOf(5)])).toEqual([]);
      expect(await follow(store, "requestor", 2, [changeOf(5)])).toEqual([]);
      expect(await rows()).toEqual(["message 1 pending"]);
      expect(await store.standingOf(side, message(5), 2)).toBeNull();
    });
  });
}

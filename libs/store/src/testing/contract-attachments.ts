import type { AttachmentMirror } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { changeOf, follow, linkPair, message, see, withCopy } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claimOne, firstOf, leaseMs, load, to } from "./work.ts";

const pdf: AttachmentMirror = {
  place: 0,
  sourceId: "301",
  name: "счёт.pdf",
  contentType: "application/pdf",
  size: 26_214_400,
  sha256: "a".repeat(64),
  targetId: "701",
  state: "created",
  reason: null,
};
const lost: AttachmentMirror = {
  ...pdf,
  place: 1,
  sourceId: null,
  contentType: null,
  size: null,
  sha256: null,
  targetId: null,
  state: "lost",
  reason: "It is larger than 25 MB.",
};

export function describeAttachments(scene: () => Scene): void {
  describe("attachments", () => {
    it("are stored by place and replaced there, and nobody else's are shown", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      expect(await store.attachmentsOf(mirrorId)).toEqual([]);
      expect(await store.recordAttachments(lease, mirrorId, [lost, pdf])).toBe(true);
      expect(await store.attachmentsOf(mirrorId)).toMatchObject([pdf, lost]);
      expect(await store.recordAttachments(lease, mirrorId, [{ ...pdf, state: "ready" }])).toBe(true);
      expect(await store.attachmentsOf(mirrorId)).toMatchObject([{ ...pdf, state: "ready" }, lost]);
      expect(await store.recordAttachments(lease, mirrorId, [])).toBe(true);
      expect(await store.attachmentsOf("999999")).toEqual([]);
    });

    it("tell how long ago each was stored last", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordAttachments(lease, mirrorId, [pdf, lost]);
      await passTime(20_000);
      await store.recordAttachments(lease, mirrorId, [lost]);
      const [old, young] = await store.attachmentsOf(mirrorId);
      expect(old?.storedAgoMs).toBeGreaterThanOrEqual(20_000);
      expect(old?.storedAgoMs).toBeLessThan(80_000);
      expect(young?.storedAgoMs).toBeGreaterThanOrEqual(0);
      expect(young?.storedAgoMs).toBeLessThan(20_000);
    });

    it("of a message and its edits are told together, by revision and place", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [withCopy(5), withCopy(6)]);
      const lease = await claimOne(store);
      const [five, six] = await load(store, lease);
      await store.recordChanges(lease, leaseMs, [
        to.sending(five?.mirrorId ?? ""),
        to.mirrored(five?.mirrorId ?? "", 77),
      ]);
      await follow(store, "superoffice", 1, [changeOf(5)]);
      const edit = (await load(store, lease)).find(({ kind }) => kind === "edit");
      await store.recordAttachments(lease, six?.mirrorId ?? "", [pdf]);
      await store.recordAttachments(lease, edit?.mirrorId ?? "", [pdf]);
      await store.recordAttachments(lease, five?.mirrorId ?? "", [lost, pdf]);
      expect(await store.attachmentsOfSource("superoffice", message(5))).toEqual([
        { ...pdf, revision: 1 },
        { ...lost, revision: 1 },
        { ...pdf, revision: 2 },
      ]);
      expect(await store.attachmentsOfSource("requestor", message(5))).toEqual([]);
    });

    it("are left alone by a worker whose lane another one has", async () => {
      const { store, passTime } = scene();
      await linkPair(store, 1, 2);
      await see(store, "superoffice", 1, [5]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await passTime(60_000);
      const newer = await claimOne(store);
      expect(await store.recordAttachments(lease, mirrorId, [pdf])).toBe(false);
      expect(await store.attachmentsOf(mirrorId)).toEqual([]);
      expect(await store.recordAttachments(newer, mirrorId, [pdf])).toBe(true);
      await store.releaseLane(newer, { kind: "idle" });
      expect(await store.recordAttachments(newer, mirrorId, [lost])).toBe(false);
      expect(await store.attachmentsOf(mirrorId)).toMatchObject([pdf]);
    });
  });
}

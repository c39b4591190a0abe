import type { Finding, Store } from "@ticket-bridge/sync";
import { alarmReason, keptFindings } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, message, see } from "./acts.ts";
import type { Scene } from "./scene.ts";
import { claim, claimOne, firstOf, leaseMs, to } from "./work.ts";

const claiming = { leaseMs: 60_000, notWithinMs: 0, crossedWithinMs: 0 };
const clean = { same: 0, "only-source": 0, "only-target": 0, differs: 0, error: 0 };

const finding = (id: number): Finding => ({
  class: "differs",
  leak: false,
  told: false,
  heal: null,
  direction: "superoffice-to-requestor",
  messageId: message(id),
  mirrorId: String(id),
  reason: `Message ${id} was changed.\0`,
});

async function audited(
  store: Store,
  linkId: string,
  agree: number,
  findings: readonly Finding[],
  waiting = 1,
): Promise<void> {
  const should = agree + findings.length;
  const classes = { ...clean, same: agree, differs: findings.length };
  await store.recordAudit(linkId, { kind: "compared", should, agree, waiting, classes, findings });
}

/** A person has looked at all that stand. */
async function acknowledge(store: Store): Promise<number> {
  const standing = await store.standingAlarms();
  return await store.acknowledgeAlarms(
    "Jane",
    standing.map(({ id }) => id),
  );
}

export function describeAudits(scene: () => Scene): void {
  describe("audits", () => {
    it("gives all that is known of a link's messages", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2, { superoffice: [4, 3], requestor: [8] });
      await see(store, "superoffice", 1, [10, 9]);
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.mirrored(mirrorId, 70)]);
      const map = await store.linkMap(id);
      expect(map?.present).toEqual({ superoffice: ["3", "4"], requestor: ["8"] });
      expect(map?.stopped).toEqual({ superoffice: null, requestor: null });
      await store.releaseLane(lease, { kind: "stopped", afterMs: 60_000, reason: "It is not allowed." });
      expect((await store.linkMap(id))?.stopped).toEqual({ superoffice: "It is not allowed.", requestor: null });
      expect(map?.rows).toMatchObject([
        { mirrorId, sourceMessageId: "9", targetMessageId: "70", state: "mirrored", revision: 1, attempts: 1 },
        { sourceMessageId: "10", targetMessageId: null, state: "pending", kind: "message", gone: false },
      ]);
      expect(map?.rows[0]?.carriedHash).toBe(`carried-of-${mirrorId}`);
      expect(await store.linkMap("999")).toBeNull();
      expect(await store.linkMap("none")).toBeNull();
    });

    it("claims each link once, the one that was compared longest ago first, and none that is paused", async () => {
      const { store, other, passTime } = scene();
      const one = await linkPair(store, 1, 2);
      const two = await linkPair(store, 3, 4);
      const paused = await linkPair(store, 5, 6);
      await store.setLinkPaused(paused.id, true);
      expect(await store.claimAudit(claiming)).toEqual({
        linkId: one.id,
        superofficeTicketId: "1",
        requestorTicketId: "2",
      });
      expect((await other.claimAudit(claiming))?.linkId).toBe(two.id);
      expect(await store.claimAudit(claiming)).toBeNull();
      await audited(store, two.id, 1, []);
      await passTime(1_000);
      await audited(store, one.id, 1, []);
      await passTime(1_000);
      expect(await store.claimAudit({ ...claiming, notWithinMs: 60_000, crossedWithinMs: 60_000 })).toBeNull();
      expect((await store.claimAudit(claiming))?.linkId).toBe(two.id);
      await passTime(claiming.leaseMs + 1_000);
      expect((await other.claimAudit(claiming))?.linkId).toBe(two.id);
      await store.setPaused("requestor", true);
      expect(await store.claimAudit(claiming)).toBeNull();
    });

    it("claims a link that was compared amid delivery soon again, once nothing of it waits any more", async () => {
      const { store, passTime } = scene();
      const clear = await linkPair(store, 1, 2);
      const amid = await linkPair(store, 3, 4);
      await see(store, "superoffice", 3, [9]);
      await audited(store, clear.id, 1, [], 0);
      await passTime(1_000);
      await audited(store, amid.id, 1, []);
      await passTime(60_000);
      const sooner = { leaseMs: 1_000, notWithinMs: 900_000, crossedWithinMs: 30_000 };
      expect(await store.claimAudit(sooner)).toBeNull();
      const lease = await claimOne(store);
      const { mirrorId } = await firstOf(store, lease);
      await store.recordChanges(lease, leaseMs, [to.sending(mirrorId), to.mirrored(mirrorId, 70)]);
      expect((await store.claimAudit(sooner))?.linkId).toBe(amid.id);
      await passTime(2_000);
      expect((await store.claimAudit({ ...sooner, notWithinMs: 0 }))?.linkId).toBe(amid.id);
      await audited(store, amid.id, 2, [], 0);
      await passTime(60_000);
      expect(await store.claimAudit(sooner)).toBeNull();
    });

    it("claims no link whose ticket cannot be read, which is shown and asked for seldom already", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2);
      await store.postponePoll("requestor", id, { afterMs: 60_000, reason: "It is gone." });
      expect(await store.claimAudit(claiming)).toBeNull();
      await store.clearPollTrouble("requestor", id);
      expect((await store.claimAudit(claiming))?.linkId).toBe(id);
    });

    it("lets a link with new messages go before a quiet one that waited up to four times as long", async () => {
      const { store, passTime } = scene();
      const quiet = await linkPair(store, 1, 2);
      const active = await linkPair(store, 3, 4);
      await audited(store, quiet.id, 0, [], 0);
      await passTime(60_000);
      await audited(store, active.id, 0, [], 0);
      await see(store, "superoffice", 3, [9]);
      await passTime(30_000);
      expect((await store.claimAudit(claiming))?.linkId).toBe(active.id);
      expect((await store.claimAudit(claiming))?.linkId).toBe(quiet.id);
    });

    it("keeps what the last comparison found, and sums it over all links", async () => {
      const { store } = scene();
      const one = await linkPair(store, 1, 2);
      const two = await linkPair(store, 3, 4);
      const unaudited = await linkPair(store, 5, 6);
      const many = Array.from({ length: keptFindings + 10 }, (_, n) => finding(n + 1));
      await audited(store, one.id, 40, many);
      await audited(store, two.id, 5, []);
      const kept = await store.getAudit(one.id);
      expect(kept).toMatchObject({ should: 100, agree: 40, waiting: 1, classes: { ...clean, same: 40, differs: 60 } });
      expect(kept?.findings).toHaveLength(keptFindings);
      expect(kept?.findings[0]).toMatchObject({
        messageId: "1",
        class: "differs",
        direction: "superoffice-to-requestor",
      });
      expect(await store.getAudit(unaudited.id)).toMatchObject({ auditedAt: null, should: 0, findings: [] });
      expect(await store.getAudit("999")).toBeNull();
      expect(await store.auditTotals()).toMatchObject({
        ...{ links: 3, audited: 2, should: 105, agree: 45, waiting: 2 },
        classes: { ...clean, same: 45, differs: 60 },
      });
      const all = await store.listAudits({ onlyFindings: false }, { cursor: null, limit: 1 });
      expect(all.items.map(({ linkId }) => linkId)).toEqual([two.id]);
      const rest = await store.listAudits({ onlyFindings: false }, { cursor: all.nextCursor, limit: 5 });
      expect(rest.items.map(({ linkId }) => linkId)).toEqual([one.id]);
      const found = await store.listAudits({ onlyFindings: true }, { cursor: null, limit: 5 });
      expect(found.items.map(({ linkId }) => linkId)).toEqual([one.id]);
      await store.removeLink(one.id, "Unlinked.");
      expect(await store.auditTotals()).toMatchObject({ links: 2, audited: 1, should: 5 });
      await audited(store, one.id, 1, []);
      expect(await store.getAudit(one.id)).toBeNull();
      await linkPair(store, 1, 2);
      expect(await store.getAudit(one.id)).toMatchObject({ auditedAt: null, should: 0 });
    });

    it("counts nothing as agreeing of a ticket that cannot be read any more, and tells how many links that are", async () => {
      const { store } = scene();
      const gone = await linkPair(store, 1, 2);
      const fine = await linkPair(store, 3, 4);
      await audited(store, gone.id, 3, [finding(1)]);
      await audited(store, fine.id, 5, []);
      await store.postponePoll("requestor", gone.id, { afterMs: 60_000, reason: "It is gone." });
      expect(await store.auditTotals()).toMatchObject({
        ...{ links: 2, audited: 2, troubled: 1, should: 9, agree: 5 },
        classes: { ...clean, same: 5, differs: 1, error: 3 },
      });
      expect(await store.getAudit(gone.id)).toMatchObject({ agree: 3, trouble: "It is gone." });
      const found = await store.listAudits({ onlyFindings: true }, { cursor: null, limit: 5 });
      expect(found.items.map(({ linkId }) => linkId)).toEqual([gone.id]);
      await store.clearPollTrouble("requestor", gone.id);
      expect(await store.auditTotals()).toMatchObject({ troubled: 0, should: 9, agree: 8 });
    });

    it("claims a link again at once whose claim was given back", async () => {
      const { store, other } = scene();
      const { id } = await linkPair(store, 1, 2);
      await store.claimAudit(claiming);
      await other.releaseAudit(id);
      await other.releaseAudit("999");
      expect((await store.claimAudit(claiming))?.linkId).toBe(id);
    });

    it("keeps the figures of a link that cannot be compared now, and tells why", async () => {
      const { store } = scene();
      const { id } = await linkPair(store, 1, 2);
      await audited(store, id, 3, []);
      await store.recordAudit(id, { kind: "trouble", reason: "The ticket is gone." });
      expect(await store.getAudit(id)).toMatchObject({ agree: 3, trouble: "The ticket is gone." });
      expect((await store.listAudits({ onlyFindings: true }, { cursor: null, limit: 5 })).items).toHaveLength(1);
      await audited(store, id, 3, []);
      expect(await store.getAudit(id)).toMatchObject({ trouble: null });
    });
  });

  describe("the alarm", () => {
    const leaking = async (store: Store, source: number, ids: readonly number[]) => {
      const link = await linkPair(store, source, source + 1);
      await see(store, "superoffice", source, ids);
      const rows = (await store.linkMap(link.id))?.rows ?? [];
      return { link, leaks: rows.map(({ mirrorId }) => ({ mirrorId, reason: `Mirror ${mirrorId} is public.` })) };
    };

    it("is raised once for each leak, told to all, and stands until somebody acknowledges it", async () => {
      const { store, other, heard } = scene();
      const { link, leaks } = await leaking(store, 1, [5, 6]);
      await heard();
      expect(await store.recordLeaks(link.id, leaks)).toBe(true);
      expect(await heard()).toContain("sides");
      expect(await other.recordLeaks(link.id, leaks)).toBe(false);
      const standing = await other.standingAlarms();
      expect(standing.map(({ mirrorId, linkId, reason }) => ({ mirrorId, linkId, reason }))).toEqual(
        leaks.map((leak) => ({ ...leak, linkId: link.id })),
      );
      expect(await acknowledge(other)).toBe(2);
      expect(await store.standingAlarms()).toEqual([]);
      expect(await acknowledge(store)).toBe(0);
    });

    it("is acknowledged by its id: one that nobody has seen goes on standing", async () => {
      const { store, other } = scene();
      const { link, leaks } = await leaking(store, 1, [5, 6]);
      await store.recordLeaks(link.id, leaks.slice(0, 1));
      const seen = (await store.standingAlarms()).map(({ id }) => id);
      await store.recordLeaks(link.id, leaks);
      expect(await other.acknowledgeAlarms("Jane", [...seen, "no id", "999"])).toBe(1);
      expect(await other.standingAlarms()).toMatchObject([{ mirrorId: leaks[1]?.mirrorId }]);
      expect(await other.acknowledgeAlarms("Jane", seen)).toBe(0);
      expect(await other.acknowledgeAlarms("Jane", [])).toBe(0);
    });

    it("is not over while nothing can be said of its mirror, and is not raised again after that", async () => {
      const { store } = scene();
      const { link, leaks } = await leaking(store, 1, [5]);
      await store.recordLeaks(link.id, leaks);
      await acknowledge(store);
      await store.recordLeaks(link.id, [], [...leaks.map(({ mirrorId }) => mirrorId), ""]);
      expect(await store.recordLeaks(link.id, leaks)).toBe(false);
    });

    it("is not raised again for what a person knows, but is once that was mended and came back", async () => {
      const { store } = scene();
      const { link, leaks } = await leaking(store, 1, [5]);
      await store.recordLeaks(link.id, leaks);
      await acknowledge(store);
      expect(await store.recordLeaks(link.id, leaks)).toBe(false);
      expect(await store.standingAlarms()).toEqual([]);
      expect(await store.recordLeaks(link.id, [])).toBe(false);
      expect(await store.recordLeaks(link.id, leaks)).toBe(true);
      expect(await store.standingAlarms()).toHaveLength(1);
    });

    it("stands although what it is about was mended, and although another link is clean", async () => {
      const { store } = scene();
      const { link, leaks } = await leaking(store, 1, [5]);
      const clear = await leaking(store, 3, [7]);
      await store.recordLeaks(link.id, leaks);
      await store.recordLeaks(link.id, []);
      await store.recordLeaks(clear.link.id, []);
      expect(await store.standingAlarms()).toHaveLength(1);
    });

    it("is told with each claim of a lane", async () => {
      const { store, other } = scene();
      const { link, leaks } = await leaking(store, 1, [5]);
      const lease = await claimOne(store);
      expect(lease.publicStopped).toBe(false);
      await store.releaseLane(lease, { kind: "yield" });
      await store.recordLeaks(link.id, leaks);
      const again = await claimOne(other);
      expect(again.publicStopped).toBe(true);
      await other.releaseLane(again, { kind: "yield" });
      await acknowledge(store);
      expect((await claimOne(store)).publicStopped).toBe(false);
    });

    it("lets lanes and tickets that waited for the acknowledgement go on at once, and no others", async () => {
      const { store, heard } = scene();
      const { link, leaks } = await leaking(store, 1, [5]);
      const lease = await claimOne(store);
      await store.releaseLane(lease, { kind: "again", afterMs: 60_000, reason: alarmReason, counts: false });
      await leaking(store, 3, [7]);
      const failing = await claimOne(store);
      await store.releaseLane(failing, { kind: "again", afterMs: 60_000, reason: "It failed.", counts: true });
      await store.recordLeaks(link.id, leaks);
      expect(await claim(store)).toEqual([]);
      await heard();
      await acknowledge(store);
      expect(await heard()).toEqual(expect.arrayContaining(["lanes", "sides"]));
      expect((await claim(store)).map(({ linkId }) => linkId)).toEqual([link.id]);
    });
  });
}

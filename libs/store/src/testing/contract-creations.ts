import type { ClaimedCreation, CreationChange } from "@ticket-bridge/sync";
import { describe, expect, it } from "vitest";

import { linkPair, message, ticket } from "./acts.ts";
import { changes, claim, leaseMs, learnOne, onlyMirror, pair } from "./creation-work.ts";
import type { Scene } from "./scene.ts";

export function describeCreations(scene: () => Scene): void {
  describe("tickets without a counterpart", () => {
    it("are learned once and claimed by one worker, with what is known of them", async () => {
      const { store, other, heard, passTime } = scene();
      await store.beginCreating(["superoffice"]);
      await passTime(5_000);
      await store.beginCreating(["superoffice", "requestor"]);
      await heard();
      await Promise.all([
        store.learnTickets("superoffice", [ticket(1), ticket(1), ticket(2)]),
        other.learnTickets("superoffice", [ticket(2), ticket(1)]),
      ]);
      expect(await heard()).toContain("creations");
      const claimed = (await Promise.all([claim(store), claim(other)])).flat();
      expect(claimed.map(({ source }) => source.ticketId).sort()).toEqual(["1", "2"]);
      expect(claimed[0]).toMatchObject({
        state: "pending",
        attempts: 0,
        failures: 0,
        targetTicketId: null,
        withoutContact: false,
        wanted: false,
        linkedBefore: false,
      });
      expect(claimed[0]?.creatingForMs).toBeGreaterThanOrEqual(5_000);
      expect(claimed[0]?.creatingForMs).toBeLessThan(60_000);
      expect(await claim(store)).toEqual([]);
      const requestor = await learnOne(store, "requestor", 1);
      expect(requestor.creatingForMs).toBeLessThan(5_000);
    });

    it("are not those that are linked, were unlinked by a person, or were made by the bridge", async () => {
      const { store } = scene();
      await linkPair(store, 1, 2);
      const unlinked = await linkPair(store, 3, 4);
      await store.removeLink(unlinked.id, "By hand.");
      const made = await learnOne(store, "superoffice", 5);
      await store.recordCreation(made, leaseMs, changes.sending);
      await store.recordCreation(made, leaseMs, changes.created);
      await store.learnTickets("superoffice", [1, 3].map(ticket));
      await store.learnTickets("requestor", [2, 4, 47].map(ticket));
      expect(await claim(store)).toEqual([]);
      await store.learnTickets("superoffice", [47].map(ticket));
      expect(await claim(store)).toHaveLength(1);
    });

    it("say that they were linked by hand meanwhile", async () => {
      const { store } = scene();
      await store.learnTickets("requestor", [ticket(2)]);
      await linkPair(store, 1, 2);
      expect(await claim(store)).toMatchObject([{ source: { ticketId: "2" }, linkedBefore: true }]);
    });

    it("of a side that is not asked for, or while a side is paused, are left alone", async () => {
      const { store } = scene();
      await store.learnTickets("superoffice", [ticket(1)]);
      expect(await claim(store, ["requestor"])).toEqual([]);
      await store.setPaused("requestor", true);
      expect(await claim(store)).toEqual([]);
      await store.setPaused("requestor", false);
      expect(await claim(store)).toHaveLength(1);
    });

    it("come back when their worker's lease ended, and that worker can change nothing any more", async () => {
      const { store, other, passTime } = scene();
      const first = await learnOne(store, "superoffice", 1);
      await store.recordCreation(first, leaseMs, changes.sending);
      await passTime(leaseMs - 10_000);
      expect(await store.renewCreations([first], leaseMs)).toEqual([first]);
      await passTime(leaseMs - 10_000);
      expect(await claim(other)).toEqual([]);
      await passTime(20_000);
      const [second] = await claim(other);
      expect(second).toMatchObject({ id: first.id, state: "sending", attempts: 1, firstMessageId: "9" });
      expect(await store.renewCreations([first], leaseMs)).toEqual([]);
      for (const change of Object.values(changes)) {
        expect(await store.recordCreation(first, leaseMs, change), change.to).toBe(false);
      }
      expect(await store.linkCreation(first, pair(1, 47), null)).toBe("lost");
      expect((await store.getCreation(first.id))?.state).toBe("sending");
    });

    it("wait after a failure, also against a hint, while one that only waits is brought forward by it", async () => {
      const { store, passTime } = scene();
      const failed = await learnOne(store, "superoffice", 1);
      await store.recordCreation(failed, leaseMs, changes.waiting);
      const quiet = await learnOne(store, "superoffice", 2);
      await store.recordCreation(quiet, leaseMs, changes.quiet);
      await store.learnTickets("superoffice", [ticket(1), ticket(2)]);
      expect(await claim(store)).toMatchObject([{ id: quiet.id, failures: 0 }]);
      await passTime(70_000);
      expect(await claim(store)).toMatchObject([{ id: failed.id, failures: 1 }, { id: quiet.id }]);
      expect(await store.getCreation(failed.id)).toMatchObject({ state: "pending", reason: "Away." });
    });

    it("wait for news where they wait for longer than a backoff does, also after failures", async () => {
      const { store, passTime } = scene();
      const first = await learnOne(store, "superoffice", 1);
      await store.recordCreation(first, leaseMs, changes.waiting);
      await passTime(70_000);
      const [missing] = await claim(store);
      if (missing === undefined) throw new Error("Nothing was claimed.");
      await store.recordCreation(missing, leaseMs, { ...changes.quiet, afterMs: 60 * 60_000 });
      await passTime(70_000);
      expect(await claim(store)).toEqual([]);
      await store.learnTickets("superoffice", [ticket(1)]);
      expect(await claim(store)).toMatchObject([{ id: first.id, failures: 1 }]);
    });

    it("tell how long an uncertain one may still appear", async () => {
      const { store, passTime } = scene();
      const lease = await learnOne(store, "superoffice", 1);
      await store.recordCreation(lease, leaseMs, changes.sending);
      await store.recordCreation(lease, leaseMs, changes.uncertain);
      await store.recordCreation(lease, leaseMs, { ...changes.waiting, afterMs: 1_000 });
      await passTime(5_000);
      const [early] = await claim(store);
      expect(early?.settleRemainingMs).toBeGreaterThan(40_000);
      expect(early?.settleRemainingMs).toBeLessThan(56_000);
      await passTime(70_000);
      const [late] = await claim(store);
      expect(late?.settleRemainingMs).toBeLessThanOrEqual(0);
    });

    it("keep when and as what their first message was sent, in doubt where attempts sent different things", async () => {
      const { store, passTime } = scene();
      const first = await learnOne(store, "superoffice", 1);
      expect(first).toMatchObject({ carriedHash: null, losses: [], sentAgoMs: null });
      let lease: ClaimedCreation = first;
      const send = async (carriedHash: string | null) => {
        await store.recordCreation(lease, leaseMs, { ...changes.sending, carriedHash });
        await passTime(leaseMs + 1_000);
        const [claimed] = await claim(store);
        if (claimed === undefined) throw new Error("It was to be claimed again.");
        lease = claimed;
        return lease;
      };
      expect((await send(null)).carriedHash).toBeNull();
      const sent = await send("public 1");
      expect(sent.carriedHash).toBe("public 1");
      expect(sent.sentAgoMs).toBeGreaterThanOrEqual(leaseMs);
      expect(sent.sentAgoMs).toBeLessThan(2 * leaseMs);
      expect((await send(null)).carriedHash).toBe("public 1");
      expect((await send("public 1")).carriedHash).toBe("public 1");
      expect((await send("public 2")).carriedHash).toBe("public unknown");
      expect((await send("public 1")).carriedHash).toBe("public unknown");
    });

    it("keep what of their first message the last attempt could not carry, until it stands in the record (P7)", async () => {
      const { store, passTime } = scene();
      const first = await learnOne(store, "superoffice", 1);
      await store.recordCreation(first, leaseMs, changes.sending);
      await passTime(leaseMs + 1_000);
      const [again] = await claim(store);
      if (again === undefined) throw new Error("It was to be claimed again.");
      expect(again.losses).toEqual(["The To line.\uFFFD"]);
      await store.recordCreation(again, leaseMs, { ...changes.sending, losses: ["Its language."] });
      await passTime(leaseMs + 1_000);
      const [last] = await claim(store);
      if (last === undefined) throw new Error("It was to be claimed once more.");
      const { losses } = last;
      expect(losses).toEqual(["Its language."]);
      const ids = { sourceMessageId: message(9), targetMessageId: message(91) };
      const mirror = { ...ids, visibility: null, carriedHash: null, losses };
      await store.linkCreation(last, pair(1, 47), mirror);
      expect((await onlyMirror(store))?.losses).toEqual(["Its language."]);
    });

    it("count failures that may be their own as messages do: while others pass, until a person retries", async () => {
      const { store, other, passTime } = scene();
      let lease = await learnOne(store, "superoffice", 1);
      const fail = async (change: CreationChange) => {
        await store.recordCreation(lease, leaseMs, change);
        await passTime(leaseMs + 1_000);
        const [claimed] = await claim(store);
        if (claimed === undefined) throw new Error("It was to be claimed again.");
        lease = claimed;
        return [lease.suspicions, lease.suspicion];
      };
      const suspect = { ...changes.uncertain, suspicion: "It answered 500." } as const;
      expect(await fail(changes.uncertain)).toEqual([0, null]);
      expect(await fail(suspect)).toEqual([1, "It answered 500."]);
      await store.recordWrite("superoffice", 0);
      expect(await fail(suspect)).toEqual([1, "It answered 500."]);
      await other.recordWrite("requestor", 0);
      expect(await fail({ ...changes.pending, suspicion: "It answered 403.\0" })).toEqual([
        2,
        "It answered 403.\uFFFD",
      ]);
      expect(await fail(changes.pending)).toEqual([2, "It answered 403.\uFFFD"]);
      await store.recordCreation(lease, leaseMs, changes.held);
      await store.retryCreation(lease.id);
      expect(await claim(store)).toMatchObject([{ suspicions: 0 }]);
    });

    it("are forgotten without a trace, and may be learned again", async () => {
      const { store } = scene();
      const lease = await learnOne(store, "superoffice", 1);
      expect(await store.recordCreation(lease, leaseMs, changes.forgotten)).toBe(true);
      expect(await store.getCreation(lease.id)).toBeNull();
      expect(await learnOne(store, "superoffice", 1)).toMatchObject({ state: "pending" });
    });
  });
}

import { DeliveryError, type Side } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("a worker that lost its lane during a POST", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  beforeEach(async () => {
    await bench.engine();
    await bench.engine();
  });

  /**
   * The next write to this side is on its way for so long after the last look at the lease, and meanwhile its worker
   * renews nothing.
   */
  function sendSlowly(side: Side, milliseconds: number): void {
    const desk = bench[side];
    const createMessage = desk.createMessage.bind(desk);
    const renewLeases = bench.store.renewLeases.bind(bench.store);
    bench.store.renewLeases = () => Promise.resolve([]);
    desk.createMessage = async (message, options) => {
      desk.createMessage = createMessage;
      options.beforeBytes();
      await bench.clock.sleep(11_000);
      bench.store.renewLeases = renewLeases;
      await bench.clock.sleep(milliseconds - 11_000);
      return await createMessage(message, { ...options, beforeBytes: () => undefined });
    };
  }

  /** What became of the one message that a person wrote. */
  const row = () => bench.database.mirrors[0];

  it("hands its answer to the row before the new one sends again (P2)", async () => {
    sendSlowly("superoffice", 60_000);
    bench.superoffice.afterCommit = () => Promise.resolve();
    bench.requestor.write(requestorTicket, "slow");
    await bench.quiet();
    expect(bench.words("superoffice")).toEqual(["slow"]);
    expect(bench.superoffice.calls.writes).toBe(1);
    expect(bench.states()).toEqual(["mirrored"]);
  });

  it("deletes its own copy in SuperOffice when the new one has written too, and says so", async () => {
    sendSlowly("superoffice", 200_000);
    bench.requestor.write(requestorTicket, "twice");
    await bench.clock.until("it was written twice", () => bench.superoffice.calls.writes === 2);
    await bench.clock.pass(90_000);
    await bench.quiet();
    const [left, ...others] = bench.superoffice.mirrorsOn(superofficeTicket);
    expect(others).toEqual([]);
    expect(row()).toMatchObject({ state: "mirrored", targetMessageId: left?.id });
    expect(row()?.trace.map(({ what }) => what)).toContain("double-deleted");
    expect(bench.requestor.mirrorsOn(requestorTicket)).toEqual([]);
  });

  it("reports the double in Requestor, where nothing can be deleted, on the mirror and to a person", async () => {
    sendSlowly("requestor", 200_000);
    bench.superoffice.write(superofficeTicket, "twice");
    await bench.clock.until("it was written twice", () => bench.requestor.calls.writes === 2);
    await bench.clock.pass(90_000);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["twice", "twice"]);
    expect(row()).toMatchObject({
      state: "mirrored",
      reason: expect.stringContaining("more than once") as string,
    });
    expect(bench.lines.some(({ level, message }) => level === "error" && message.includes("more than once"))).toBe(
      true,
    );
    const held = bench.database.mirrors.filter(({ state }) => state === "held");
    expect(held.map(({ reason }) => reason).join()).toContain("a second mirror of the same message");
    expect(bench.superoffice.mirrorsOn(superofficeTicket)).toEqual([]);
  });

  describe("whose second copy is found by a read-back", () => {
    /** Each write is stored twice with the bridge's own account, and no answer comes. */
    function storeTwice(): void {
      bench.superoffice.faults.push("answer-lost");
      bench.superoffice.readFeed = () => Promise.resolve([]);
      bench.superoffice.afterCommit = ({ marker, content }) => {
        bench.superoffice.afterCommit = () => Promise.resolve();
        bench.superoffice.write(superofficeTicket, content.text, { marker, writtenBy: "bridge" });
        return Promise.resolve();
      };
      bench.requestor.write(requestorTicket, "twice");
    }

    it("reports it on the mirror when SuperOffice refuses to delete, and the lane goes on", async () => {
      const refused = { decision: "permanent", fault: "ticket", status: 403 } as const;
      bench.superoffice.deleteMessage = () => Promise.reject(new DeliveryError("not allowed", refused));
      storeTwice();
      await bench.clock.until("it is mirrored", () => row()?.state === "mirrored");
      await bench.clock.pass(100);
      expect(row()?.reason).toContain("more than once");
      expect(bench.lines.filter(({ message }) => message.includes("error of its own"))).toEqual([]);
      expect(bench.database.lanes.map(({ stopped, failures }) => [stopped, failures])).toEqual([
        [false, 0],
        [false, 0],
      ]);
    });

    it("reports it on the mirror when SuperOffice is paused just then, and asks it nothing", async () => {
      storeTwice();
      const deletions = vi.spyOn(bench.superoffice, "deleteMessage");
      const findMarked = bench.superoffice.findMarked.bind(bench.superoffice);
      let looks = 0;
      bench.superoffice.findMarked = async (...asked) => {
        looks += 1;
        const found = await findMarked(...asked);
        await bench.store.setPaused("superoffice", true);
        await bench.clock.sleep(100);
        return found;
      };
      await bench.clock.until("it is mirrored", () => row()?.state === "mirrored");
      await bench.clock.pass(10_000);
      expect([looks, deletions.mock.calls.length]).toEqual([1, 0]);
      expect(row()?.reason).toContain("more than once");
      expect(bench.lines.filter(({ message }) => message.includes("error of its own"))).toEqual([]);
    });
  });

  it("never deletes what another account wrote, whatever marker it carries", async () => {
    bench.superoffice.faults.push("answer-lost");
    // The read-back finds it and not the feed.
    bench.superoffice.readFeed = () => Promise.resolve([]);
    bench.superoffice.afterCommit = ({ marker, content }) => {
      bench.superoffice.write(superofficeTicket, content.text, { marker, writtenBy: "other" });
      return Promise.resolve();
    };
    bench.requestor.write(requestorTicket, "copied");
    await bench.clock.until("it is mirrored", () => row()?.state === "mirrored");
    await bench.clock.pass(60_000);
    expect(bench.superoffice.stored).toHaveLength(2);
    expect(row()?.reason).toContain("more than once");
  });
});

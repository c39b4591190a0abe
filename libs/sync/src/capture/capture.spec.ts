import { DeliveryError, type TicketId } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";

describe("capture", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(async () => {
    await bench.stop();
  });

  it("leaves what was there before linking alone, and carries all with from: start", async () => {
    bench.superoffice.write(superofficeTicket, "before");
    await bench.link("now");
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "after");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["after"]);

    const other = new Bench();
    other.superoffice.write(superofficeTicket, "before");
    other.superoffice.write(superofficeTicket, "too");
    await other.link("start");
    await other.engine();
    await other.quiet();
    expect(other.requestor.mirrorsOn(requestorTicket)).toHaveLength(2);
    await other.stop();
  });

  it("asks a helpdesk that is down at most once a minute", async () => {
    await bench.link();
    bench.requestor.readFault = new DeliveryError("down", { decision: "retryable", fault: "side" });
    await bench.engine();
    await bench.clock.pass(10 * 60_000);
    const before = bench.requestor.calls.reads;
    await bench.clock.pass(60 * 60_000);
    expect(bench.requestor.calls.reads - before).toBeLessThanOrEqual(80);
    expect(bench.requestor.calls.reads - before).toBeGreaterThanOrEqual(60);
  });

  it("sees the first message ever of an empty helpdesk by its feed, within two poll intervals", async () => {
    await bench.link();
    await bench.engine();
    await bench.clock.pass(5_000);
    bench.superoffice.write(superofficeTicket, "first of all");
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"), 25_000);
  });

  it("sees what was written between a link's first poll and the first reading of the feed", async () => {
    bench.superoffice.write(superofficeTicket, "old");
    bench.superoffice.newestFault = new DeliveryError("not yet", { decision: "retryable", fault: "message" });
    await bench.engine();
    await bench.link();
    await bench.clock.pass(15_000);
    bench.superoffice.write(superofficeTicket, "in between");
    bench.superoffice.newestFault = null;
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"), 40_000);
    expect(bench.words("requestor")).toEqual(["in between"]);
  });

  it("lets no new message of the feed overtake older ones of a ticket that was not read whole yet (P4)", async () => {
    bench.superoffice.write(superofficeTicket, "first");
    await bench.engine();
    await bench.clock.pass(20_000);
    bench.superoffice.listingFault = new DeliveryError("busy", { decision: "retryable", fault: "message" });
    bench.superoffice.write(superofficeTicket, "second");
    await bench.link("start").catch(() => undefined);
    bench.superoffice.listingFault = null;
    await bench.link("start");
    bench.superoffice.listingFault = new DeliveryError("busy", { decision: "retryable", fault: "message" });
    bench.superoffice.write(superofficeTicket, "third");
    await bench.clock.pass(60_000);
    bench.superoffice.listingFault = null;
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["first", "second", "third"]);
  });

  it("lets no message of the feed overtake one that a listing of before the feed's begin lacks (P4)", async () => {
    await bench.link();
    const listMessages = bench.superoffice.listMessages.bind(bench.superoffice);
    bench.superoffice.listMessages = async (...args) => {
      bench.superoffice.listMessages = listMessages;
      const early = await listMessages(...args);
      bench.superoffice.write(superofficeTicket, "first");
      bench.superoffice.listingFault = new DeliveryError("busy", { decision: "retryable", fault: "message" });
      await bench.clock.sleep(5_000);
      return early;
    };
    const newestMessageId = bench.superoffice.newestMessageId.bind(bench.superoffice);
    bench.superoffice.newestMessageId = async (...args) => {
      await bench.clock.sleep(500);
      return await newestMessageId(...args);
    };
    await bench.engine();
    await bench.clock.pass(5_100);
    bench.superoffice.write(superofficeTicket, "second");
    await bench.clock.pass(60_000);
    bench.superoffice.listingFault = null;
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["first", "second"]);
  });

  it("reads again what was captured long after it was read (P3)", async () => {
    await bench.link();
    const written = bench.requestor.write(requestorTicket, "was public");
    const lookAt = bench.store.lookAt.bind(bench.store);
    let slow: Promise<unknown> | null = null;
    bench.store.lookAt = async (...args) => {
      if (args[0] !== "requestor") return await lookAt(...args);
      // The polls meanwhile have read a younger copy, and it must not be captured first.
      slow ??= bench.clock.sleep(90_000);
      bench.requestor.replace(written.id, { visibility: "internal" });
      await slow;
      return await lookAt(...args);
    };
    await bench.engine();
    await bench.clock.pass(120_000);
    await bench.quiet();
    expect(bench.superoffice.mirrorsOn(superofficeTicket).map(({ visibility }) => visibility)).toEqual(["internal"]);
  });

  it("begins the feed before the ids of the last ten minutes, which may become visible late (P4)", async () => {
    const elsewhere = "999" as TicketId;
    for (let n = 0; n < 300; n += 1) bench.superoffice.write(elsewhere, `long ago ${n}`);
    await bench.clock.pass(60 * 60_000);
    await bench.link();
    bench.superoffice.write(superofficeTicket, "given before the feed began", {}, 35_000);
    for (let n = 0; n < 150; n += 1) bench.superoffice.write(elsewhere, `lately ${n}`);
    const asked: (string | null)[] = [];
    const readFeed = bench.superoffice.readFeed.bind(bench.superoffice);
    bench.superoffice.readFeed = (after, limit) => {
      asked.push(after);
      return readFeed(after, limit);
    };
    await bench.engine();
    await bench.clock.pass(36_000);
    bench.superoffice.write(superofficeTicket, "newer");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["given before the feed began", "newer"]);
    expect(asked).not.toContain("0");
  });

  it("starts the feed ten minutes before its last reading, however long it was down (P4)", async () => {
    await bench.link();
    const first = await bench.engine();
    await bench.clock.pass(60_000);
    bench.superoffice.write(superofficeTicket, "slow to appear", {}, 20_000);
    bench.superoffice.write(superofficeTicket, "quick");
    await bench.clock.pass(15_000);
    const stopping = first.stop();
    await bench.clock.pass(1_000);
    await stopping;
    await bench.clock.pass(2 * 60 * 60_000);
    bench.superoffice.write(superofficeTicket, "an hour later");
    await bench.engine();
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["quick", "slow to appear", "an hour later"]);
  });

  it("asks a forbidden ticket seldom and shows why on its link (P8)", async () => {
    await bench.link();
    bench.superoffice.listingFault = new DeliveryError("Not allowed.", { decision: "permanent", fault: "ticket" });
    await bench.engine();
    await bench.clock.pass(60_000);
    const before = bench.superoffice.calls.reads;
    await bench.clock.pass(60 * 60_000);
    // The feed and the list of changes are asked every ten seconds; the ticket six times an hour.
    expect(bench.superoffice.calls.reads - before).toBeLessThan(2 * 360 + 10);
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 10 })).items;
    expect(link?.lanes.find(({ direction }) => direction === "superoffice-to-requestor")?.reason).toBe("Not allowed.");
    bench.superoffice.listingFault = null;
    await bench.clock.pass(11 * 60_000);
    const [later] = (await bench.store.listLinks({ cursor: null, limit: 10 })).items;
    expect(later?.lanes.every(({ reason }) => reason === null)).toBe(true);
  });
});

import { DeliveryError } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "./testing/bench.ts";

describe("the engine", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(async () => {
    await bench.stop();
  });

  const words = (side: "superoffice" | "requestor") =>
    bench[side]
      .mirrorsOn(side === "superoffice" ? superofficeTicket : requestorTicket)
      .map(({ content }) => content.text.split("\n").at(-1));

  it("mirrors new messages once in both directions and never back (P1, P2, P5)", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "from SuperOffice");
    bench.requestor.write(requestorTicket, "from Requestor");
    await bench.quiet();
    expect(words("requestor")).toEqual(["from SuperOffice"]);
    expect(words("superoffice")).toEqual(["from Requestor"]);
    await bench.clock.pass(3 * 60 * 60_000);
    expect(bench.superoffice.stored).toHaveLength(2);
    expect(bench.requestor.stored).toHaveLength(2);
  });

  it("leaves what was there before linking alone, and carries all with from: start", async () => {
    bench.superoffice.write(superofficeTicket, "before");
    await bench.link("now");
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "after");
    await bench.quiet();
    expect(words("requestor")).toEqual(["after"]);

    const other = new Bench();
    other.superoffice.write(superofficeTicket, "before");
    other.superoffice.write(superofficeTicket, "too");
    await other.link("start");
    await other.engine();
    await other.quiet();
    expect(other.requestor.mirrorsOn(requestorTicket)).toHaveLength(2);
    await other.stop();
  });

  it("writes a lost answer's message once (P2)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("answer-lost");
    bench.superoffice.write(superofficeTicket, "once");
    await bench.quiet();
    expect(words("requestor")).toEqual(["once"]);
    expect(bench.states()).toEqual(["mirrored"]);
  });

  it("does not send again before the settle time, so that a late commit doubles nothing (P2)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push({ commitsAfterMs: bench.settleMs - 5_000 });
    bench.superoffice.write(superofficeTicket, "late");
    await bench.quiet();
    expect(words("requestor")).toEqual(["late"]);
    expect(bench.requestor.calls.writes).toBe(1);
  });

  it("sends again after the settle time what never appeared (P1)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit");
    bench.superoffice.write(superofficeTicket, "second try");
    const started = bench.clock.monotonic();
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
    expect(words("requestor")).toEqual(["second try"]);
    expect(bench.clock.monotonic() - started).toBeGreaterThanOrEqual(bench.settleMs);
  });

  it("recognises its mirror when the target shows it before the answer came (P5)", async () => {
    await bench.link();
    const engine = await bench.engine();
    bench.requestor.afterCommit = async () => {
      bench.requestor.afterCommit = () => Promise.resolve();
      await engine.hint("requestor", [requestorTicket]);
      await bench.clock.sleep(2_000);
    };
    bench.superoffice.write(superofficeTicket, "overtaken");
    await bench.quiet();
    expect(bench.superoffice.stored).toHaveLength(1);
    expect(words("requestor")).toEqual(["overtaken"]);
  });

  it("keeps the order of a ticket through failures (P4)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("never-left", "answer-lost", "never-left");
    const texts = ["one", "two", "three", "four", "five"];
    for (const text of texts) bench.superoffice.write(superofficeTicket, text);
    await bench.quiet();
    expect(words("requestor")).toEqual(texts);
  });

  it("holds a refused message with its reason and goes on with the next (P1)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("refused");
    bench.superoffice.write(superofficeTicket, "refused");
    bench.superoffice.write(superofficeTicket, "fine");
    await bench.quiet();
    expect(bench.states()).toEqual(["held", "mirrored"]);
    expect(bench.database.mirrors[0]?.reason).toContain("refused the message");
    const [held] = bench.database.mirrors;
    await bench.store.retryMirror(held?.id ?? "");
    await bench.quiet();
    expect(words("requestor")).toEqual(["fine", "refused"]);
  });

  it("stops the lane, and holds nothing, when the target ticket is gone; goes on when it is back", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.missing.add(requestorTicket);
    bench.requestor.faults.push("refused");
    bench.superoffice.write(superofficeTicket, "patient");
    await bench.clock.until("the lane is stopped", () => bench.database.lanes.some(({ stopped }) => stopped));
    expect(bench.states()).toEqual(["pending"]);
    bench.requestor.missing.clear();
    await bench.quiet();
    expect(words("requestor")).toEqual(["patient"]);
  });

  it("keeps internal messages internal and holds what the target cannot keep internal (P3)", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "secret", { visibility: "internal" });
    await bench.quiet();
    expect(bench.requestor.mirrorsOn(requestorTicket).map(({ visibility }) => visibility)).toEqual(["internal"]);

    bench.requestor.canHoldInternal = false;
    bench.superoffice.write(superofficeTicket, "more secret", { visibility: "internal" });
    await bench.quiet();
    expect(bench.requestor.mirrorsOn(requestorTicket)).toHaveLength(1);
    expect(bench.states()).toEqual(["mirrored", "held"]);
  });

  it("reads content and visibility again before a late or retried send (P3)", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.faults.push("server-error-before-commit");
    const written = bench.requestor.write(requestorTicket, "was public");
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    bench.requestor.replace(written.id, { visibility: "internal", content: { format: "plain", text: "now secret" } });
    await bench.quiet();
    const [mirror] = bench.superoffice.mirrorsOn(superofficeTicket);
    expect(mirror?.visibility).toBe("internal");
    expect(mirror?.content.text).toBe("now secret");
  });

  it("keeps everything pending while a helpdesk is down and catches up by itself (P1)", async () => {
    await bench.link();
    await bench.engine();
    const down = new DeliveryError("Requestor cannot be reached.", { decision: "retryable", fault: "side" });
    bench.requestor.readFault = down;
    bench.requestor.faults.push(...Array.from({ length: 5 }, () => "never-left" as const));
    for (let n = 0; n < 120; n += 1) bench.superoffice.write(superofficeTicket, `message ${n}`);
    await bench.clock.pass(20 * 60_000);
    expect(new Set(bench.states())).toEqual(new Set(["pending"]));
    const { trouble } = (await bench.store.sideStandings())[1] ?? {};
    expect(trouble).toBe("Requestor cannot be reached.");
    bench.requestor.readFault = null;
    await bench.quiet();
    expect(words("requestor")).toEqual(Array.from({ length: 120 }, (_, n) => `message ${n}`));
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

  it("adopts mirrors found on the target when the database was emptied (P2)", async () => {
    await bench.link();
    const first = await bench.engine();
    for (const text of ["one", "two", "three"]) bench.superoffice.write(superofficeTicket, text);
    bench.requestor.write(requestorTicket, "four");
    await bench.quiet();
    await first.stop();
    bench.database.mirrors.length = 0;
    bench.database.links.length = 0;
    bench.database.lanes.length = 0;
    bench.database.present.clear();
    await bench.link("start");
    await bench.engine();
    await bench.quiet();
    expect(words("requestor")).toEqual(["one", "two", "three"]);
    expect(words("superoffice")).toEqual(["four"]);
    expect(bench.states().filter((state) => state === "mirrored")).toHaveLength(4);
  });

  it("stops a lane on which another bridge writes, and touches nothing", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.write(requestorTicket, "foreign", {
      writtenBy: "bridge",
      marker: { side: "superoffice", ticketId: null, messageId: "5" as never, revision: 1, code: "wrong" },
    });
    bench.requestor.write(requestorTicket, "behind it");
    await bench.clock.until("the lane is stopped", () => bench.database.lanes.some(({ stopped }) => stopped));
    await bench.clock.pass(60 * 60_000);
    expect(bench.superoffice.stored).toEqual([]);
    expect(bench.states()).toEqual(["pending", "pending"]);
  });

  it("sends nothing after its lease ended, and says so (P2)", async () => {
    await bench.link();
    await bench.engine();
    const recordChanges = bench.store.recordChanges.bind(bench.store);
    const renewLeases = bench.store.renewLeases.bind(bench.store);
    bench.store.recordChanges = async (...args) => {
      const ours = await recordChanges(...args);
      // The machine sleeps for longer than the lease between the commit of the intent and the bytes.
      bench.store.recordChanges = recordChanges;
      bench.store.renewLeases = () => Promise.resolve([]);
      await bench.clock.sleep(11_000);
      bench.store.renewLeases = renewLeases;
      return ours;
    };
    bench.superoffice.write(superofficeTicket, "after the nap");
    await bench.quiet();
    expect(words("requestor")).toEqual(["after the nap"]);
    expect(bench.requestor.calls.writes).toBe(1);
    expect(bench.database.lanes.some(({ epoch }) => epoch > 1)).toBe(true);
  });

  it("keeps its lease while a helpdesk takes its time", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.afterCommit = () => bench.clock.sleep(60_000);
    bench.superoffice.write(superofficeTicket, "slow");
    await bench.quiet();
    expect(words("requestor")).toEqual(["slow"]);
    expect(bench.requestor.calls.writes).toBe(1);
    expect(Math.max(...bench.database.lanes.map(({ epoch }) => epoch))).toBe(1);
  });

  it("finishes the work of a worker that went silent between intent and answer (P1, P2)", async () => {
    await bench.link();
    await bench.engine();
    const renewLeases = bench.store.renewLeases.bind(bench.store);
    let answer = () => {};
    bench.requestor.afterCommit = () => new Promise((resolve) => (answer = resolve));
    bench.store.renewLeases = () => Promise.resolve([]);
    bench.superoffice.write(superofficeTicket, "orphan");
    await bench.clock.until("it was committed", () => bench.requestor.stored.length === 1);
    bench.requestor.afterCommit = () => Promise.resolve();
    await bench.engine();
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
    bench.store.renewLeases = renewLeases;
    // The silent one wakes up: its epoch is over, it changes nothing.
    const before = JSON.stringify(bench.database.mirrors);
    answer();
    await bench.clock.pass(0);
    expect(JSON.stringify(bench.database.mirrors)).toBe(before);
    expect(words("requestor")).toEqual(["orphan"]);
    expect(bench.requestor.calls.writes).toBe(1);
  });

  it("finishes the message in flight when it is stopped, and begins no other", async () => {
    await bench.link();
    const engine = await bench.engine();
    bench.requestor.afterCommit = () => bench.clock.sleep(3_000);
    bench.superoffice.write(superofficeTicket, "in flight");
    bench.superoffice.write(superofficeTicket, "next");
    await bench.clock.until("it was committed", () => bench.requestor.stored.length === 1);
    const stopped = engine.stop();
    await bench.clock.pass(4_000);
    await stopped;
    expect(bench.states()).toEqual(["mirrored", "pending"]);
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
    expect(words("requestor")).toEqual(["in between"]);
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
    expect(words("requestor")).toEqual(["first", "second", "third"]);
  });
});

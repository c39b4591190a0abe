import { DeliveryError, type MessageId } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { adoptTarget } from "../steer/adopt-target.ts";
import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";

describe("delivery under trouble", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(async () => {
    await bench.stop();
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
    expect(bench.words("requestor")).toEqual(Array.from({ length: 120 }, (_, n) => `message ${n}`));
  });

  it("keeps in the record what could not be carried, also where the answer was lost (P7)", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.faults.push("answer-lost");
    const details = { important: false, language: "", minutesSpent: 0, fromMobileDevice: true, recipients: null };
    bench.requestor.write(requestorTicket, "sent from a phone", { details });
    await bench.quiet();
    const mirror = await bench.store.getMirror(bench.database.mirrors[0]?.id ?? "");
    expect(mirror?.trace.map(({ what }) => what)).toContain("read-back-found");
    expect(mirror?.losses).toEqual([expect.stringContaining("Written on a mobile device")]);
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
    expect(bench.words("requestor")).toEqual(["one", "two", "three"]);
    expect(bench.words("superoffice")).toEqual(["four"]);
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
    expect(bench.words("requestor")).toEqual(["after the nap"]);
    expect(bench.requestor.calls.writes).toBe(1);
    expect(bench.database.lanes.some(({ epoch }) => epoch > 1)).toBe(true);
  });

  it("keeps its lease while a helpdesk takes its time", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.afterCommit = () => bench.clock.sleep(60_000);
    bench.superoffice.write(superofficeTicket, "slow");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["slow"]);
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
    await bench.clock.pass(30_000);
    // The silent one wakes up: its epoch is over, it changes nothing.
    const before = JSON.stringify(bench.database.mirrors);
    answer();
    await bench.clock.pass(0);
    bench.store.renewLeases = renewLeases;
    expect(JSON.stringify(bench.database.mirrors)).toBe(before);
    expect(bench.words("requestor")).toEqual(["orphan"]);
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

  it("lets no two lanes of a link wait for each other (P1)", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.faults.push("server-error-before-commit");
    bench.requestor.faults.push("server-error-before-commit");
    bench.superoffice.write(superofficeTicket, "one", { writtenBy: "unknown" });
    bench.requestor.write(requestorTicket, "two", { writtenBy: "unknown" });
    await bench.clock.until(
      "both are mirrored",
      () => bench.states().every((state) => state === "mirrored"),
      15 * 60_000,
    );
    expect(bench.words("requestor")).toEqual(["one"]);
    expect(bench.words("superoffice")).toEqual(["two"]);
  });

  it("asks seldom while a message waits for the opposite lane's write (P8)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push({ commitsAfterMs: bench.settleMs - 1_000 });
    bench.superoffice.write(superofficeTicket, "answer lost");
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    bench.requestor.write(requestorTicket, "a mail", { writtenBy: "unknown" });
    await bench.clock.pass(15_000);
    const before = bench.requestor.calls.reads;
    await bench.clock.pass(60_000);
    // 6 polls, 12 looks for the lost write, and the looks of the message that waits.
    expect(bench.requestor.calls.reads - before).toBeLessThan(45);
    await bench.quiet();
    expect(bench.words("superoffice")).toEqual(["a mail"]);
  });

  it("sends no copy that grew old while it waited for its turn (P3)", async () => {
    await bench.link();
    await bench.engine();
    const written = bench.superoffice.write(superofficeTicket, "was public");
    const createMessage = bench.requestor.createMessage.bind(bench.requestor);
    bench.requestor.createMessage = async (message, options) => {
      bench.requestor.createMessage = createMessage;
      bench.superoffice.replace(written.id, { visibility: "internal" });
      await bench.clock.sleep(300_000);
      return await createMessage(message, options);
    };
    await bench.clock.pass(310_000);
    await bench.quiet();
    expect(bench.requestor.mirrorsOn(requestorTicket).map(({ visibility }) => visibility)).toEqual(["internal"]);
  });

  it("goes on after an error that nobody foresaw, and says so (P1)", async () => {
    await bench.link();
    await bench.engine();
    const readMessages = bench.superoffice.readMessages.bind(bench.superoffice);
    bench.superoffice.readMessages = () => Promise.reject(new TypeError("a mistake of ours"));
    bench.superoffice.write(superofficeTicket, "patient");
    await bench.clock.pass(5 * 60_000);
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 10 })).items;
    expect(link?.lanes.map(({ reason }) => reason).join()).toContain("a mistake of ours");
    bench.superoffice.readMessages = readMessages;
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["patient"]);
  });

  it("holds a message that cannot be read and goes on with the others", async () => {
    await bench.link();
    await bench.engine();
    const readMessages = bench.superoffice.readMessages.bind(bench.superoffice);
    const bad = bench.superoffice.write(superofficeTicket, "unreadable");
    bench.superoffice.write(superofficeTicket, "fine");
    bench.superoffice.readMessages = (ticketId, ids) =>
      ids.includes(bad.id)
        ? Promise.reject(new DeliveryError("422 for it", { decision: "permanent", fault: "message" }))
        : readMessages(ticketId, ids);
    await bench.quiet();
    expect(bench.states()).toEqual(["held", "mirrored"]);
    expect(bench.database.mirrors[0]?.reason).toContain("422 for it");
  });

  it("tells a refusal once in the record, and then that it is held", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("refused");
    bench.superoffice.write(superofficeTicket, "refused");
    await bench.quiet();
    expect(bench.states()).toEqual(["held"]);
    const told = bench.database.mirrors[0]?.trace.map(({ what }) => what);
    expect(told?.slice(-3)).toEqual(["sending", "attempt-failed", "held"]);
  });

  it("refuses to adopt what is the mirror of another message, and survives it when it was done all the same", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("refused", "answer-lost");
    bench.superoffice.write(superofficeTicket, "refused");
    bench.superoffice.write(superofficeTicket, "answer lost");
    await bench.clock.until("the second is uncertain", () => bench.states().includes("uncertain"));
    const target = bench.requestor.mirrorsOn(requestorTicket)[0]?.id ?? ("" as MessageId);
    const [held] = bench.database.mirrors;
    const parts = { store: bench.store, helpdesks: { superoffice: bench.superoffice, requestor: bench.requestor } };
    expect(await adoptTarget(parts, held?.id ?? "", target)).toMatchObject({ outcome: "refused" });
    expect(await bench.store.adoptMirror(held?.id ?? "", target)).toMatchObject({ outcome: "done" });
    bench.superoffice.write(superofficeTicket, "behind them");
    await bench.quiet();
    expect(bench.states()).toEqual(["mirrored", "held", "mirrored"]);
    expect(bench.database.mirrors[1]?.reason).toContain("the mirror of another message");
  });
});

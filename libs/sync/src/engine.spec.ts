import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "./testing/bench.ts";

const anyPage = { cursor: null, limit: 50 };

describe("the engine", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(async () => {
    await bench.stop();
  });

  it("mirrors new messages once in both directions and never back (P1, P2, P5)", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "from SuperOffice");
    bench.requestor.write(requestorTicket, "from Requestor");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["from SuperOffice"]);
    expect(bench.words("superoffice")).toEqual(["from Requestor"]);
    await bench.clock.pass(3 * 60 * 60_000);
    expect(bench.superoffice.stored).toHaveLength(2);
    expect(bench.requestor.stored).toHaveLength(2);
  });

  it("writes a lost answer's message once (P2)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("answer-lost");
    bench.superoffice.write(superofficeTicket, "once");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["once"]);
    expect(bench.states()).toEqual(["mirrored"]);
  });

  it("does not send again before the settle time, so that a late commit doubles nothing (P2)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push({ commitsAfterMs: bench.settleMs - 5_000 });
    bench.superoffice.write(superofficeTicket, "late");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["late"]);
    expect(bench.requestor.calls.writes).toBe(1);
  });

  it("sends again after the settle time what never appeared (P1)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit");
    bench.superoffice.write(superofficeTicket, "second try");
    const started = bench.clock.monotonic();
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
    expect(bench.words("requestor")).toEqual(["second try"]);
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
    expect(bench.words("requestor")).toEqual(["overtaken"]);
  });

  it("keeps the order of a ticket through failures (P4)", async () => {
    await bench.link();
    await bench.engine();
    bench.requestor.faults.push("never-left", "answer-lost", "never-left");
    const texts = ["one", "two", "three", "four", "five"];
    for (const text of texts) bench.superoffice.write(superofficeTicket, text);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(texts);
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
    expect(bench.words("requestor")).toEqual(["fine", "refused"]);
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
    expect(bench.words("requestor")).toEqual(["patient"]);
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
    const { items } = await bench.store.listMirrors({ state: null, linkId: null, side: null }, anyPage);
    expect(items.map(({ visibility }) => visibility)).toEqual(["internal", "internal"]);
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
    const { items } = await bench.store.listMirrors({ state: null, linkId: null, side: null }, anyPage);
    expect(items.filter(({ state }) => state === "mirrored")).toMatchObject([{ visibility: "internal" }]);
  });
});

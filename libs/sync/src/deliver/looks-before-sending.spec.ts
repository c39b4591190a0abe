import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("before it sends, the bridge", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  it("looks once for mirrors it forgot: after a start, after an hour of quiet, and for an old message (P2)", async () => {
    let looks = 0;
    const listMarked = bench.requestor.listMarked.bind(bench.requestor);
    bench.requestor.listMarked = async (ticketId) => {
      looks += 1;
      return await listMarked(ticketId);
    };
    const looksFor = async (text: string, agoMs = 0) => {
      looks = 0;
      bench.superoffice.write(superofficeTicket, text, { createdAt: bench.clock.now() - agoMs });
      await bench.quiet();
      return looks;
    };
    const engine = await bench.engine();
    expect(await looksFor("first after the start")).toBe(1);
    expect(await looksFor("next")).toBe(0);
    expect(await looksFor("old", 11 * 60_000)).toBe(1);
    await bench.clock.pass(58 * 60_000);
    expect(await looksFor("within the hour")).toBe(0);
    await bench.clock.pass(60 * 60_000);
    expect(await looksFor("after an hour of quiet")).toBe(1);
    const stopping = engine.stop();
    await bench.clock.pass(0);
    await stopping;
    await bench.engine();
    expect(await looksFor("first after the next start")).toBe(1);
    expect(bench.words("requestor")).toHaveLength(6);
  });

  it("asks at most once a minute whether a ticket can hold internal notes, and no longer trusts an older answer (P3)", async () => {
    let asked = 0;
    const readTicket = bench.requestor.readTicket.bind(bench.requestor);
    bench.requestor.readTicket = async (ticketId) => {
      asked += 1;
      return await readTicket(ticketId);
    };
    await bench.engine();
    const note = async (text: string) => {
      bench.superoffice.write(superofficeTicket, text, { visibility: "internal" });
      const done = (state: string) => state === "mirrored" || state === "held";
      const messages = bench.superoffice.stored.length;
      await bench.clock.until(text, () => bench.states().length === messages && bench.states().every(done));
    };
    await note("first");
    await note("second");
    expect(asked).toBe(1);
    await bench.clock.pass(61_000);
    bench.requestor.canHoldInternal = false;
    await note("third");
    expect(asked).toBe(2);
    expect(bench.words("requestor")).toEqual(["first", "second"]);
    expect(bench.states()).toEqual(["mirrored", "mirrored", "held"]);
  });

  it("asks again what the target can hold, when a person retries what it could not (P3)", async () => {
    await bench.engine();
    bench.requestor.canHoldInternal = false;
    bench.superoffice.write(superofficeTicket, "secret", { visibility: "internal" });
    await bench.quiet();
    expect(bench.states()).toEqual(["held"]);
    const retry = async () => {
      await bench.store.retryMirror(bench.database.mirrors[0]?.id ?? "");
      await bench.quiet();
    };
    await retry();
    expect(bench.states()).toEqual(["held"]);
    bench.requestor.canHoldInternal = true;
    await retry();
    expect(bench.requestor.mirrorsOn(requestorTicket).map(({ visibility }) => visibility)).toEqual(["internal"]);
  });

  it("reads content and visibility again when a person retries, however young the copy (P3)", async () => {
    await bench.engine();
    bench.requestor.faults.push("refused");
    const written = bench.superoffice.write(superofficeTicket, "was public");
    await bench.clock.until("it is held", () => bench.states().includes("held"));
    bench.superoffice.replace(written.id, { visibility: "internal", content: { format: "plain", text: "edited" } });
    await bench.store.retryMirror(bench.database.mirrors[0]?.id ?? "");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["edited"]);
    expect(bench.requestor.mirrorsOn(requestorTicket)[0]?.visibility).toBe("internal");
  });

  it("looks whether a refused message was stored all the same, when a person retries it (P2)", async () => {
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "before");
    await bench.clock.until("the lane has written", () => bench.states().includes("mirrored"));
    bench.requestor.faults.push("refused-but-stored");
    bench.superoffice.write(superofficeTicket, "once");
    await bench.clock.until("it is held", () => bench.states().includes("held"));
    await bench.store.retryMirror(bench.database.mirrors.find(({ state }) => state === "held")?.id ?? "");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["before", "once"]);
  });

  it("reads content and visibility again before it sends what was uncertain (P3)", async () => {
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit");
    const written = bench.superoffice.write(superofficeTicket, "was public");
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    bench.superoffice.replace(written.id, { visibility: "internal" });
    await bench.quiet();
    expect(bench.requestor.mirrorsOn(requestorTicket).map(({ visibility }) => visibility)).toEqual(["internal"]);
  });
});

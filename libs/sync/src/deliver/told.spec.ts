import { DeliveryError } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("what people are told of a delivery", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  const superofficeTrouble = async () => (await bench.store.sideStandings())[0]?.trouble;

  it("is in the log one correlation id from the capture to the target's id", async () => {
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "followed");
    await bench.quiet();
    const captured = bench.lines.find(({ message }) => message === "Captured.");
    const mirrored = bench.lines.find(({ message }) => message === "Mirrored.");
    const mirror = bench.requestor.mirrorsOn(requestorTicket)[0];
    expect(captured?.correlationId).toBeDefined();
    expect(mirrored).toMatchObject({ correlationId: captured?.correlationId, targetMessageId: mirror?.id });
  });

  it("is the same when the mirror was seen before its answer was lost, and the helpdesk counts as working again", async () => {
    await bench.engine();
    // The answer is lost after the feed has shown the mirror to the other lane.
    bench.superoffice.afterCommit = async () => {
      bench.superoffice.afterCommit = () => Promise.resolve();
      await bench.clock.sleep(1_000);
      throw new DeliveryError("SuperOffice did not answer.", { decision: "uncertain", fault: "side" });
    };
    bench.requestor.write(requestorTicket, "seen first");
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
    await bench.clock.pass(30_000);
    expect(await superofficeTrouble()).toBeNull();
    const captured = bench.lines.find(({ message }) => message === "Captured.");
    const mirror = bench.superoffice.mirrorsOn(superofficeTicket)[0];
    expect(bench.lines.find(({ message }) => message.startsWith("Mirrored"))).toMatchObject({
      correlationId: captured?.correlationId,
      targetMessageId: mirror?.id,
    });
  });

  it("is no trouble any more once a helpdesk is read and nothing was to be written since its writes were tried last", async () => {
    const engine = await bench.engine();
    const lost = new DeliveryError("SuperOffice did not answer.", { decision: "uncertain", fault: "side" });
    await engine.health.failed("superoffice", "write", lost);
    await bench.clock.pass(20_000);
    expect(await superofficeTrouble()).toBe("SuperOffice did not answer.");
    await bench.clock.pass(6 * 60_000);
    expect(await superofficeTrouble()).toBeNull();
  });
});

import { DeliveryError } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";

/** A message whose two attachments were uploaded and which was refused then, so that it is held. */
async function heldWithUploads() {
  const bench = new Bench();
  const superoffice = withAttachments(bench.superoffice, { uploads: true });
  const requestor = withAttachments(bench.requestor, { uploads: false });
  await bench.engine({ files: new FakeFiles() });
  await bench.link();
  await bench.clock.pass(15_000);
  bench.superoffice.faults.push("refused");
  const attachments = [requestor.attach("a.txt", "first"), requestor.attach("b.txt", "second")];
  bench.requestor.write(requestorTicket, "see files", { attachments });
  await bench.clock.until("held", () => bench.states().includes("held"));
  expect(superoffice.uploads).toEqual(["701", "702"]);
  return {
    bench,
    superoffice,
    retry: async () => {
      await bench.store.retryMirror(bench.database.mirrors[0]?.id ?? "");
      await bench.quiet();
      const [mirror] = bench.superoffice.mirrorsOn(superofficeTicket);
      return superoffice.held.get(mirror?.id ?? "");
    },
  };
}

const hour = 60 * 60_000;

describe("uploads of a message that waited", () => {
  it("that SuperOffice purged meanwhile are made again, and only those", async () => {
    const { bench, superoffice, retry } = await heldWithUploads();
    await bench.clock.pass(hour);
    superoffice.made.delete("702");
    expect(await retry()).toEqual(["first", "second"]);
    expect(superoffice.uploads).toEqual(["701", "702", "703"]);
    await bench.stop();
  });

  it("that stand there are looked at once and not sent again", async () => {
    const { bench, superoffice, retry } = await heldWithUploads();
    await bench.clock.pass(hour);
    bench.superoffice.faults.push("never-left", "never-left");
    expect(await retry()).toEqual(["first", "second"]);
    expect(superoffice.uploads).toEqual(["701", "702"]);
    expect(superoffice.lookedAt).toEqual(["701", "702"]);
    await bench.stop();
  });

  it("of which only the name was made long ago are begun anew", async () => {
    const { bench, superoffice, retry } = await heldWithUploads();
    const rows = [...(bench.database.attachments.get(bench.database.mirrors[0]?.id ?? "")?.values() ?? [])];
    for (const row of rows) Object.assign(row, { state: "created" });
    superoffice.made.clear();
    await bench.clock.pass(hour);
    expect(await retry()).toEqual(["first", "second"]);
    expect(superoffice.uploads).toEqual(["701", "702", "703", "704"]);
    await bench.stop();
  });

  it("are not doubted while they are young", async () => {
    const { bench, superoffice, retry } = await heldWithUploads();
    expect(await retry()).toEqual(["first", "second"]);
    expect(superoffice.lookedAt).toEqual([]);
    await bench.stop();
  });

  it("are looked at seldom while SuperOffice takes no messages for hours", async () => {
    const { bench, superoffice, retry } = await heldWithUploads();
    const down = new DeliveryError("It takes no messages.", { decision: "retryable", fault: "side" });
    bench.superoffice.refusal = () => down;
    await bench.store.retryMirror(bench.database.mirrors[0]?.id ?? "");
    await bench.clock.pass(3 * hour);
    expect(superoffice.lookedAt.length).toBeLessThanOrEqual(2 * 3 * 2);
    bench.superoffice.refusal = () => null;
    expect(await retry()).toEqual(["first", "second"]);
    expect(superoffice.uploads).toEqual(["701", "702"]);
    await bench.stop();
  });
});

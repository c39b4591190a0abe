import { DeliveryError, type MessageId, type TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

const feedMs = 10_000;
const refusal = "SuperOffice answered 404 to GET Archive/dynamic: no such provider";
const mayPass = "SuperOffice answered 500 to GET Archive/dynamic: no such provider";

let bench: Bench;

linkedBench((each) => (bench = each));

function edit(id: MessageId, words: string): void {
  bench.superoffice.replace(id, { content: { format: "plain", text: words }, changedAt: bench.clock.now() });
}

async function mirrored(text: string): Promise<MessageId> {
  const { id } = bench.superoffice.write(superofficeTicket, text);
  await bench.quiet();
  expect(bench.words("requestor").at(-1)).toBe(text);
  return id;
}

/** Counts the listings of SuperOffice's tickets from now on. */
function listings(): { count: number; of: Set<string> } {
  const counted = { count: 0, of: new Set<string>() };
  const list = bench.superoffice.listMessages.bind(bench.superoffice);
  bench.superoffice.listMessages = (ticketId) => {
    counted.count += 1;
    counted.of.add(ticketId);
    return list(ticketId);
  };
  return counted;
}

const linesAbout = (what: RegExp) => bench.lines.filter(({ message }) => what.test(message));

describe("an edit in SuperOffice that no webhook tells", () => {
  it("is found within two feed intervals, each time", async () => {
    await bench.engine();
    const id = await mirrored("The printr is dead.");
    for (const [n, words] of ["The printer is dead.", "The printer lives."].entries()) {
      edit(id, words);
      const done = () => bench.database.mirrors.filter(({ kind, state }) => kind === "edit" && state === "mirrored");
      await bench.clock.until("the correction stands", () => done().length === n + 1, 2 * feedMs);
    }
    expect(bench.superoffice.calls.writes).toBe(0);
  });

  it("is found after an outage and after a pause as well", async () => {
    await bench.engine();
    const id = await mirrored("one");
    bench.superoffice.readFault = new DeliveryError("SuperOffice is away.", { decision: "retryable", fault: "side" });
    edit(id, "two");
    await bench.clock.pass(60_000);
    bench.superoffice.readFault = null;
    const edits = (count: number) => () =>
      bench.database.mirrors.filter(({ kind, state }) => kind === "edit" && state === "mirrored").length === count;
    await bench.clock.until("it is found", edits(1), 11 * 60_000);
    await bench.store.setPaused("superoffice", true);
    await bench.clock.pass(2 * feedMs);
    const asked = bench.superoffice.changesAsked.length;
    edit(id, "three");
    await bench.clock.pass(10 * feedMs);
    expect(bench.superoffice.changesAsked).toHaveLength(asked);
    await bench.store.setPaused("superoffice", false);
    await bench.clock.until("it is found", edits(2), 2 * feedMs);
  });

  it("is shown and not written where the bridge only observes", async () => {
    await bench.engine({ mode: "observe" });
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.clock.pass(3 * feedMs);
    const reason = () => bench.database.mirrors[0]?.reason;
    expect(reason()).toMatch(/^Only observed/);
    const before = reason();
    edit(id, "one and a half");
    await bench.clock.until("the new text is judged", () => reason() !== before, 2 * feedMs);
    expect(reason()).toMatch(/^Only observed/);
    expect(linesAbout(/refused/)).toEqual([]);
  });
});

describe("the list of changes", () => {
  it("costs one call a feed interval for all bridges together, and no reading of tickets while nobody edits (P8)", async () => {
    for (let n = 0; n < 3; n += 1) await bench.engine();
    await bench.quiet();
    const asked = bench.superoffice.changesAsked.length;
    const listed = listings();
    await bench.clock.pass(60 * feedMs);
    const calls = bench.superoffice.changesAsked.length - asked;
    expect(calls).toBeGreaterThanOrEqual(58);
    expect(calls).toBeLessThanOrEqual(61);
    expect(listed.count).toBe(0);
  });

  it("lets no ticket be read for a new message, nor for our mirrors, which carry the time of their source", async () => {
    await bench.engine();
    await mirrored("the first one");
    await bench.clock.pass(3 * feedMs);
    const listed = listings();
    for (let n = 0; n < 5; n += 1) {
      bench.superoffice.write(superofficeTicket, `from SuperOffice ${n}`);
      bench.requestor.write(requestorTicket, `from Requestor ${n}`);
      await bench.clock.pass(6_000);
      for (const { id, changedAt } of bench.superoffice.mirrorsOn(superofficeTicket)) {
        if (changedAt === null) bench.superoffice.replace(id, { changedAt: bench.clock.now() });
      }
      await bench.clock.pass(9_000);
    }
    await bench.quiet();
    expect(bench.words("superoffice")).toHaveLength(5);
    expect(listed.count).toBe(0);
  });

  it("hints at tickets that are linked: hundreds of edits elsewhere are read page by page and no further", async () => {
    const elsewhere = Array.from({ length: 350 }, (_, n) => {
      return bench.superoffice.write(String(5_000 + n) as TicketId, `message ${n}`).id;
    });
    await bench.engine();
    const id = await mirrored("ours");
    const listed = listings();
    bench.superoffice.changesAsked.length = 0;
    edit(id, "ours, edited");
    await bench.clock.pass(5);
    for (const other of elsewhere) edit(other, "edited");
    await bench.clock.until("it is found", () => bench.states().length === 2, 2 * feedMs);
    expect(bench.superoffice.changesAsked.filter((from) => from > 0)).toEqual([100, 200, 300]);
    await bench.clock.pass(2 * feedMs);
    expect(bench.superoffice.changesAsked.filter((from) => from > 0)).toEqual([100, 200, 300]);
    expect([...listed.of]).toEqual([superofficeTicket]);
  });

  it("is not asked where edits are ignored", async () => {
    await bench.engine({ policy: { edits: "ignore" } });
    await bench.clock.pass(5 * feedMs);
    expect(bench.superoffice.changesAsked).toEqual([]);
  });

  it("that is refused is asked once in six hours, and it is said once what that means", async () => {
    bench.superoffice.changesAnswer = refusal;
    await bench.engine();
    const id = await mirrored("one");
    await bench.clock.pass(5.9 * 60 * 60_000);
    expect(bench.superoffice.changesAsked).toHaveLength(1);
    await bench.clock.pass(15 * 60_000);
    expect(bench.superoffice.changesAsked).toHaveLength(2);
    expect(linesAbout(/hourly/)).toEqual([
      {
        level: "info",
        side: "superoffice",
        message: expect.stringMatching(/an edit without a webhook.*no such provider/) as string,
      },
    ]);
    edit(id, "two");
    await bench.clock.until("it is found all the same", () => bench.states().length === 2, 61 * 60_000);
  });

  it("that is refused stands in the status until it is given or nobody wants it any more", async () => {
    const told = async () => (await bench.store.sideStandings()).find(({ side }) => side === "superoffice");
    bench.superoffice.changesAnswer = refusal;
    await bench.engine();
    await bench.clock.pass(3 * feedMs);
    expect((await told())?.changesRefused).toMatch(/found by the hourly reading.*no such provider/);
    expect((await told())?.trouble).toBeNull();
    bench.superoffice.changesAnswer = null;
    await bench.clock.pass(6.1 * 60 * 60_000);
    expect((await told())?.changesRefused).toBeNull();
    await bench.store.recordChangesRefused("superoffice", "Refused once.");
    await bench.engine({ policy: { edits: "ignore" } });
    expect((await told())?.changesRefused).toBeNull();
  });

  it("that is refused with what is also said to what just went wrong makes edits late by minutes", async () => {
    await bench.engine();
    const id = await mirrored("one");
    bench.superoffice.changesAnswer = mayPass;
    await bench.clock.pass(15_000);
    bench.superoffice.changesAnswer = null;
    await bench.clock.pass(60_000);
    edit(id, "two");
    await bench.clock.until("it is found", () => bench.states().length === 2, 5 * 60_000);
  });

  it("that is refused so for good is asked more and more seldom, and stands in the status until it is given", async () => {
    const told = async () => (await bench.store.sideStandings()).find(({ side }) => side === "superoffice");
    bench.superoffice.changesAnswer = mayPass;
    await bench.engine();
    await bench.clock.pass(3 * feedMs);
    expect((await told())?.changesRefused).toMatch(/found by the hourly reading.*no such provider/);
    await bench.clock.pass(2 * 60 * 60_000);
    expect(bench.superoffice.changesAsked.length).toBeGreaterThan(4);
    expect(bench.superoffice.changesAsked.length).toBeLessThan(9);
    expect((await told())?.changesRefused).toMatch(/found by the hourly reading.*no such provider/);
    expect(linesAbout(/hourly/)).toHaveLength(1);
    bench.superoffice.changesAnswer = null;
    await bench.clock.pass(2.2 * 60 * 60_000);
    expect((await told())?.changesRefused).toBeNull();
    const asked = bench.superoffice.changesAsked.length;
    await bench.clock.pass(3 * feedMs);
    expect(bench.superoffice.changesAsked.length).toBeGreaterThan(asked);
  });

  it("that fails closes nothing, and is asked more and more seldom", async () => {
    bench.superoffice.changesAnswer = new DeliveryError("SuperOffice did not answer in time.", {
      ...{ decision: "retryable", fault: "side" },
    });
    const engine = await bench.engine();
    await mirrored("still mirrored");
    await bench.clock.pass(2 * 60 * 60_000);
    expect(engine.health.isOpen("superoffice", "read")).toBe(true);
    expect(bench.superoffice.changesAsked.length).toBeLessThan(20);
    const id = await mirrored("one");
    bench.superoffice.changesAnswer = null;
    await bench.clock.pass(11 * 60_000);
    edit(id, "two");
    await bench.clock.until("it is found", () => bench.states().length === 3, 2 * feedMs);
  });
});

import { DeliveryError, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { expect, it } from "vitest";

import { BackfillBench } from "../testing/backfill-bench.ts";
import { requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { usualOptions } from "../testing/usual-options.ts";
import { withHistory } from "../testing/with-history.ts";

const written = (bench: BackfillBench) => bench.superoffice.calls.writes + bench.requestor.calls.writes;

it("carries the whole history of a linked pair to both sides, each in its order, and needs no bridge for it", async () => {
  const bench = await withHistory();
  const run = await bench.carry();
  expect(run).toMatchObject({ state: "finished", ticketsTotal: 1, carriedBy: null });
  expect(bench.words("requestor")).toEqual(["SuperOffice 1", "SuperOffice 2", "SuperOffice 3"]);
  expect(bench.words("superoffice")).toEqual(["Requestor 1", "Requestor 2", "Requestor 3"]);
  expect(run.plan).toMatchObject({ linked: 1, toWrite: { superoffice: 3, requestor: 3 }, secondRunWrites: 0 });
  expect(run.result).toMatchObject({ ticketsDone: 1, written: { superoffice: 3, requestor: 3 }, classes: { same: 6 } });
});

it("writes nothing the second time, whatever came in between", async () => {
  const bench = await withHistory();
  await bench.carry();
  await bench.engine();
  await bench.quiet();
  const before = written(bench);
  const again = await bench.carry();
  expect(written(bench)).toBe(before);
  expect(again.plan).toMatchObject({ mirrored: 12, toWrite: { superoffice: 0, requestor: 0 } });
  await bench.stop();
});

it("plans without writing anything anywhere, not even in the database", async () => {
  const bench = await withHistory();
  const before = JSON.stringify(bench.database);
  const plan = await bench.wait("the plan", bench.backfills().plan({ ...usualOptions, adopt: true }, bench.watch));
  expect(plan).toMatchObject({
    tickets: { superoffice: 1, requestor: 1 },
    messages: { superoffice: 3, requestor: 3 },
    toWrite: { superoffice: 3, requestor: 3 },
    failedCount: 0,
    secondRunWrites: 0,
  });
  expect(plan.calls.superoffice).toBeGreaterThan(3);
  expect(plan.seconds).toBeGreaterThan(0);
  expect(written(bench)).toBe(0);
  expect(JSON.stringify(bench.database)).toBe(before);
  expect(bench.made.every(({ name }) => /^(describe|list|read)/.test(name))).toBe(true);
});

it("gives every mirror its original time and author, and notifies and mails nobody, whatever the policy says", async () => {
  const bench = new BackfillBench();
  const first = bench.superoffice.write(superofficeTicket, "From an agent", {
    author: { name: "Ann", email: "ann@x.test", role: "agent" },
  });
  const second = bench.requestor.write(requestorTicket, "From a customer");
  await bench.clock.pass(3_600_000);
  await bench.link();
  await bench.carry({}, bench.backfills({ policy: { outboundMailbox: "desk@x.test" } }));
  const sent = bench.made.flatMap(({ message }) => message ?? []);
  expect(sent.map(({ quiet, mail }) => [quiet, mail])).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
  expect(new Set(sent.map(({ createdAt }) => createdAt))).toEqual(new Set([first.createdAt, second.createdAt]));
  expect(bench.requestor.mirrorsOn(requestorTicket)[0]?.content.text).toContain("Ann");
});

it("tells of each message who may read it, also where so many are captured that no copies are kept", async () => {
  const bench = new BackfillBench();
  for (let n = 0; n < 21; n += 1) {
    bench.superoffice.write(superofficeTicket, `message ${n}`, { visibility: n % 3 === 0 ? "internal" : "public" });
  }
  await bench.clock.pass(3_600_000);
  await bench.link();
  const capture = bench.store.captureHistory.bind(bench.store);
  const seenAs: unknown[] = [];
  bench.store.captureHistory = (lease, history) => {
    for (const { copy, visibility } of history.messages.superoffice) seenAs.push(copy ?? visibility);
    return capture(lease, history);
  };
  await bench.carry();
  expect(seenAs.slice(0, 4)).toEqual(["internal", "public", "public", "internal"]);
  expect(seenAs).toHaveLength(21);
});

it("makes every call behind live traffic, but for a ticket where a live message waits", async () => {
  const bench = await withHistory();
  await bench.carry({ maxRps: 3 });
  expect(bench.made.filter(({ priority }) => priority === "live")).toEqual([]);
  // For the list and for the run.
  expect(bench.paces).toEqual([3, null, 3, null]);
});

it("hurries where a live message waits behind the history", async () => {
  const bench = await withHistory(30);
  bench.requestor.afterCommit = async () => {
    bench.requestor.afterCommit = () => Promise.resolve();
    const late = bench.superoffice.write(superofficeTicket, "Live");
    const seen = { id: late.id, createdAt: null, version: null, copy: null };
    await bench.store.capture({
      side: "superoffice",
      tickets: [{ ticketId: superofficeTicket, messages: [seen], reading: null, facts: null }],
      feedNewest: null,
      readAgoMs: 0,
      correlationId: () => "live",
    });
    // The lane yields and is loaded anew.
    await bench.clock.sleep(6_000);
  };
  await bench.carry({ from: "superoffice" });
  expect(bench.words("requestor").at(-1)).toBe("Live");
  const writes = bench.made.filter(({ name }) => name === "createMessage").map(({ priority }) => priority);
  expect(writes[0]).toBe("backfill");
  expect(writes.slice(2).every((priority) => priority === "live")).toBe(true);
  expect(bench.made.filter(({ message }) => message?.content.text.includes("Live") === true)).toMatchObject([
    { priority: "live", message: expect.not.objectContaining({ quiet: true }) as unknown },
  ]);
});

it("keeps to the window, and leaves what is outside it where it is for ever", async () => {
  const bench = new BackfillBench();
  const at: number[] = [];
  for (let n = 1; n <= 3; n += 1) {
    at.push(bench.superoffice.write(superofficeTicket, `SuperOffice ${n}`).createdAt ?? 0);
    await bench.clock.pass(60_000);
  }
  await bench.link();
  const run = await bench.carry({ from: "superoffice", since: at[1] ?? 0, until: at[2] ?? 0 });
  expect(run.plan?.skipped).toEqual([{ reason: "It is outside the time that was asked for.", count: 2 }]);
  await bench.engine();
  await bench.quiet();
  expect(bench.words("requestor")).toEqual(["SuperOffice 2"]);
  await bench.stop();
});

it("reads a pair that it links once to link it and to carry it, and looks for mirrors before it writes", async () => {
  const bench = new BackfillBench();
  for (const n of [1, 2]) bench.superoffice.write(superofficeTicket, `SuperOffice ${n}`);
  bench.requestor.write(requestorTicket, "Requestor 1");
  await bench.clock.pass(3_600_000);
  const tickets = { kind: "pairs", pairs: [{ superoffice: superofficeTicket, requestor: requestorTicket }] } as const;
  const { result } = await bench.carry({ tickets });
  expect(result).toMatchObject({ written: { superoffice: 1, requestor: 2 }, classes: { same: 3 } });
  const calls = (side: Side, name: string) => bench.made.filter((call) => call.side === side && call.name === name);
  for (const side of ["superoffice", "requestor"] as const) {
    // For the plan, for link and history, and to compare.
    expect(calls(side, "listMessages")).toHaveLength(3);
    expect(calls(side, "listMarked")).toHaveLength(1);
  }
});

it("looks for mirrors before it writes in the other direction too", async () => {
  const bench = await withHistory(2);
  await bench.carry({ from: "requestor" });
  const before = bench.made.length;
  await bench.carry({ from: "superoffice" });
  // Requestor's own messages are known as sources by now: nobody reads them for the plan.
  const looks = bench.made.slice(before).filter(({ name }) => name === "listMarked");
  expect(looks).toMatchObject([{ side: "requestor" }]);
  expect(bench.words("requestor")).toEqual(["SuperOffice 1", "SuperOffice 2"]);
});

it("links pairs that are given, and takes copies made by hand for mirrors when asked to", async () => {
  const bench = new BackfillBench();
  bench.superoffice.write(superofficeTicket, "Carried by hand");
  await bench.clock.pass(60_000);
  bench.requestor.write(requestorTicket, "Carried by hand");
  bench.superoffice.write(superofficeTicket, "Not carried");
  await bench.clock.pass(60_000);
  const pair = { superoffice: superofficeTicket, requestor: requestorTicket };
  const run = await bench.carry({ tickets: { kind: "pairs", pairs: [pair] }, adopt: true });
  expect(run.plan).toMatchObject({ toLink: 1, toAdopt: 1, lookAlike: 1, toWrite: { superoffice: 0, requestor: 1 } });
  expect(run.result).toMatchObject({ adopted: 1, written: { superoffice: 0, requestor: 1 } });
  await bench.engine();
  await bench.quiet();
  expect(bench.words("requestor")).toEqual(["Not carried"]);
  expect(bench.words("superoffice")).toEqual([]);
  await bench.stop();
});

it("creates counterparts when asked to, quietly, and carries their history", async () => {
  const bench = new BackfillBench();
  const ticketId = "900" as TicketId;
  bench.superoffice.open(ticketId, { title: "Old" });
  for (let n = 1; n <= 3; n += 1) bench.superoffice.write(ticketId, `Old ${n}`);
  await bench.clock.pass(30 * 24 * 3_600_000);
  const refused = await bench.carry({ tickets: { kind: "ids", ids: [ticketId] } });
  expect(refused.result).toMatchObject({ ticketsFailed: 1 });
  const run = await bench.carry({ from: "superoffice", createTickets: true });
  expect(run.plan).toMatchObject({ toCreate: 1, failedCount: 0 });
  expect(run.result).toMatchObject({ ticketsDone: 1, ticketsFailed: 0 });
  const [[made, { asked }] = ["", { asked: undefined }]] = bench.requestor.made();
  expect(asked?.quiet).toBe(true);
  expect(bench.story("requestor", made as TicketId)).toEqual(["Old 1", "Old 2", "Old 3"]);
  const again = await bench.carry({ from: "superoffice", createTickets: true });
  expect(again.plan).toMatchObject({ toCreate: 0, toWrite: { requestor: 0 } });
});

it("sets a ticket aside that fails, tells why, and goes on with the others", async () => {
  const bench = await withHistory();
  const missing = { superoffice: "5" as TicketId, requestor: "6" as TicketId };
  bench.superoffice.missing.add("5");
  const pairs = [missing, { superoffice: superofficeTicket, requestor: requestorTicket }];
  bench.requestor.refusal = ({ content }) =>
    content.text.endsWith("SuperOffice 2")
      ? new DeliveryError("Requestor refused the message.", { decision: "permanent", fault: "message" })
      : null;
  const backfills = bench.backfills();
  const run = await bench.carry({ tickets: { kind: "pairs", pairs } }, backfills);
  expect(run.state).toBe("finished");
  expect(run.result).toMatchObject({ ticketsDone: 1, ticketsFailed: 1, held: 1, classes: { error: 2 } });
  const lines = [];
  for await (const line of backfills.report(run.id)) lines.push(line);
  expect(lines).toMatchObject([
    { class: "error", superofficeTicketId: "5", messageId: null },
    { class: "error", superofficeTicketId: "734", side: "superoffice", messageId: expect.any(String) as MessageId },
  ]);
  expect(lines[0]?.reason).toContain("Ticket 5");
  expect(lines[1]?.reason).toContain("refused");
});

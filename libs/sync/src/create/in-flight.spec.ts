import { DeliveryError, type DeliveryErrorDetails, type TicketId } from "@ticket-bridge/helpdesk";
import { ticketCode } from "@ticket-bridge/mapping";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench } from "../testing/bench.ts";

const ticket = "800" as TicketId;
const key = { bridgeId: "bridge.test", secret: "a secret for tests" };
let bench: Bench;

beforeEach(() => {
  bench = new Bench();
});

afterEach(async () => {
  await bench.stop();
});

const creationOfSource = () => bench.store.creationOf("superoffice", ticket);

describe("while a counterpart is on its way", () => {
  it("a ticket whose title quotes it is looked at again, without another hint", async () => {
    const sides = ["superoffice", "requestor"] as const;
    const engine = await bench.engine({ creates: { targets: sides } });
    await bench.clock.pass(20_000);
    bench.requestor.faults.push("never-left", "never-left", "never-left", "never-left");
    // The quoting one would be found for the counterpart otherwise.
    bench.requestor.searchLagMs = Number.POSITIVE_INFINITY;
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Hello");
    const quoting = "850" as TicketId;
    const title = `Re: Hello [SuperOffice 800 ${ticketCode({ side: "superoffice", ticketId: ticket }, key)}]`;
    await bench.clock.until("it is known", () => bench.database.creations.length > 0);
    bench.requestor.open(quoting, { title });
    bench.requestor.write(quoting, "Quoted");
    await engine.hint("requestor", [quoting]);
    await bench.clock.pass(120_000);
    expect(await creationOfSource()).toMatchObject({ state: "linked" });
    expect(await bench.store.creationOf("requestor", quoting)).toMatchObject({ state: "held" });
  });
});

describe("a ticket that is away", () => {
  it.each([60_000, 40 * 60_000])("for %d ms gets its counterpart at the next news of it (P1)", async (away) => {
    const engine = await bench.engine({ creates: { targets: ["superoffice"] } });
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    bench.requestor.missing.add(ticket);
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(away);
    expect(await bench.store.creationOf("requestor", ticket)).toMatchObject({
      state: "pending",
      reason: expect.stringMatching(/^Ticket 800 does not exist in Requestor/) as unknown,
    });
    bench.requestor.missing.delete(ticket);
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(20_000);
    expect(await bench.store.creationOf("requestor", ticket)).toMatchObject({ state: "linked" });
  });

  it("gets its counterpart within an hour also where no news come (P1)", async () => {
    const engine = await bench.engine({ creates: { targets: ["superoffice"] } });
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    bench.requestor.missing.add(ticket);
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(5 * 60_000);
    bench.requestor.missing.delete(ticket);
    await bench.clock.pass(60 * 60_000);
    expect(await bench.store.creationOf("requestor", ticket)).toMatchObject({ state: "linked" });
  });
});

const plain = (text: string) => ({ format: "plain", text }) as const;
const textsIn = (id: string) =>
  bench.requestor.stored.filter(({ message }) => message.ticketId === id).map(({ message }) => message.content.text);
const lastLines = (id: string) => textsIn(id).map((text) => text.split("\n").at(-1));

/** A SuperOffice ticket with one message, from when its counterpart in Requestor is on its way. */
async function begin(...faults: typeof bench.requestor.faults) {
  await bench.engine({ creates: { targets: ["requestor"] } });
  await bench.clock.pass(20_000);
  bench.requestor.faults.push(...faults);
  bench.superoffice.open(ticket);
  return bench.superoffice.write(ticket, "The printr is dead");
}

describe("a search that never finds the new ticket", () => {
  beforeEach(() => {
    bench.requestor.searchLagMs = Number.POSITIVE_INFINITY;
  });

  it("makes no second one: the ticket is found by its number (P2)", async () => {
    await begin("answer-lost");
    await bench.clock.pass(400_000);
    expect(bench.requestor.made()).toHaveLength(1);
    expect(await creationOfSource()).toMatchObject({ state: "linked", attempts: 1 });
  });

  it("makes no second one after a refusal that was none either (P2)", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.requestor.faults.push("refused-but-stored");
    const contact = { name: "Jane Doe", email: "jane@example.com", role: "customer" } as const;
    bench.superoffice.open(ticket, { contact });
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(400_000);
    expect(bench.requestor.made()).toHaveLength(1);
    expect(await creationOfSource()).toMatchObject({ state: "linked", attempts: 1 });
  });

  it("makes the one that was not made, once the numbers say so", async () => {
    await begin("server-error-before-commit");
    await bench.clock.pass(400_000);
    expect(bench.requestor.made()).toHaveLength(1);
    expect(await creationOfSource()).toMatchObject({ state: "linked", attempts: 2 });
  });

  it("is for a person where the numbers cannot tell, who finds it and adopts it or has it made (P2)", async () => {
    bench.requestor.walkTells = false;
    await begin("server-error-before-commit");
    await bench.clock.pass(60 * 60_000);
    const held = await creationOfSource();
    expect(held).toMatchObject({ state: "held", attempts: 1 });
    const code = ticketCode({ side: "superoffice", ticketId: ticket }, key);
    expect(held?.reason).toContain(`Look for ${code} in Requestor`);
    await bench.store.retryCreation(held?.id ?? "");
    await bench.clock.pass(60_000);
    expect(bench.requestor.made()).toHaveLength(1);
    expect(await creationOfSource()).toMatchObject({ state: "linked" });
  });
});

describe("what happens to the first message before both tickets are linked", () => {
  it("an edit is an edit: it is corrected there, once", async () => {
    const { id } = await begin("answer-lost");
    await bench.clock.until("made", () => bench.requestor.made().length === 1);
    bench.superoffice.replace(id, { content: plain("The printer is dead"), changedAt: bench.clock.now() });
    await bench.quiet();
    const [[made = ""] = []] = bench.requestor.made();
    const [first, correction, ...others] = textsIn(made);
    expect(first).toContain("printr");
    expect(correction).toContain("The printer is dead");
    expect(others).toEqual([]);
  });

  it("an attempt of before it became internal that comes late is known for what it says (P2, P3)", async () => {
    const { id } = await begin({ commitsAfterMs: 130_000 }, "server-error-before-commit");
    await bench.clock.pass(60_000);
    bench.superoffice.replace(id, { visibility: "internal", changedAt: bench.clock.now() });
    await bench.clock.pass(400_000);
    await bench.quiet();
    const [[made = ""] = [], ...others] = bench.requestor.made();
    expect(others).toEqual([]);
    expect(lastLines(made)).toEqual(["The printr is dead"]);
    expect(bench.database.mirrors.map(({ kind, state }) => [kind, state])).toEqual([
      ["message", "mirrored"],
      ["edit", "held"],
    ]);
  });

  it("an attempt of before it became public that comes late does not stand for it (P1)", async () => {
    const { id } = await begin({ commitsAfterMs: 130_000 }, "server-error-before-commit");
    bench.superoffice.replace(id, { visibility: "internal", changedAt: bench.clock.now() });
    await bench.clock.pass(60_000);
    bench.superoffice.replace(id, { visibility: "public", changedAt: bench.clock.now() });
    await bench.clock.pass(400_000);
    await bench.quiet();
    const [[made = ""] = [], ...others] = bench.requestor.made();
    expect(others).toEqual([]);
    expect(textsIn(made)[0]).toMatch(/^\[SuperOffice ticket 800/);
    expect(lastLines(made).slice(1)).toEqual(["The printr is dead"]);
  });
});

const kinds: [string, DeliveryErrorDetails][] = [
  ["a server error in its own words", { decision: "uncertain", fault: "side", status: 500, ownErrorBody: true }],
  ["a firewall's page", { decision: "retryable", fault: "side", status: 403, ownErrorBody: false }],
];

describe.each(kinds)("a ticket whose making always meets %s", (_kind, details) => {
  const failure = new DeliveryError(`Requestor answered ${details.status ?? 0} to POST Tickets/NewTicket`, details);

  it("is held with what to do once others passed, which go on without a wait (P1)", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.requestor.ticketRefusal = ({ title }) => (title.includes("odd") ? failure : null);
    bench.superoffice.open(ticket, { title: "odd" });
    bench.superoffice.write(ticket, "Hello");
    for (let n = 0; n < 30; n += 1) {
      const other = String(900 + n) as TicketId;
      bench.superoffice.open(other);
      bench.superoffice.write(other, "Hello");
      await bench.clock.until("the other is made", () => bench.requestor.made().length === n + 1, 30_000);
      await bench.clock.pass(30_000);
    }
    const held = await creationOfSource();
    expect(held?.state).toBe("held");
    expect(held?.reason).toMatch(new RegExp(`answered ${details.status ?? 0} .*5 times.*retry; or skip it`));
    bench.requestor.ticketRefusal = () => null;
    await bench.store.retryCreation(held?.id ?? "");
    await bench.quiet();
    expect(await creationOfSource()).toMatchObject({ state: "linked" });
  });

  it("is never held while nothing else passes", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.requestor.ticketRefusal = () => failure;
    bench.superoffice.open(ticket, { title: "odd" });
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(2 * 60 * 60_000);
    expect((await creationOfSource())?.state).not.toBe("held");
  });
});

import type { Message, OutgoingTicket, Ticket } from "@ticket-bridge/helpdesk";
import { startRequestorSimulator, type RequestorSimulator } from "@ticket-bridge/simulators";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { Requestor } from "./adapter.ts";
import { answering, json } from "./testing/answering.ts";
import { free, ticketId } from "./testing/outgoing.ts";
import { failureOf, requestorAt } from "./testing/requestor-at.ts";

const code = "k3f9a2bc7d";
const outgoing: OutgoingTicket = {
  title: `Printer is dead [SuperOffice 734 ${code}]`,
  contact: { name: "Jane Doe", email: "jane@example.com", role: "customer" },
  category: null,
  priority: null,
  firstMessage: { format: "html", text: "<p>[Jane, a line]</p>\n<p>It burns &amp; smokes</p>" },
};

describe.each(["json", "xml"] as const)("creating a ticket over %s", (wire) => {
  let simulator: RequestorSimulator;
  let requestor: Requestor & AsyncDisposable;

  beforeAll(async () => {
    simulator = await startRequestorSimulator({ searchLagMs: 200 });
    requestor = requestorAt(simulator.url, { wire });
  });
  afterEach(() => {
    for (const { id } of simulator.control.tickets()) simulator.control.removeTicket(id);
    simulator.control.faults.clear();
    simulator.control.clearRecords();
  });
  afterAll(async () => {
    await requestor[Symbol.asyncDispose]();
    await simulator.stop();
  });

  test("stores it with its first message, for the customer, and sends no e-mail", async () => {
    const created = await requestor.createTicket(outgoing, free);
    const stored = simulator.control.ticket(Number(created.id));
    expect(stored).toMatchObject({ type: "EndUserTicket", subject: outgoing.title, closed: false, ref: created.ref });
    expect(stored.isPrivateMessageSupported).toBe(true);
    expect(stored.messages).toMatchObject([
      { body: outgoing.firstMessage?.text, html: true, private: false, userFullName: "Jane Doe", outboundEmail: null },
    ]);
  });

  test("is made as the installation wants it, with the mapped service", async () => {
    const newTickets = { type: "Incident", serviceId: 7 } as const;
    await using other = requestorAt(simulator.url, { wire, newTickets });
    const made = await other.createTicket({ ...outgoing, contact: null }, free);
    expect(simulator.control.ticket(Number(made.id))).toMatchObject({ type: "Incident", serviceId: 7 });
    const mapped = await other.createTicket({ ...outgoing, category: 9 }, free);
    expect(simulator.control.ticket(Number(mapped.id)).serviceId).toBe(9);
    expect(mapped.ref).toMatch(/^INC-/);
  });

  test("an address that Requestor does not know is a refusal of this ticket", async () => {
    const contact = { name: "X", email: "nobody@example.com", role: "customer" } as const;
    const failure = await failureOf(requestor.createTicket({ ...outgoing, contact }, free));
    expect(failure).toMatchObject({ decision: "permanent", status: 400 });
    expect(failure.message).toContain("The submitter was not found.");
    expect(failure.message).not.toContain("nobody@example.com");
  });

  test("is uncertain when the answer was lost, and found by its code once the search has caught up", async () => {
    simulator.control.faults.add({ kind: "reset-after-commit", match: { method: "POST" } });
    expect(await failureOf(requestor.createTicket(outgoing, free))).toMatchObject({ decision: "uncertain" });
    expect(await requestor.findTicketsByCode(code)).toEqual([]);
    const found = () => requestor.findTicketsByCode(code);
    await expect.poll(found, { timeout: 5_000, interval: 50 }).toMatchObject([{ title: outgoing.title }]);
    expect(await requestor.findTicketsByCode("0000000000")).toEqual([]);
  });

  test("is found by its code without the search too, among the tickets made lately", async () => {
    for (const subject of ["Older", "Old"]) simulator.control.createTicket({ subject });
    simulator.control.faults.add({ kind: "reset-after-commit", match: { method: "POST" } });
    await failureOf(requestor.createTicket(outgoing, free));
    simulator.control.createTicket({ subject: "Newer" });
    const since = Date.now() - 60_000;
    const seen: (string | null)[] = [];
    const isWanted = (ticket: Ticket, first: Message | null): boolean => {
      seen.push(first?.content.text ?? null);
      return ticket.title.includes(code);
    };
    expect(await requestor.findRecentTickets(isWanted, since)).toMatchObject([{ title: outgoing.title }]);
    expect(await requestor.findRecentTickets(() => false, since)).toEqual([]);
    // Each is judged by what it begins with as well: the title may be changed by then.
    expect(seen).toContain(outgoing.firstMessage?.text);
    expect(seen).toContain(null);
  });

  test("what a counterpart is made of is read", async () => {
    const { id } = simulator.control.createTicket({ subject: "Printer", serviceId: 3 });
    const message = simulator.control.addMessage(id, { text: "help" });
    expect(await requestor.readTicketFacts(ticketId(id))).toMatchObject({
      ticket: { id: String(id), title: "Printer" },
      createdAt: Date.parse(simulator.control.ticket(id).createdUtc),
      isSpam: false,
      contact: { name: "Jane Doe", email: null, role: "customer" },
      category: 3,
      messageIds: [String(message.id)],
    });
    expect(await requestor.readTicketFacts(ticketId(99_999))).toBeNull();
  });
});

test("a ticket without a first message is never sent", async () => {
  await using conversation = await answering(json({ TicketId: 9 }));
  const { requestor, seen } = conversation;
  const failure = await failureOf(requestor.createTicket({ ...outgoing, firstMessage: null }, free));
  expect(failure).toMatchObject({ decision: "permanent", fault: "ticket" });
  expect(seen).toEqual([]);
});

test.each([{}, { TicketId: 0 }, "ok", null])("a 200 with %j leaves the creation uncertain", async (body) => {
  await using conversation = await answering(json(body));
  const failure = await failureOf(conversation.requestor.createTicket(outgoing, free));
  expect(failure.decision).toBe("uncertain");
});

test("an installation without the search says so of this ticket only", async () => {
  await using conversation = await answering(json({ Message: "No such action." }, 400));
  const failure = await failureOf(conversation.requestor.findTicketsByCode(code));
  expect(failure).toMatchObject({ decision: "retryable", fault: "ticket" });
});

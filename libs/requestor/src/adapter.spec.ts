import { startRequestorSimulator, type RequestorSimulator } from "@ticket-bridge/simulators";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Requestor } from "./adapter.ts";
import { nastyText, representable } from "./testing/nasty-text.ts";
import { failureOf, requestorAt } from "./testing/requestor-at.ts";
import { free, messageId, outgoing, ticketId } from "./testing/outgoing.ts";

const KIM = "22222222-2222-4222-8222-222222222222";

describe.each(["json", "xml"] as const)("over %s", (wire) => {
  let simulator: RequestorSimulator;
  let requestor: Requestor & AsyncDisposable;

  beforeAll(async () => {
    simulator = await startRequestorSimulator();
    requestor = requestorAt(simulator.url, { wire });
  });
  afterAll(async () => {
    await requestor[Symbol.asyncDispose]();
    await simulator.stop();
  });

  test("the account is described", async () => {
    expect(await requestor.describeAccount()).toEqual({
      id: "11111111-1111-4111-8111-111111111111",
      name: "Ticket Bridge",
      canWriteInternal: true,
    });
  });

  test("an end user's account cannot write internal messages", async () => {
    await using jane = requestorAt(simulator.url, { wire, username: "jane", password: "jane-password" });
    expect((await jane.describeAccount()).canWriteInternal).toBe(false);
    const ticket = simulator.control.createTicket({ from: "jane" });
    expect((await jane.readTicket(ticketId(ticket.id)))?.canHoldInternal).toBe(false);
  });

  test("a public message leaves as e-mail too where that was decided, with its copies (P6)", async () => {
    const { id } = simulator.control.createTicket();
    const mail = { from: "support@requestor.example", cc: ["kim@example.com", "lee@example.com"], bcc: [] };
    await requestor.createMessage(outgoing(id, { mail }), free);
    await requestor.createMessage(outgoing(id), free);
    expect(simulator.control.messages(id).map(({ outboundEmail }) => outboundEmail)).toEqual([mail, null]);
    const refused = await failureOf(requestor.createMessage(outgoing(id, { mail, visibility: "internal" }), free));
    expect(refused).toMatchObject({ decision: "permanent", fault: "message" });
  });

  test("a ticket is read by id and by its reference, which changes when the ticket is converted", async () => {
    const { id, ref } = simulator.control.createTicket({
      subject: "Tiskárna <nefunguje> & hoří",
      type: "EndUserTicket",
    });
    const ticket = {
      side: "requestor",
      id: String(id),
      ref,
      title: "Tiskárna <nefunguje> & hoří",
      visibility: "public",
      canHoldInternal: true,
      state: "open",
      mergedInto: null,
      lastChanged: null,
    };
    expect(await requestor.readTicket(ticketId(id))).toEqual(ticket);
    expect(await requestor.findTicketByReference(ref.toLowerCase())).toEqual(ticket);
    const converted = simulator.control.setTicket(id, { type: "Incident", closed: true });
    expect(await requestor.readTicket(ticketId(id))).toEqual({ ...ticket, ref: converted.ref, state: "closed" });
    expect((await requestor.findTicketByReference(converted.ref))?.id).toBe(String(id));
  });

  test("a ticket that does not support private messages cannot hold internal ones", async () => {
    const { id } = simulator.control.createTicket({ isPrivateMessageSupported: false });
    expect((await requestor.readTicket(ticketId(id)))?.canHoldInternal).toBe(false);
  });

  test("an operator who submitted a ticket himself is not called a customer", async () => {
    const { id } = simulator.control.createTicket({ from: "kim", isPrivateMessageSupported: false });
    simulator.control.addMessage(id, { from: "kim", text: "x" });
    const listing = await requestor.listMessages(ticketId(id));
    expect(listing?.messages.map(({ message }) => message?.author.role)).toEqual(["unknown"]);
  });

  test("a ticket that does not exist is null, with 404 and with 400, and none of its messages is called gone", async () => {
    await using other = requestorAt(simulator.url, { wire });
    for (const asked of [requestor, other]) {
      expect(await asked.readTicket(ticketId(999_999))).toBeNull();
      expect(await asked.listMessages(ticketId(999_999))).toBeNull();
      expect(await asked.findTicketByReference("INC-999999")).toBeNull();
      for (const call of [
        () => asked.readMessages(ticketId(999_999), [messageId(1)]),
        () => asked.listMarked(ticketId(999_999)),
      ]) {
        expect(await failureOf(call())).toMatchObject({ decision: "permanent", fault: "ticket" });
      }
    }
    const strict = await startRequestorSimulator({ unknownStatus: 400 });
    await using there = requestorAt(strict.url, { wire });
    expect(await there.readTicket(ticketId(999_999))).toBeNull();
    await strict.stop();
  });

  test("a reference that is none is not asked for, so that a number is not taken for an id", async () => {
    const { id } = simulator.control.createTicket();
    const before = simulator.control.requests();
    expect(await requestor.findTicketByReference(String(id))).toBeNull();
    expect(await requestor.findTicketByReference("../Account/GetRequestorUser")).toBeNull();
    expect(simulator.control.requests()).toEqual(before);
  });

  test("messages come whole, with visibility, author, time in UTC and deletion, whatever their order", async () => {
    const { id } = simulator.control.createTicket({ from: "jane" });
    const made = [
      simulator.control.addMessage(id, { text: "Hello\r\n  there \t" }),
      simulator.control.addMessage(id, { from: "kim", text: "<p>a &amp; b</p>", html: true, private: true }),
      simulator.control.addMessage(id, { from: "kim", text: "gone", createdUtc: "2026-01-02T03:04:05.600Z" }),
    ];
    const [first, second, third] = made.map((message) => message.id);
    simulator.control.deleteMessage(third ?? 0);
    const listing = await requestor.listMessages(ticketId(id));
    expect(listing?.ticket.id).toBe(String(id));
    const byId = new Map(listing?.messages.map((stub) => [stub.id, stub]));
    expect([...byId.keys()].sort()).toEqual([first, second, third].map(String).sort());

    expect(byId.get(messageId(first ?? 0))?.message).toMatchObject({
      side: "requestor",
      ticketId: String(id),
      visibility: "public",
      content: { format: "plain", text: "Hello\r\n  there \t" },
      author: { name: "Jane Doe", role: "customer" },
      writtenBy: "other",
      deleted: false,
      createdAt: Date.parse(made[0]?.createdUtc ?? ""),
    });
    expect(byId.get(messageId(second ?? 0))?.message).toMatchObject({
      visibility: "internal",
      content: { format: "html", text: "<p>a &amp; b</p>" },
      author: { name: "Kim Novák", role: "agent" },
      deleted: false,
    });
    expect(byId.get(messageId(third ?? 0))).toMatchObject({
      createdAt: Date.parse("2026-01-02T03:04:05.600Z"),
      message: { deleted: true },
    });
  });

  test("messages stand in no order in Requestor's answer, and all of them arrive", async () => {
    const { id } = simulator.control.createTicket();
    const ids = Array.from({ length: 30 }, (_, n) => String(simulator.control.addMessage(id, { text: `${n}` }).id));
    const listed = (await requestor.listMessages(ticketId(id)))?.messages.map((stub): string => stub.id) ?? [];
    expect(listed).not.toEqual(ids);
    expect([...listed].sort()).toEqual([...ids].sort());
  });

  test("asked messages come in the asked order, unknown ones are left out", async () => {
    const { id } = simulator.control.createTicket();
    const [a, b, c] = ["a", "b", "c"].map((text) => messageId(simulator.control.addMessage(id, { text }).id));
    if (a === undefined || b === undefined || c === undefined) throw new Error("no messages");
    const read = await requestor.readMessages(ticketId(id), [c, messageId(987_654), a]);
    expect(read.map((message) => message.content.text)).toEqual(["c", "a"]);
    expect(await requestor.readMessages(ticketId(id), [])).toEqual([]);
  });

  test("one internal message of a known ticket is read by itself and reads the same as in its ticket", async () => {
    const { id } = simulator.control.createTicket({ from: "jane" });
    const one = messageId(simulator.control.addMessage(id, { from: "kim", text: "just me", private: true }).id);
    const inTicket = (await requestor.listMessages(ticketId(id)))?.messages.find((stub) => stub.id === one)?.message;
    simulator.control.clearRecords();
    expect(await requestor.readMessages(ticketId(id), [one])).toEqual([inTicket]);
    const asked = Object.keys(simulator.control.requests());
    expect(asked.some((call) => /GetTicketUserMessage/i.test(call))).toBe(true);
    expect(asked.some((call) => /GetTicket\b/i.test(call))).toBe(false);
    expect(await requestor.readMessages(ticketId(id), [messageId(987_654)])).toEqual([]);
  });

  test("one message of a ticket not read before still knows its customer", async () => {
    await using fresh = requestorAt(simulator.url, { wire });
    const { id } = simulator.control.createTicket({ from: "jane" });
    const one = messageId(simulator.control.addMessage(id, { text: "just me" }).id);
    expect((await fresh.readMessages(ticketId(id), [one]))[0]?.author.role).toBe("customer");
  });

  test.each([
    [
      "public plain text",
      { visibility: "public", content: { format: "plain", text: 'a <b> & "c" ]]>\r\n \u{1F600} ' } },
    ],
    ["internal HTML", { visibility: "internal", content: { format: "html", text: "<p>Tajné &amp; důležité</p>" } }],
  ] as const)("%s arrives as it is and sends no e-mail", async (_what, fields) => {
    const { id } = simulator.control.createTicket();
    const created = await requestor.createMessage(outgoing(id, fields), free);
    expect(created.createdAt).toBeNull();
    const stored = simulator.control.messages(id).find((message) => String(message.id) === created.id);
    expect(stored).toMatchObject({
      body: fields.content.text,
      html: fields.content.format === "html",
      private: fields.visibility === "internal",
      outboundEmail: null,
      attachments: [],
    });
    const [read] = await requestor.readMessages(ticketId(id), [created.id]);
    expect(read).toMatchObject({ ...fields, writtenBy: "bridge" });
  });

  test("any text arrives, its visibility with it, except what XML cannot carry", async () => {
    const { id } = simulator.control.createTicket();
    await fc.assert(
      fc.asyncProperty(nastyText, fc.constantFrom("public", "internal"), async (nasty, visibility) => {
        const text = `x${nasty}`;
        const message = outgoing(id, { visibility, content: { format: "plain", text } });
        const created = await requestor.createMessage(message, free);
        const stored = simulator.control.messages(id).find((one) => String(one.id) === created.id);
        expect(stored?.private).toBe(visibility === "internal");
        expect(stored?.body).toBe(wire === "json" ? text : representable(text));
      }),
      { numRuns: 50 },
    );
  });

  test("control characters do not break a message", async () => {
    const { id } = simulator.control.createTicket();
    const text = "bell \u0007, null \u0000, half \ud83d.";
    const created = await requestor.createMessage(outgoing(id, { content: { format: "plain", text } }), free);
    const stored = simulator.control.messages(id).find((message) => String(message.id) === created.id);
    if (wire === "json") expect(stored?.body).toMatch(/^bell \u0007, null \u0000, half .\.$/);
    else expect(stored?.body).toBe("bell \uFFFD, null \uFFFD, half \uFFFD.");
  });

  test("a message of five megabytes is written and read back", async () => {
    const { id } = simulator.control.createTicket();
    const text = 'Příliš <b>žluťoučký</b> & "kůň"\n'.repeat(160_000);
    const created = await requestor.createMessage(outgoing(id, { content: { format: "plain", text } }), free);
    const [read] = await requestor.readMessages(ticketId(id), [created.id]);
    expect(read?.content.text === text).toBe(true);
  }, 60_000);

  test("a private message by an end user is refused in Requestor's own words", async () => {
    await using jane = requestorAt(simulator.url, { wire, username: "jane", password: "jane-password" });
    const { id } = simulator.control.createTicket({ from: "jane" });
    const error = await failureOf(jane.createMessage(outgoing(id, { visibility: "internal" }), free));
    expect(error).toMatchObject({ decision: "permanent", fault: "message", status: 400, ownErrorBody: true });
    expect(error.message).toContain("Only operators can send private messages.");
  });

  test("an empty 400 is a refusal too", async () => {
    const silent = await startRequestorSimulator({ emptyBadRequests: true });
    await using there = requestorAt(silent.url, { wire });
    const error = await failureOf(there.createMessage(outgoing(999_999), free));
    expect(error).toMatchObject({ decision: "permanent", fault: "message", status: 400, ownErrorBody: false });
    expect(error.message).toContain("without saying why");
    await silent.stop();
  });

  test("a wrong password concerns the side, whatever was called", async () => {
    await using wrong = requestorAt(simulator.url, { wire, password: "wrong" });
    const { id } = simulator.control.createTicket();
    for (const call of [
      () => wrong.describeAccount(),
      () => wrong.readTicket(ticketId(id)),
      () => wrong.createMessage(outgoing(id), free),
    ]) {
      expect(await failureOf(call())).toMatchObject({ decision: "retryable", fault: "side", status: 401 });
    }
    expect(simulator.control.messages(id)).toEqual([]);
  });

  test("credentials with diacritics are sent as UTF-8", async () => {
    const password = "žluťoučký kůň:€";
    const there = await startRequestorSimulator({
      users: [
        {
          username: "můstek",
          password,
          userProviderKey: KIM,
          fullName: "Můstek",
          email: "a@b.example",
          operator: true,
          administrator: false,
        },
      ],
    });
    await using bridge = requestorAt(there.url, { wire, username: "můstek", password });
    expect((await bridge.describeAccount()).name).toBe("Můstek");
    await there.stop();
  });
});

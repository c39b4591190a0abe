import type { FaultSpec } from "@ticket-bridge/simulators";
import { afterEach, describe, expect, it } from "vitest";

import { code, marker, messageIdOf, outgoing, sent, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

const batch = "POST /api/v1/Agents/Ticket/GetTicketMessageEntities";

const single = "GET /api/v1/TicketMessage/{id}";

describe.each(["current", "old"] as const)("reading a ticket, %s contract", (contract) => {
  it("gives the ticket and the ids of its messages in one call, with when they were made and changed", async () => {
    const simulator = await stage.simulator({ contract });
    const { control } = simulator;
    const ticket = control.createTicket({ title: "Printer", slevel: "External" });
    const first = control.addMessage(ticket.id, { text: "It is dead", createdAt: "2026-07-02T03:04:05.000Z" });
    const second = control.addMessage(ticket.id, { text: "We look", from: 5, slevel: "Internal" });
    const listing = await stage.adapter(simulator.url).listMessages(ticketIdOf(ticket.id));
    expect(listing?.ticket).toMatchObject({ title: "Printer", visibility: "public", state: "open", ref: null });
    expect(listing?.messages.map(({ id }) => id)).toEqual([String(first.id), String(second.id)]);
    expect(listing?.messages[0]?.createdAt).toBe(Date.UTC(2026, 6, 2, 3, 4, 5));
    expect(listing?.messages[0]?.changedAt).toEqual(expect.any(Number));
    expect(control.requests()).toEqual({ "GET /api/v1/Ticket/{id}": 1 });
  });

  it("gives each message another version when its ticket becomes internal, for then all of them are", async () => {
    const simulator = await stage.simulator({ contract });
    const { control } = simulator;
    const ticket = control.createTicket({ slevel: "External" });
    control.addMessage(ticket.id, { text: "It is dead" });
    const desk = stage.adapter(simulator.url);
    const version = async () => (await desk.listMessages(ticketIdOf(ticket.id)))?.messages[0]?.version;
    const open = await version();
    expect(await version()).toBe(open);
    control.setTicket(ticket.id, { slevel: "Internal" });
    expect(await version()).not.toBe(open);
    control.setTicket(ticket.id, { slevel: "External" });
    expect(await version()).toBe(open);
  });

  it("gives whole messages, one by its own call, several in batches", async () => {
    const simulator = await stage.simulator({ contract });
    const { control } = simulator;
    const ticket = control.createTicket({ slevel: "External", customer: { name: "Jane", email: "jane@example.com" } });
    const ids = ["a", "b", "c", "d", "e"].map((text) => messageIdOf(control.addMessage(ticket.id, { text }).id));
    const desk = stage.adapter(simulator.url, { batchSize: 2 });
    const messages = await desk.readMessages(ticketIdOf(ticket.id), [...ids].reverse());
    expect(messages.map(({ content }) => content.text)).toEqual(["e", "d", "c", "b", "a"]);
    expect(messages[0]).toMatchObject({ visibility: "public", author: { email: "jane@example.com" } });
    expect(await desk.readMessages(ticketIdOf(ticket.id), ids.slice(0, 1))).toMatchObject([{ content: { text: "a" } }]);
    expect(control.requests()).toMatchObject({ [batch]: 3, [single]: 1 });
  });
});

describe("reading", () => {
  it("is null or empty for what does not exist", async () => {
    const simulator = await stage.simulator();
    const desk = stage.adapter(simulator.url);
    expect(await desk.readTicket(ticketIdOf(99))).toBeNull();
    expect(await desk.listMessages(ticketIdOf(99))).toBeNull();
    const ticket = simulator.control.createTicket();
    expect(await desk.readMessages(ticketIdOf(ticket.id), [])).toEqual([]);
    expect(await desk.readMessages(ticketIdOf(ticket.id), [messageIdOf(98), messageIdOf(99)])).toEqual([]);
  });

  it("does not take a web server's 404 for a missing ticket", async () => {
    const simulator = await stage.simulator();
    const desk = stage.adapter(`${simulator.origin}/Elsewhere`);
    await expect(desk.readTicket(ticketIdOf(1))).rejects.toMatchObject({ decision: "retryable", fault: "side" });
    const origin = await stage.server((_request, response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end('{"Message":"No HTTP resource was found that matches the request URI."}');
    });
    await expect(stage.adapter(`${origin}/Cust1`).listMessages(ticketIdOf(1))).rejects.toMatchObject({ fault: "side" });
  });

  it.each([
    '{"Error":true,"ErrorMessage":"id 1 not found"}',
    '{"Error":true,"ErrorType":"SoNotFoundException","ErrorMessage":"..."}',
  ])("takes SuperOffice's own 404 for a missing ticket or message: %s", async (body) => {
    const origin = await stage.server((_request, response) => response.writeHead(404).end(body));
    const desk = stage.adapter(`${origin}/Cust1`);
    expect(await desk.readTicket(ticketIdOf(1))).toBeNull();
    expect(await desk.readMessages(ticketIdOf(1), [messageIdOf(2)])).toEqual([]);
    expect(await desk.readMessages(ticketIdOf(1), [messageIdOf(2), messageIdOf(3)])).toEqual([]);
  });

  const noProof: readonly (readonly [string, number, string])[] = [
    ["an empty 404", 404, ""],
    ["a gateway's 404", 404, '{"message":"Not Found"}'],
    ["the framework's 404", 404, '{"Message":"Nothing here."}'],
    ["a 404 of another kind", 404, '{"Error":true,"ErrorType":"SoSessionException","ErrorMessage":"No session"}'],
    ["204", 204, ""],
    ["null", 200, "null"],
    ["an empty 200", 200, ""],
    ["an empty object", 200, "{}"],
    ["an error with 200", 200, '{"Error":true,"ErrorType":"SoException","ErrorMessage":"Deadlock"}'],
    ["an error with 200 beside an id", 200, '{"EjMessageId":2,"TicketId":1,"Slevel":"External","Error":true}'],
  ];

  it.each(noProof)("does not take %s for a missing ticket or message", async (_name, status, body) => {
    const origin = await stage.server((_request, response) => response.writeHead(status).end(body));
    const desk = stage.adapter(`${origin}/Cust1`);
    for (const call of [
      () => desk.readTicket(ticketIdOf(1)),
      () => desk.listMessages(ticketIdOf(1)),
      () => desk.readMessages(ticketIdOf(1), [messageIdOf(2)]),
      () => desk.readMessages(ticketIdOf(1), [messageIdOf(2), messageIdOf(3)]),
      () => desk.listMarked(ticketIdOf(1)),
      () => desk.findMarked(ticketIdOf(1), marker, code),
    ]) {
      await expect(call()).rejects.toMatchObject({ decision: "retryable", fault: "side", status });
    }
  });

  it.each([
    ["another message", '{"EjMessageId":3,"Slevel":"External","Body":"x"}'],
    ["a message without its id", '{"Slevel":"External","Body":"x"}'],
    ["an id and nothing else", '{"EjMessageId":2}'],
  ])("does not take %s for the message it asked for", async (_name, body) => {
    const origin = await stage.server((request, response) => {
      response.end(request.url?.includes("Entities") ? `[${body}]` : body);
    });
    const desk = stage.adapter(`${origin}/Cust1`);
    for (const ids of [[2], [2, 4]]) {
      const read = desk.readMessages(ticketIdOf(1), ids.map(messageIdOf));
      await expect(read).rejects.toMatchObject({ decision: "retryable", fault: "side", status: 200 });
    }
  });

  it("takes another ticket's answer for no answer", async () => {
    const origin = await stage.server((_request, response) => response.end('{"TicketId":8,"Slevel":"External"}'));
    await expect(stage.adapter(`${origin}/Cust1`).readTicket(ticketIdOf(7))).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
    });
  });

  it("calls a message internal when its ticket is, or when a level is unknown", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const hidden = control.createTicket({ slevel: "Internal" });
    const open = control.createTicket({ slevel: "External" });
    const desk = stage.adapter(simulator.url);
    const inHidden = control.addMessage(hidden.id, { slevel: "External" });
    const future = control.addMessage(open.id, { slevel: "Partner", type: "Markdown", badge: "Robot", text: "hi" });
    expect(await desk.readMessages(ticketIdOf(hidden.id), [messageIdOf(inHidden.id)])).toMatchObject([
      { visibility: "internal" },
    ]);
    expect(await desk.readMessages(ticketIdOf(open.id), [messageIdOf(future.id)])).toMatchObject([
      { visibility: "internal", content: { format: "plain", text: "hi" } },
    ]);
    const strange = control.createTicket({ slevel: "Galactic", baseStatus: "Hibernating" });
    expect(await desk.readTicket(ticketIdOf(strange.id))).toMatchObject({ visibility: "internal", state: "open" });
  });

  it("shows what a merge moved with its new ticket, and where the old ticket went", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const [master, secondary] = [control.createTicket(), control.createTicket()];
    const ids = [1, 2].map(() => messageIdOf(control.addMessage(secondary.id).id));
    control.setTicket(secondary.id, { mergedInto: master.id });
    const desk = stage.adapter(simulator.url);
    expect(await desk.readTicket(ticketIdOf(secondary.id))).toMatchObject({
      state: "merged",
      mergedInto: String(master.id),
    });
    const moved = await desk.readMessages(ticketIdOf(secondary.id), ids);
    expect(moved.map(({ ticketId }) => ticketId)).toEqual([String(master.id), String(master.id)]);
  });

  it("reads singly where the batch call does not exist", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const ticket = control.createTicket();
    const ids = [1, 2, 3, 4].map(() => messageIdOf(control.addMessage(ticket.id).id));
    control.faults.add({ kind: "status", status: 404, match: { path: "/api/v1/Agents" }, times: "always" });
    const messages = await stage.adapter(simulator.url, { batchSize: 2 }).readMessages(ticketIdOf(ticket.id), ids);
    expect(messages.map(({ id }) => id)).toEqual(ids);
    expect(control.requests()).toMatchObject({ [batch]: 1, [single]: 4 });
  });

  it("asks for the ticket's level once where the messages do not tell it", async () => {
    const asked: string[] = [];
    const origin = await stage.server((request, response) => {
      asked.push(request.url ?? "");
      response.setHeader("content-type", "application/json");
      if (request.url?.includes("GetTicketMessageEntities")) {
        response.end('[{"EjMessageId":1,"Ticket":null,"Slevel":"External"},null,{"EjMessageId":2,"Slevel":2}]');
      } else if (request.url?.includes("/Ticket/7")) {
        response.end('{"TicketId":7,"Slevel":"External"}');
      } else response.end("{}");
    });
    const desk = stage.adapter(`${origin}/Cust1`);
    const messages = await desk.readMessages(ticketIdOf(7), [messageIdOf(1), messageIdOf(2)]);
    expect(messages.map(({ visibility, ticketId }) => [visibility, ticketId])).toEqual([
      ["public", "7"],
      ["public", "7"],
    ]);
    expect(asked.filter((path) => path.endsWith("/Ticket/7"))).toHaveLength(1);
  });

  it("asks for UTC with offset and JSON on every call", async () => {
    const headers: unknown[] = [];
    const origin = await stage.server((request, response) => {
      headers.push([request.headers["so-timezone"], request.headers.accept]);
      response.setHeader("content-type", "application/json").end('{"TicketId":1,"EjMessageId":2,"value":[]}');
    });
    const desk = stage.adapter(`${origin}/Cust1`);
    await desk.readTicket(ticketIdOf(1));
    await desk.newestMessageId();
    await desk.createMessage(outgoing(1), sent);
    expect(headers).toEqual(Array(3).fill(["UTC, includeTZOffset", "application/json"]));
  });

  it("tells true times whatever the tenant's own zone is", async () => {
    const simulator = await stage.simulator({ baseTimeZone: "America/New_York" });
    const ticket = simulator.control.createTicket();
    const { id } = simulator.control.addMessage(ticket.id, { createdAt: "2026-07-02T03:04:05.000Z" });
    const desk = stage.adapter(simulator.url);
    const at = Date.UTC(2026, 6, 2, 3, 4, 5);
    expect(await desk.readMessages(ticketIdOf(ticket.id), [messageIdOf(id)])).toMatchObject([{ createdAt: at }]);
    expect(await desk.readFeed(null, 10)).toMatchObject([{ createdAt: at }]);
  });
});

describe("the list of a ticket", () => {
  it.each([
    ["is missing", '{"TicketId":7,"NumMessages":3}'],
    ["holds an entry without an id", '{"TicketId":7,"Messages":[{"TicketMessageId":1},{"Author":"x"}]}'],
    ["is shorter than the ticket says", '{"TicketId":7,"NumMessages":3,"Messages":[{"TicketMessageId":1}]}'],
  ])("is read from the archive, page by page, when it %s", async (_name, entity) => {
    const asked: string[] = [];
    const origin = await stage.server((request, response) => {
      const url = new URL(request.url ?? "", "http://x");
      asked.push(url.pathname);
      response.setHeader("content-type", "application/json");
      if (!url.pathname.endsWith("/Messages")) return response.end(entity);
      const after = Number(/ticketMessageId gt (\d+)/.exec(url.searchParams.get("$filter") ?? "")?.[1] ?? 0);
      const ids = [1, 2, 3].filter((id) => id > after).slice(0, 2);
      const value = ids.map((id) => ({ PrimaryKey: String(id), ticketMessageId: id }));
      return response.end(JSON.stringify({ value, "odata.nextLink": null }));
    });
    const listing = await stage.adapter(`${origin}/Cust1`, { pageSize: 2 }).listMessages(ticketIdOf(7));
    expect(listing?.messages.map(({ id }) => id).sort()).toEqual(["1", "2", "3"]);
    expect(asked).toHaveLength(3);
  });
});

const passing: [string, FaultSpec][] = [
  ["429 without Retry-After", { kind: "status", status: 429 }],
  ["429 with a short Retry-After", { kind: "status", status: 429, retryAfter: 0.01 }],
  ["502 with HTML", { kind: "status", status: 502 }],
  ["a reset", { kind: "reset-before-commit" }],
  ["latency", { kind: "latency", ms: 50 }],
];

const failing: [string, FaultSpec][] = [
  ["500 with its own error", { kind: "status", status: 500, body: "own-error" }],
  ["500 with an empty body", { kind: "status", status: 500, body: "empty" }],
  ["503 with HTML", { kind: "status", status: 503 }],
  ["HTML with 200", { kind: "html-instead-of-json" }],
  ["somebody's JSON with 502", { kind: "status", status: 502, body: "json" }],
  ["resets", { kind: "reset-before-commit" }],
  ["no answer", { kind: "timeout-after-commit" }],
  ["offline", { kind: "offline" }],
];

describe("a read that met", () => {
  it.each(passing)("%s passes", async (name, fault) => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    simulator.control.faults.add(fault);
    const desk = stage.adapter(simulator.url);
    const read = () => desk.readTicket(ticketIdOf(ticket.id));
    if (name.includes("short Retry-After")) await expect(read()).rejects.toMatchObject({ retryAfterMs: 10 });
    expect((await read())?.id).toBe(String(ticket.id));
  });

  it.each(failing)("%s all the time is retryable, a fault of the side", async (_name, fault) => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    simulator.control.faults.add({ ...fault, times: "always" });
    const desk = stage.adapter(simulator.url, { http: stage.http(80) });
    await expect(desk.listMessages(ticketIdOf(ticket.id))).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
      ownErrorBody: "body" in fault && fault.body === "own-error",
    });
  });
});

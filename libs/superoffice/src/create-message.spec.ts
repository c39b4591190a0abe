import { inspect } from "node:util";

import { DeliveryError, type CallBudget, type CallPriority } from "@ticket-bridge/helpdesk";
import { localBudget } from "@ticket-bridge/http";
import type { FaultSpec } from "@ticket-bridge/simulators";
import { afterEach, describe, expect, it } from "vitest";

import { basic, externalId, marker, code, outgoing, sent, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

const newTicket = { title: "New", contact: null, category: null, priority: null, firstMessage: null };

async function failure(call: Promise<unknown>): Promise<DeliveryError> {
  const outcome: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof DeliveryError) return outcome;
  throw new Error("expected a DeliveryError", { cause: outcome });
}

describe.each(["current", "old"] as const)("writing a message, %s contract", (contract) => {
  it("stores what was asked, refuses notifications, and gives id and time back", async () => {
    const simulator = await stage.simulator({ contract });
    const ticket = simulator.control.createTicket({ slevel: "External" });
    const desk = stage.adapter(simulator.url);
    const created = await desk.createMessage(outgoing(ticket.id), sent);
    const [stored] = simulator.control.messages(ticket.id);
    expect(created).toEqual({ id: String(stored?.id), createdAt: Date.UTC(2026, 0, 2, 3, 4, 5), status: 200 });
    expect(stored).toMatchObject({
      slevel: "External",
      type: "Html",
      htmlBody: "<p>The printer is <b>dead</b></p>",
      author: "Jane Doe",
      messageId: externalId,
    });
    expect(simulator.control.writes()).toMatchObject([{ query: { notify: "false" }, ticketId: ticket.id }]);
  });

  it("says of an empty 400 that SuperOffice refused the message and gave no reason", async () => {
    const simulator = await stage.simulator({ contract });
    const ticket = simulator.control.createTicket({ slevel: "External" });
    simulator.control.faults.add({ kind: "status", status: 400, body: "empty" });
    const error = await failure(stage.adapter(simulator.url).createMessage(outgoing(ticket.id), sent));
    expect(error).toMatchObject({ decision: "permanent", fault: "message", status: 400, ownErrorBody: false });
    expect(error.message).toMatch(/refused the message without saying why$/);
  });

  it("asks for notifications only where the policy does (P6)", async () => {
    const simulator = await stage.simulator({ contract });
    const ticket = simulator.control.createTicket({ slevel: "External" });
    await stage.adapter(simulator.url, { notify: true }).createMessage(outgoing(ticket.id), sent);
    expect(simulator.control.writes()).toMatchObject([{ query: { notify: "true" } }]);
  });

  it("asks for no notification of history, whatever the policy says, and goes behind live traffic with all its calls", async () => {
    const simulator = await stage.simulator({ contract });
    const ticket = simulator.control.createTicket({ slevel: "External" });
    const budget = localBudget({
      ratePerSecond: 2_000,
      burstSeconds: 2,
      concurrency: 8,
      clock: () => performance.now(),
    });
    const priorities: CallPriority[] = [];
    const acquire: CallBudget["acquire"] = (priority, signal) => {
      priorities.push(priority);
      return budget.acquire(priority, signal);
    };
    const http = stage.http(2_000, { budget: { ...budget, acquire, pauseFor: () => Promise.resolve() } });
    const desk = stage.adapter(simulator.url, { notify: true, http });
    const author = { name: "Jane Doe", email: "jane@example.com", role: "customer" } as const;
    const created = await desk.createMessage(outgoing(ticket.id, { author, quiet: true }), {
      ...sent,
      priority: "backfill",
    });
    const behind = { priority: "backfill" } as const;
    await desk.listMessages(ticketIdOf(ticket.id), behind);
    await desk.readMessages(ticketIdOf(ticket.id), [created.id], behind);
    await desk.listMarked(ticketIdOf(ticket.id), behind);
    await desk.createTicket({ ...newTicket, quiet: true }, { ...sent, ...behind });
    expect(simulator.control.writes().map(({ query }) => query["notify"])).toEqual(["false", "false"]);
    expect(priorities.length).toBeGreaterThanOrEqual(6);
    expect(new Set(priorities)).toEqual(new Set(["backfill"]));
  });

  it("names the customer's person where his address is known, and asks for it once", async () => {
    const simulator = await stage.simulator({ contract });
    const ticket = simulator.control.createTicket({
      slevel: "External",
      customer: { name: "Jane Doe", email: "jane@example.com" },
    });
    const desk = stage.adapter(simulator.url);
    const customer = { name: "Jane Doe", email: "Jane@Example.com", role: "customer" } as const;
    for (const n of [1, 2, 3]) {
      await desk.createMessage(outgoing(ticket.id, { author: customer, externalId: `<${n}@bridge.example>` }), sent);
    }
    await desk.createMessage(outgoing(ticket.id, { author: { ...customer, email: "nobody@example.com" } }), sent);
    await desk.createMessage(outgoing(ticket.id, { author: { ...customer, role: "agent" } }), sent);
    const { person } = ticket;
    expect(person).not.toBeNull();
    expect(simulator.control.messages(ticket.id).map((message) => message.person)).toEqual([
      ...[person, person, person],
      ...[null, null],
    ]);
    expect(simulator.control.requests()["GET /api/v1/Person"]).toBe(2);
  });

  it("stores an internal message as Internal", async () => {
    const simulator = await stage.simulator({ contract });
    const ticket = simulator.control.createTicket({ slevel: "External" });
    await stage.adapter(simulator.url).createMessage(outgoing(ticket.id, { visibility: "internal" }), sent);
    expect(simulator.control.messages(ticket.id)).toMatchObject([{ slevel: "Internal" }]);
  });
});

describe("writing a message", () => {
  it("is permanent, a fault of the ticket, when there is no such ticket", async () => {
    const simulator = await stage.simulator();
    const error = await failure(stage.adapter(simulator.url).createMessage(outgoing(4711), sent));
    expect(error).toMatchObject({ decision: "permanent", fault: "ticket", status: 404, ownErrorBody: true });
    expect(error.message).toContain("SuperOffice answered 404 to POST TicketMessage: Ticket id 4711 not found");
  });

  it("is permanent and sends nothing when the message does not fit the call, without quoting it", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    const message = outgoing(ticket.id, { externalId: `<${"x".repeat(900)}@bridge.example>` });
    const error = await failure(stage.adapter(simulator.url).createMessage(message, sent));
    expect(error).toMatchObject({ decision: "permanent", fault: "message" });
    expect(error.message).toBe("the message does not fit SuperOffice's POST TicketMessage: MessageId");
    expect(simulator.control.requests()).toEqual({});
  });

  it("sends nothing and passes the error on when beforeBytes throws", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    const lost = new Error("lease lost");
    const write = stage.adapter(simulator.url).createMessage(outgoing(ticket.id), {
      beforeBytes: () => {
        throw lost;
      },
    });
    await expect(write).rejects.toBe(lost);
    expect(simulator.control.requests()).toEqual({});
  });

  it("never shows the message or a credential that SuperOffice quotes", async () => {
    const origin = await stage.server((request, response) => {
      const quoted = `Cannot store <p>The printer is <b>dead</b></p> for ${request.headers.authorization ?? ""}`;
      response.writeHead(500).end(JSON.stringify({ Error: true, ErrorType: "SoException", ErrorMessage: quoted }));
    });
    const desk = stage.adapter(`${origin}/Cust1`);
    const errors = [
      await failure(desk.createMessage(outgoing(1), sent)),
      await failure(desk.readTicket(ticketIdOf(1))),
    ];
    for (const error of errors) {
      expect(error.message).toContain("Cannot store");
      expect(inspect(error, { depth: null })).not.toContain(btoa(`${basic.username}:${basic.password}`).slice(0, 12));
    }
    expect(errors[0]?.message).not.toMatch(/printer|dead/);
  });

  it("carries the correlation id and calls beforeBytes once", async () => {
    let calls = 0;
    let requestId: string | undefined;
    const origin = await stage.server((request, response) => {
      requestId = request.headers["x-request-id"] as string;
      response.setHeader("content-type", "application/json").end('{"EjMessageId":12}');
    });
    const created = await stage
      .adapter(`${origin}/Cust1`)
      .createMessage(outgoing(1), { beforeBytes: () => (calls += 1), correlationId: "m-1" });
    expect(created).toEqual({ id: "12", createdAt: null, status: 200 });
    expect([calls, requestId]).toEqual([1, "m-1"]);
  });

  it("reads the documented answer, whose Ticket and CreatedBy are null and whose time has an offset", async () => {
    const origin = await stage.server((_request, response) => {
      response.end(
        '{"EjMessageId":640,"Ticket":null,"CreatedAt":"2020-12-08T14:13:49.3836927+01:00","CreatedBy":null,' +
          '"Author":"porro","Slevel":"External","Type":"Html","Person":null,"TableRight":null}',
      );
    });
    expect(await stage.adapter(`${origin}/Cust1`).createMessage(outgoing(1), sent)).toEqual({
      id: "640",
      createdAt: Date.UTC(2020, 11, 8, 13, 13, 49, 383),
      status: 200,
    });
  });

  it.each([
    ["an id as text", '{"EjMessageId":"12","Slevel":"NewLevel"}', "12"],
    ["no id", '{"EjMessageId":0}', null],
    ["nothing", "null", null],
    ["a list", "[1]", null],
    ["a truncated object", '{"EjMessageId":12', null],
    ["an empty body", "", null],
    ["an HTML page", "<html>Sign in</html>", null],
  ])("reads %s in the answer, and without a usable id the write is uncertain", async (_name, body, id) => {
    const origin = await stage.server((_request, response) => response.end(body));
    const write = stage.adapter(`${origin}/Cust1`).createMessage(outgoing(1), sent);
    if (id !== null) expect((await write).id).toBe(id);
    else expect(await failure(write)).toMatchObject({ decision: "uncertain", fault: "side", status: 200 });
  });
});

const before: [string, FaultSpec, string, string, number][] = [
  ["429", { kind: "status", status: 429, retryAfter: 0.01 }, "retryable", "side", 0],
  ["401", { kind: "unauthorized" }, "retryable", "side", 0],
  ["403", { kind: "status", status: 403, body: "own-error" }, "permanent", "ticket", 0],
  ["404 with HTML, as while a server starts", { kind: "status", status: 404 }, "retryable", "side", 0],
  ["413", { kind: "status", status: 413 }, "permanent", "message", 0],
  ["500 with its own error", { kind: "status", status: 500, body: "own-error" }, "uncertain", "side", 0],
  ["500 with HTML", { kind: "status", status: 500 }, "uncertain", "side", 0],
  ["502 with HTML", { kind: "status", status: 502 }, "uncertain", "side", 0],
  ["503 with HTML", { kind: "status", status: 503 }, "uncertain", "side", 0],
  ["offline", { kind: "offline" }, "uncertain", "side", 0],
  ["reset before the commit", { kind: "reset-before-commit" }, "uncertain", "side", 0],
  ["reset after the commit", { kind: "reset-after-commit" }, "uncertain", "side", 1],
  ["timeout after the commit", { kind: "timeout-after-commit" }, "uncertain", "side", 1],
  ["500 after the commit", { kind: "status", status: 500, point: "after-commit" }, "uncertain", "side", 1],
  ["HTML with 200 before the commit", { kind: "html-instead-of-json" }, "uncertain", "side", 0],
  ["HTML with 200 after the commit", { kind: "html-instead-of-json", point: "after-commit" }, "uncertain", "side", 1],
];

describe("a write that met", () => {
  it.each(before)(
    "%s is judged, never repeated, and found again if stored",
    async (_name, fault, decision, at, stored) => {
      const simulator = await stage.simulator();
      const ticket = simulator.control.createTicket({ slevel: "External" });
      const desk = stage.adapter(simulator.url, { http: stage.http(300) });
      simulator.control.faults.add({ ...fault, match: { method: "POST" } });
      const error = await failure(desk.createMessage(outgoing(ticket.id), sent));
      expect(error).toMatchObject({ decision, fault: at });
      expect(error.message).not.toContain("printer");
      expect(simulator.control.requests()["POST /api/v1/TicketMessage"]).toBe(1);
      expect(simulator.control.messages(ticket.id)).toHaveLength(stored);
      simulator.control.faults.clear();
      const found = await desk.findMarked(ticketIdOf(ticket.id), marker, code);
      expect(found.map(({ id }) => id)).toEqual(simulator.control.messages(ticket.id).map(({ id }) => String(id)));
    },
  );

  it("latency below the timeout only takes longer", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    simulator.control.faults.add({ kind: "latency", ms: 80 });
    await stage.adapter(simulator.url).createMessage(outgoing(ticket.id), sent);
    expect(simulator.control.messages(ticket.id)).toHaveLength(1);
  });

  it("an abort after the bytes left is uncertain", async () => {
    const simulator = await stage.simulator();
    const ticket = simulator.control.createTicket();
    simulator.control.faults.add({ kind: "timeout-after-commit" });
    const controller = new AbortController();
    const write = failure(
      stage.adapter(simulator.url).createMessage(outgoing(ticket.id), { ...sent, signal: controller.signal }),
    );
    await simulator.control.waitFor((control) => control.writes().length === 1);
    controller.abort(new Error("stopping"));
    expect(await write).toMatchObject({ decision: "uncertain" });
  });
});

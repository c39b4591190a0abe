import { describe, expect, it } from "vitest";

import type { FaultSpec } from "./faults.ts";
import { FaultPlan } from "./faults.ts";
import { requestor } from "./testing/requestor.ts";
import { superOffice } from "./testing/superoffice.ts";
import type { Client } from "./testing/superoffice.ts";

const PATH = "/api/v1/TicketMessage";

async function withTicket(
  fault?: FaultSpec,
): Promise<{ client: Client; ticketId: number; post: (init?: RequestInit) => ReturnType<Client["call"]> }> {
  const client = await superOffice();
  const { id } = client.control.createTicket();
  if (fault) client.control.faults.add({ match: { method: "POST", path: PATH }, ...fault });
  const post = (init?: RequestInit) =>
    client.call("POST", "/TicketMessage", { Ticket: { TicketId: id }, Body: "x" }, init);
  return { client, ticketId: id, post };
}

const basic = {
  authorization: `Basic ${btoa("bridge:bridge-password")}`,
  "content-type": "application/json",
};

describe("a fault over a real socket", () => {
  it("latency delays the answer and nothing else", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "latency", ms: 80 });
    const started = performance.now();
    expect((await post()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
    expect(client.control.messages(ticketId)).toHaveLength(1);
  });

  it("reset before the commit stores nothing", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "reset-before-commit" });
    await expect(post()).rejects.toThrow("fetch failed");
    expect(client.control.messages(ticketId)).toEqual([]);
    expect(client.control.writes()).toEqual([]);
    expect((await post()).status).toBe(200);
  });

  it("reset after the commit stores the message and delivers no answer", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "reset-after-commit" });
    await expect(post()).rejects.toThrow("fetch failed");
    expect(client.control.messages(ticketId)).toHaveLength(1);
    expect(client.control.writes()).toMatchObject([{ ticketId, delivered: false }]);
  });

  it("timeout after the commit holds the connection until the client leaves", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "timeout-after-commit" });
    const leaving = new AbortController();
    const posted = post({ headers: basic, signal: leaving.signal });
    await client.control.waitFor((c) => c.writes().length === 1);
    leaving.abort();
    await expect(posted).rejects.toThrow("abort");
    expect(client.control.messages(ticketId)).toHaveLength(1);
    expect(client.control.writes()).toMatchObject([{ delivered: false }]);
  });

  it("late commit stores the message some time after the client has gone", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "late-commit", ms: 60 });
    const leaving = new AbortController();
    const posted = post({ headers: basic, signal: leaving.signal });
    await client.control.waitFor((c) => Object.keys(c.requests()).length === 1);
    leaving.abort();
    await expect(posted).rejects.toThrow("abort");
    expect(client.control.messages(ticketId)).toEqual([]);
    await client.control.waitFor((c) => c.writes().length === 1);
    expect(client.control.messages(ticketId)).toHaveLength(1);
    expect(client.control.writes()).toMatchObject([{ delivered: false }]);
  });

  it("a slow server stores the message of a client that did not wait, and knows that nobody got the answer", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "latency", ms: 60 });
    const leaving = new AbortController();
    const posted = post({ headers: basic, signal: leaving.signal });
    await client.control.waitFor((c) => Object.keys(c.requests()).length === 1);
    leaving.abort();
    await expect(posted).rejects.toThrow("abort");
    await client.control.waitFor((c) => c.writes()[0]?.delivered === false);
    expect(client.control.messages(ticketId)).toHaveLength(1);
  });

  it("late commit follows a latency that the client did not wait for", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "latency", ms: 60 });
    client.control.faults.add({ kind: "late-commit", ms: 10 });
    const leaving = new AbortController();
    const posted = post({ headers: basic, signal: leaving.signal });
    await client.control.waitFor((c) => Object.keys(c.requests()).length === 1);
    leaving.abort();
    await expect(posted).rejects.toThrow("abort");
    await client.control.waitFor((c) => c.messages(ticketId).length === 1);
    expect(client.control.writes()).toMatchObject([{ delivered: false }]);
  });

  it("late commit can cut the connection itself", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "late-commit", ms: 30, reset: true });
    await expect(post()).rejects.toThrow("fetch failed");
    expect(client.control.messages(ticketId)).toEqual([]);
    await client.control.waitFor((c) => c.messages(ticketId).length === 1);
  });

  it.each([
    ["html", "text/html", "<html>"],
    ["json", "application/json", '{"error"'],
    ["own-error", "application/json", '"ErrorMessage"'],
    ["empty", null, ""],
  ] as const)("status answers with a body of %s and a Retry-After, storing nothing", async (body, type, text) => {
    const { client, ticketId, post } = await withTicket({ kind: "status", status: 429, body, retryAfter: 7 });
    const reply = await post();
    expect(reply.status).toBe(429);
    expect(reply.headers.get("retry-after")).toBe("7");
    expect(reply.headers.get("content-type")?.split(";")[0] ?? null).toBe(type);
    expect(reply.text).toContain(text);
    expect(client.control.messages(ticketId)).toEqual([]);
  });

  it("status can also lie after the commit", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "status", status: 502, point: "after-commit" });
    expect((await post()).status).toBe(502);
    expect(client.control.messages(ticketId)).toHaveLength(1);
    expect(client.control.writes()).toMatchObject([{ delivered: false }]);
  });

  it("a Retry-After can be a date", async () => {
    const date = new Date(Date.now() + 5000).toUTCString();
    const { post } = await withTicket({ kind: "status", status: 503, retryAfter: date });
    expect((await post()).headers.get("retry-after")).toBe(date);
  });

  it("HTML instead of JSON comes with 200", async () => {
    const { client, ticketId, post } = await withTicket({ kind: "html-instead-of-json" });
    const reply = await post();
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(client.control.messages(ticketId)).toEqual([]);
  });

  it("unauthorized refuses a good credential, once or for every ticket issued", async () => {
    const { client, post } = await withTicket({ kind: "unauthorized" });
    expect((await post()).status).toBe(401);
    expect((await post()).status).toBe(200);
    const ticket = { ...basic, authorization: "SOTicket 7T:YnJpZGdl==", "so-apptoken": "app-secret" };
    client.control.faults.add({ kind: "unauthorized", expireTickets: true });
    expect((await post({ headers: ticket })).status).toBe(401);
    expect((await post({ headers: ticket })).status).toBe(401);
    expect((await post()).status).toBe(200);
  });

  it("offline is 503 with HTML, and the state API tells of it until it is cleared", async () => {
    const { client, post } = await withTicket();
    client.control.faults.add({ kind: "offline", times: "always" });
    const running = async () =>
      ((await (await fetch(`${client.origin}/api/state/Cust12345`)).json()) as { IsRunning: boolean }).IsRunning;
    expect((await post()).status).toBe(503);
    expect((await client.call("GET", "/User/currentPrincipal")).headers.get("content-type")).toContain("text/html");
    expect(await running()).toBe(false);
    client.control.faults.clear();
    expect(await running()).toBe(true);
    expect((await post()).status).toBe(200);
  });

  it("hits only the ticket, method and path it names", async () => {
    const { client, ticketId, post } = await withTicket();
    const other = client.control.createTicket();
    client.control.faults.add({ kind: "status", status: 500, times: "always", match: { ticketId: other.id } });
    expect((await post()).status).toBe(200);
    expect((await client.call("GET", `/Ticket/${other.id}`)).status).toBe(500);
    expect((await client.call("GET", `/Ticket/${ticketId}`)).status).toBe(200);
    expect((await client.call("POST", "/TicketMessage", { ticket: { ticketId: other.id } })).status).toBe(500);
    client.control.faults.clear();
    client.control.faults.add({ kind: "status", status: 500, times: "always", match: { path: "/Ticket/\\d+$" } });
    expect((await client.call("GET", `/Ticket/${ticketId}/Messages`)).status).toBe(200);
    expect((await client.call("GET", `/Ticket/${ticketId}`)).status).toBe(500);
  });

  it("works at Requestor alike, in ASP.NET's manners", async () => {
    const { control, post } = await requestor();
    const { id } = control.createTicket();
    const message = { TicketId: id, Message: "x" };
    control.faults.add({ kind: "reset-after-commit", match: { ticketId: id } });
    await expect(post("/Tickets/NewMessage", message)).rejects.toThrow("fetch failed");
    expect(control.messages(id)).toHaveLength(1);
    control.faults.add({ kind: "status", status: 500, body: "own-error" });
    expect((await post("/Tickets/NewMessage", message)).json).toEqual({ Message: "An error has occurred." });
    control.faults.add({ kind: "unauthorized" });
    expect((await post("/Tickets/NewMessage", message)).status).toBe(401);
    expect(control.writes()).toMatchObject([{ ticketId: id, delivered: false }]);
  });
});

describe("the plan of faults", () => {
  const target = { method: "GET", path: "/api/v1/Ticket/1", ticketId: 1, writes: false };

  it("spends a fault after its number of times and counts its hits", () => {
    const plan = new FaultPlan();
    plan.add({ kind: "reset-before-commit", times: 2 });
    const hits = [1, 2, 3].map(() => plan.take(target).length);
    expect(hits).toEqual([1, 1, 0]);
    plan.add({ kind: "latency", ms: 1, times: "always" });
    plan.take(target);
    expect(plan.list()).toMatchObject([{ kind: "latency", hits: 1 }]);
  });

  it("spares calls by probability without spending the fault", () => {
    const rolls = [0.9, 0.1];
    const plan = new FaultPlan(() => rolls.shift() ?? 1);
    plan.add({ kind: "reset-before-commit", probability: 0.5 });
    expect([plan.take(target).length, plan.take(target).length, plan.list().length]).toEqual([0, 1, 0]);
  });

  it("gives one call every latency and one other fault, in order", () => {
    const plan = new FaultPlan();
    plan.add({ kind: "reset-before-commit" });
    plan.add({ kind: "unauthorized" });
    plan.add({ kind: "latency", ms: 5 });
    expect(plan.take(target).map(({ kind }) => kind)).toEqual(["reset-before-commit", "latency"]);
    expect(plan.take(target).map(({ kind }) => kind)).toEqual(["unauthorized"]);
  });

  it("hits the login and the state API only when it names them", () => {
    const plan = new FaultPlan();
    plan.add({ kind: "reset-before-commit", times: "always" });
    const at = (path: string) => plan.take({ method: "GET", path, ticketId: null, writes: false }).length;
    expect([at("/api/state/Cust12345"), at("/login/.well-known/jwks"), at("/api/v1/Ticket/1")]).toEqual([0, 0, 1]);
    plan.add({ kind: "latency", ms: 1, match: { path: "/login/" } });
    expect(at("/Login/api/PartnerSystemUser/Authenticate")).toBe(1);
  });

  it("refuses an unknown kind and a broken pattern", () => {
    const plan = new FaultPlan();
    expect(() => plan.add({ kind: "earthquake" } as unknown as FaultSpec)).toThrow(TypeError);
    expect(() => plan.add({ kind: "unauthorized", match: { path: "(" } })).toThrow(TypeError);
  });
});

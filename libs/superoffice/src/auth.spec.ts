import { inspect } from "node:util";

import { DeliveryError } from "@ticket-bridge/helpdesk";
import { SUPEROFFICE_DEFAULTS } from "@ticket-bridge/simulators";
import { afterEach, describe, expect, it } from "vitest";

import type { SuperOfficeAuth } from "./auth.ts";
import { basic, outgoing, sent, Stage, ticketIdOf } from "./testing/desk.ts";
import { systemUserAuth, systemUserTenant } from "./testing/keys.ts";

const stage = new Stage();
afterEach(() => stage.end());

const login = "POST /Login/api/PartnerSystemUser/Authenticate";
const { appToken, bearerToken, ticket } = SUPEROFFICE_DEFAULTS;

const schemes: SuperOfficeAuth[] = [
  basic,
  { scheme: "bearer", token: bearerToken },
  { scheme: "ticket", token: ticket, appToken },
];

describe.each(schemes)("$scheme", (auth) => {
  it("lets the calls through and names the account", async () => {
    const simulator = await stage.simulator();
    const desk = stage.adapter(simulator.url, { auth });
    expect(await desk.describeAccount()).toEqual({ id: "42", name: "Ticket Bridge", canWriteInternal: true });
  });

  it("makes a wrong credential a fault of the side, in a sentence without it", async () => {
    const simulator = await stage.simulator();
    const wrong = auth.scheme === "basic" ? { ...auth, password: "wrong-secret" } : { ...auth, token: "wrong-secret" };
    const failure: unknown = await stage
      .adapter(simulator.url, { auth: wrong })
      .describeAccount()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject({ decision: "retryable", fault: "side", status: 401 });
    expect(String(failure)).toContain("SuperOffice answered 401 to GET User/currentPrincipal: Authentication failed");
    expect(String(failure)).not.toContain("wrong-secret");
  });
});

it("a ticket without its application token is refused", async () => {
  const simulator = await stage.simulator();
  const desk = stage.adapter(simulator.url, { auth: { scheme: "ticket", token: ticket } });
  await expect(desk.describeAccount()).rejects.toMatchObject({ status: 401 });
});

describe("system-user", () => {
  it("logs in once for many calls at the same time and keeps its ticket", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator) });
    await Promise.all([1, 2, 3, 4, 5].map(() => desk.readTicket(ticketIdOf(id))));
    await desk.readTicket(ticketIdOf(id));
    expect(simulator.control.requests()).toMatchObject({ [login]: 1, "GET /api/v1/Ticket/{id}": 6 });
  });

  it("renews a dead ticket once for all calls that meet it, writes too, and each write is stored once", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator) });
    await desk.readTicket(ticketIdOf(id));
    simulator.control.expireTickets();
    await Promise.all([1, 2, 3].map(() => desk.createMessage(outgoing(id), sent)));
    expect(simulator.control.messages(id)).toHaveLength(3);
    expect(simulator.control.requests()[login]).toBe(2);
  });

  it("renews after a 401 at any moment", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    let now = Date.now();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator), clock: () => now });
    for (let round = 0; round < 3; round += 1) {
      now += 61_000;
      simulator.control.faults.add({
        kind: "unauthorized",
        expireTickets: true,
        match: { path: "/api/v1/TicketMessage" },
      });
      await desk.createMessage(outgoing(id), sent);
    }
    expect(simulator.control.messages(id)).toHaveLength(3);
  });

  it("renews once only: a 401 to the new ticket is a fault of the side", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator) });
    simulator.control.faults.add({ kind: "unauthorized", times: "always", match: { path: "/api/v1/" } });
    await expect(desk.createMessage(outgoing(id), sent)).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
      status: 401,
    });
    expect(simulator.control.requests()).toMatchObject({ [login]: 2, "POST /api/v1/TicketMessage": 2 });
  });

  it("does not log in for each of many calls that are answered 401 although their ticket is new", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    let now = Date.now();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator), clock: () => now });
    simulator.control.faults.add({ kind: "unauthorized", times: "always", match: { path: "/api/v1/" } });
    const callAll = async () => {
      for (let call = 0; call < 5; call += 1) {
        const failure = desk.readTicket(ticketIdOf(1));
        await expect(failure).rejects.toMatchObject({ decision: "retryable", fault: "side", status: 401 });
      }
    };
    await callAll();
    expect(simulator.control.requests()[login]).toBe(2);
    now += 61_000;
    await callAll();
    expect(simulator.control.requests()[login]).toBe(3);
  });

  it("renews an older ticket after 403, but takes 403 to a fresh one for a matter of rights", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    let now = Date.now();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator), clock: () => now });
    const refuse = () =>
      simulator.control.faults.add({
        kind: "status",
        status: 403,
        body: "own-error",
        match: { path: "/api/v1/Ticket/" },
      });
    refuse();
    await expect(desk.readTicket(ticketIdOf(id))).rejects.toMatchObject({ decision: "permanent", fault: "ticket" });
    now += 61_000;
    refuse();
    expect((await desk.readTicket(ticketIdOf(id)))?.id).toBe(String(id));
    expect(simulator.control.requests()[login]).toBe(2);
  });

  it("never takes the shared account for the bridge's own", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator) });
    const { id } = simulator.control.createTicket({ slevel: "External" });
    const created = await desk.createMessage(outgoing(id), sent);
    const [message] = await desk.readMessages(ticketIdOf(id), [created.id]);
    expect(message?.writtenBy).toBe("unknown");
  });

  it("ends only its own waiting when one caller aborts during the login", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator) });
    simulator.control.faults.add({ kind: "latency", ms: 100, match: { path: "/login" } });
    const controller = new AbortController();
    const reason = new Error("stopping");
    const aborted = desk.readTicket(ticketIdOf(id), { signal: controller.signal });
    const other = desk.readTicket(ticketIdOf(id));
    await simulator.control.waitFor((control) => control.requests()[login] === 1);
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    expect((await other)?.id).toBe(String(id));
    expect(simulator.control.requests()[login]).toBe(1);
  });

  it("does not log in for a call that was aborted before", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const { id } = simulator.control.createTicket();
    const auth = systemUserAuth(simulator);
    const reason = new Error("stopping");
    const aborted = stage.adapter(simulator.url, { auth });
    await expect(aborted.readTicket(ticketIdOf(id), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    // Takes longer than the unwanted login would have taken to arrive.
    await stage.adapter(simulator.url, { auth }).readTicket(ticketIdOf(id));
    expect(simulator.control.requests()[login]).toBe(1);
  });

  it.each([
    ["the application token is wrong", { appToken: "wrong" }, "Unknown application token"],
    ["the tenant is another", { context: "Cust99999" }, "Unknown context identifier"],
    ["the system token is wrong", { systemToken: "App-other" }, "Unknown system user token"],
  ])("says what the login service said when %s, and tries again later", async (_name, more, reason) => {
    const simulator = await stage.simulator(systemUserTenant());
    let now = Date.now();
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator, more), clock: () => now });
    for (const logins of [1, 1, 1, 2]) {
      if (logins === 2) now += 30_000;
      await expect(desk.describeAccount()).rejects.toMatchObject({
        decision: "retryable",
        fault: "side",
        message: `SuperOffice's login service did not let the system user in: ${reason}`,
      });
      expect(simulator.control.requests()[login]).toBe(logins);
    }
  });

  it("says that the key cannot be used, without showing it", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator, { privateKey: "no PEM" }) });
    await expect(desk.createMessage(outgoing(1), sent)).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
      message: "the private key of the SuperOffice application cannot be used to sign",
    });
  });

  it.each([403, 404, 500])("makes a login answered %i a retryable fault of the side", async (status) => {
    const simulator = await stage.simulator(systemUserTenant());
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator) });
    simulator.control.faults.add({ kind: "status", status, match: { path: "/login" } });
    await expect(desk.createMessage(outgoing(1), sent)).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
      status,
    });
    expect(simulator.control.requests()).toEqual({ [login]: 1 });
  });

  it.each([200, 400, 500])("never shows what was signed or the application's secret, answered %i", async (status) => {
    const simulator = await stage.simulator(systemUserTenant());
    const parts: string[] = [];
    const origin = await stage.server((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const { SignedSystemToken: signed } = JSON.parse(text) as { SignedSystemToken: string };
        parts.push(...signed.split("."), appToken);
        const ErrorMessage = `No entry with ${signed} and ${appToken}`;
        response.writeHead(status).end(JSON.stringify({ IsSuccessful: false, ErrorMessage }));
      });
    });
    const desk = stage.adapter(simulator.url, { auth: systemUserAuth(simulator, { loginUrl: origin }) });
    const error: unknown = await desk.describeAccount().catch((reason: unknown) => reason);
    expect(String(error)).toContain("No entry with […]");
    const whole = inspect(error, { depth: null });
    expect(parts).toHaveLength(4);
    for (const part of parts) expect(whole).not.toContain(part.slice(0, 40));
  });

  it("makes a login or an account that is too large to read the side's fault, never a message's", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const origin = await stage.server((_request, response) => response.end("x".repeat(5_000)));
    const http = stage.http(2_000, { maxResponseBytes: 1_000 });
    const login = stage.adapter(simulator.url, { http, auth: systemUserAuth(simulator, { loginUrl: origin }) });
    const account = stage.adapter(`${origin}/Cust1`, { http });
    for (const call of [
      () => login.describeAccount(),
      () => login.createMessage(outgoing(1), sent),
      () => account.describeAccount(),
      () => account.readFeed(null, 10),
    ]) {
      await expect(call()).rejects.toMatchObject({ decision: "retryable", fault: "side" });
    }
    await expect(account.readTicket(ticketIdOf(1))).rejects.toMatchObject({ decision: "permanent", fault: "message" });
  });

  it("takes a login address with /login at its end too", async () => {
    const simulator = await stage.simulator(systemUserTenant());
    const auth = systemUserAuth(simulator, { loginUrl: `${simulator.origin}/login/` });
    expect((await stage.adapter(simulator.url, { auth }).describeAccount()).id).toBe("1");
  });
});

it("a bridge whose account is not told still reads messages, and does not ask again each time", async () => {
  const simulator = await stage.simulator();
  const { id } = simulator.control.createTicket({ slevel: "External" });
  const desk = stage.adapter(simulator.url);
  const created = await desk.createMessage(outgoing(id), sent);
  simulator.control.faults.add({ kind: "status", status: 500, times: "always", match: { path: "/api/v1/User" } });
  for (let round = 0; round < 3; round += 1) {
    expect(await desk.readMessages(ticketIdOf(id), [created.id])).toMatchObject([{ writtenBy: "other" }]);
  }
  expect(simulator.control.requests()["GET /api/v1/User/currentPrincipal"]).toBe(1);
});

import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it } from "vitest";

import { mayFollow, tenantStateUrl } from "./tenant-state.ts";
import { outgoing, sent, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

describe("a tenant that moved", () => {
  it("is followed once the state API names its new address, and a write arrives once", async () => {
    const simulator = await stage.simulator();
    const { id } = simulator.control.createTicket();
    const desk = stage.adapter(simulator.url);
    await desk.readTicket(ticketIdOf(id));
    await simulator.control.moveTenant();
    await desk.createMessage(outgoing(id), sent);
    await Promise.all([desk.readTicket(ticketIdOf(id)), desk.readTicket(ticketIdOf(id))]);
    expect(simulator.control.messages(id)).toHaveLength(1);
    expect(simulator.control.requests()["GET /api/state/{tenant}"]).toBe(1);
  });

  it("is asked for by its path alone, whatever else its address carries", async () => {
    const asked: string[] = [];
    const there = await stage.server((request, response) => {
      asked.push(request.url ?? "");
      response.end('{"TicketId":1}');
    });
    const origin = await stage.server((request, response) => {
      if (request.url?.startsWith("/api/state/")) response.end(JSON.stringify({ Api: `${there}/Cust1/?a=1#top` }));
      else response.writeHead(421).end();
    });
    expect((await stage.adapter(`${origin}/Cust1`).readTicket(ticketIdOf(1)))?.id).toBe("1");
    expect(asked).toEqual(["/Cust1/api/v1/Ticket/1"]);
  });

  it("and cannot be reached there is asked for again at its configured address, and a write arrives once", async () => {
    const arrived: string[] = [];
    const start = async () => {
      const server = http.createServer((request, response) => {
        arrived.push(request.method ?? "");
        response.end('{"TicketId":1,"EjMessageId":2}');
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    };
    const addressOf = (server: http.Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/Cust1`;
    const stop = async (server: http.Server) => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    };
    const first = await start();
    let api = addressOf(first);
    let states = 0;
    const origin = await stage.server((request, response) => {
      if (request.url?.startsWith("/api/state/")) {
        states += 1;
        response.end(JSON.stringify({ Api: api }));
      } else response.writeHead(421).end();
    });
    const desk = stage.adapter(`${origin}/Cust1`);
    await desk.readTicket(ticketIdOf(1));
    await stop(first);
    await expect(desk.createMessage(outgoing(1), sent)).rejects.toMatchObject({ decision: "retryable", fault: "side" });
    const second = await start();
    api = addressOf(second);
    await desk.createMessage(outgoing(1), sent);
    await desk.readTicket(ticketIdOf(1));
    expect(arrived).toEqual(["GET", "POST", "GET"]);
    expect(states).toBeGreaterThanOrEqual(3);
    await stop(second);
  });

  it("is not followed to a foreign host: the credential stays, and the sentence names the place", async () => {
    const elsewhere: string[] = [];
    const foreign = (await stage.server((request) => elsewhere.push(request.url ?? ""))).replace(
      "127.0.0.1",
      "0.0.0.0",
    );
    const origin = await stage.server((request, response) => {
      if (request.url?.startsWith("/api/state/")) {
        response.end(JSON.stringify({ IsRunning: true, State: "Running", Api: `${foreign}/Cust1` }));
      } else response.writeHead(421).end();
    });
    const failure = stage.adapter(`${origin}/Cust1`).createMessage(outgoing(1), sent);
    await expect(failure).rejects.toMatchObject({ decision: "retryable", fault: "side", status: 421 });
    await expect(failure).rejects.toThrow(`the tenant lives at ${foreign}`);
    expect(elsewhere).toEqual([]);
  });

  it("that the state API does not know about stays a retryable fault of the side", async () => {
    const simulator = await stage.simulator();
    simulator.control.faults.add({ kind: "status", status: 421, times: "always" });
    await expect(stage.adapter(simulator.url).readTicket(ticketIdOf(1))).rejects.toMatchObject({
      decision: "retryable",
      fault: "side",
      status: 421,
    });
  });
});

describe("a tenant that is offline", () => {
  it("says so in the sentence", async () => {
    const simulator = await stage.simulator();
    simulator.control.faults.add({ kind: "offline", times: "always" });
    const desk = stage.adapter(simulator.url);
    await expect(desk.readTicket(ticketIdOf(1))).rejects.toThrow(
      "SuperOffice answered 503 to GET Ticket/1 (an HTML page, not its own error); the tenant is offline: Offline",
    );
    await expect(desk.createMessage(outgoing(1), sent)).rejects.toMatchObject({ decision: "uncertain", status: 503 });
  });

  it("is not asked for its state while it asked for quiet", async () => {
    const simulator = await stage.simulator();
    simulator.control.faults.add({ kind: "offline", retryAfter: 30, times: "always" });
    await expect(stage.adapter(simulator.url).readTicket(ticketIdOf(1))).rejects.toMatchObject({
      retryAfterMs: 30_000,
    });
    expect(simulator.control.requests()["GET /api/state/{tenant}"]).toBeUndefined();
  });

  it("keeps a write uncertain when the caller aborts while the state is asked", async () => {
    const controller = new AbortController();
    const origin = await stage.server((request, response) => {
      if (request.url?.startsWith("/api/state/")) controller.abort(new Error("stopping"));
      else response.writeHead(503).end();
    });
    const write = stage.adapter(`${origin}/Cust1`).createMessage(outgoing(1), { ...sent, signal: controller.signal });
    await expect(write).rejects.toMatchObject({ decision: "uncertain", status: 503 });
  });
});

describe("the address of the state", () => {
  it.each([
    ["https://online3.superoffice.com/Cust12345", undefined, "https://online.superoffice.com/api/state/Cust12345"],
    ["https://sod2.superoffice.com/Cust1/", undefined, "https://sod.superoffice.com/api/state/Cust1"],
    [
      "https://sod2.superoffice.com/Cust1",
      "https://sod.superoffice.com/login",
      "https://sod.superoffice.com/api/state/Cust1",
    ],
    ["http://127.0.0.1:4711/Cust1", undefined, "http://127.0.0.1:4711/api/state/Cust1"],
    ["https://crm.company.example/netserver", undefined, null],
    ["https://online3.superoffice.com", undefined, null],
  ])("of %s", (tenant, login, expected) => {
    expect(tenantStateUrl(tenant, login)).toBe(expected);
  });
});

describe("following a tenant", () => {
  it.each([
    ["https://online3.superoffice.com/Cust1", "https://online7.superoffice.com/Cust1/", true],
    ["https://online3.superoffice.com/Cust1", "https://online7.superoffice.com/Cust1/api", true],
    ["https://online3.superoffice.com/Cust1", "https://online7.superoffice.com/Cust2", false],
    ["https://online3.superoffice.com/Cust1", "http://online7.superoffice.com/Cust1", false],
    ["https://online3.superoffice.com/Cust1", "https://sod2.superoffice.com/Cust1", false],
    ["https://online3.superoffice.com/Cust1", "https://online7.superoffice.com.evil.example/Cust1", false],
    ["https://online3.superoffice.com/Cust1", "https://online7.superoffice.com:8443/Cust1", false],
    ["https://online3.superoffice.com:8443/Cust1", "https://online7.superoffice.com:8443/Cust1", true],
    ["https://online3.superoffice.com/Cust1", "https://evil.example/Cust1", false],
    ["https://online3.superoffice.com/Cust1", "http://127.0.0.1/Cust1", false],
    ["https://crm.company.example/Cust1", "https://online7.superoffice.com/Cust1", false],
    ["http://127.0.0.1:1/Cust1", "http://localhost:2/Cust1", true],
    ["http://127.0.0.1:1/Cust1", "https://online7.superoffice.com/Cust1", false],
    ["http://127.0.0.1:1/Cust1", "no address", false],
  ])("from %s to %s: %s", (from, to, allowed) => {
    expect(mayFollow(from, to)).toBe(allowed);
  });
});

import { request } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { adminToken, BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

describe("who may call the admin API", () => {
  it("is nobody without the token", async () => {
    const unfit: Record<string, string>[] = [
      {},
      { authorization: adminToken },
      { authorization: `Basic ${btoa(`a:${adminToken}`)}` },
    ];
    for (const headers of unfit) {
      const answer = await test.call("GET", "/api/status", { token: null, headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    }
    expect((await test.call("GET", "/api/nothing", { token: null })).status).toBe(401);
    expect((await test.call("POST", "/api/links", { token: null, rawBody: "{" })).status).toBe(401);
  });

  it("is 401 for a wrong token and 429 after 20 of them in a minute, never for the right one", async () => {
    const fresh = await BridgeUnderTest.start();
    try {
      const wrong = async () => (await fresh.call("GET", "/api/status", { token: "not-the-token" })).status;
      for (let count = 0; count < 20; count += 1) expect(await wrong()).toBe(401);
      const tooMany = await fresh.call("GET", "/api/status", { token: "not-the-token" });
      expect(tooMany.status).toBe(429);
      expect(Number(tooMany.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await fresh.call("GET", "/api/status")).status).toBe(200);
      expect(await wrong()).toBe(429);
      // A missing token is no guess.
      expect((await fresh.call("GET", "/api/status", { token: null })).status).toBe(401);
    } finally {
      await fresh.stop();
    }
  });
});

describe("bad input", () => {
  it.each([
    ["POST", "/api/links"],
    ["PATCH", "/api/links/1"],
    ["DELETE", "/api/links/1"],
    ["POST", "/api/mirrors/1/retry"],
    ["POST", "/api/mirrors/1/skip"],
    ["POST", "/api/mirrors/1/adopt"],
    ["POST", "/api/sides/requestor/resume"],
  ])("is 413 above 1 MB for %s %s, also when the length is not told, and garbage is 400", async (method, path) => {
    const rawBody = JSON.stringify({ superofficeTicketId: "1".repeat(1_048_577) });
    const answer = await test.call(method, path, { rawBody });
    expect(answer).toMatchObject({ status: 413, body: { status: 413 } });
    expect(await chunked(method, path, rawBody)).toBe(413);
    const garbage = await test.call(method, path, { rawBody: "{" });
    expect(garbage).toMatchObject({ status: 400, body: { field: "body" } });
  });

  it.each(["null", '"text"', "1", "[]"])("is told to be a JSON object when it is %s", async (rawBody) => {
    for (const path of ["/api/links", "/api/sides/requestor/resume"]) {
      const answer = await test.call("POST", path, { rawBody });
      expect(answer).toMatchObject({ status: 400, body: { field: "body", detail: "must be a JSON object" } });
    }
  });

  it("is 415 for a charset that is not known, which is named as the reason", async () => {
    const headers = { "content-type": "application/json; charset=ebcdic" };
    const answer = await test.call("POST", "/api/links", { rawBody: "{}", headers });
    expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringContaining("charset") as string } });
  });

  it.each([
    ["GET", "/api/acts?name=%00", undefined, "name"],
    ["GET", "/api/attention?cause=a%00", undefined, "cause"],
    [
      "POST",
      "/api/attention/act",
      { act: "retry", filter: { cause: "a\0" }, expected: 0, fingerprint: "x" },
      "filter.cause",
    ],
    [
      "POST",
      "/api/attention/act",
      { act: "skip", reason: "\ud800", filter: {}, expected: 0, fingerprint: "x" },
      "reason",
    ],
    ["POST", "/api/alarm/acknowledge", { by: "Jane", alarms: ["1", "\0"] }, "alarms.1"],
  ])("is 400 for a text that no database holds in %s %s (%j)", async (method, path, body, field) => {
    expect(await test.call(method, path, { body })).toMatchObject({ status: 400, body: { field } });
  });

  it.each(["{", "", "{'a':1}", "\u0000", "undefined"])("is 400 for the body %j", async (rawBody) => {
    const answer = await test.call("POST", "/api/links", { rawBody });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(answer.body["field"]).toMatch(/^(body|superofficeTicketId)$/);
  });

  it("is 415 for a body of another kind", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await test.call("POST", "/api/links", { rawBody: "a=1", headers })).status).toBe(415);
  });

  it("is 404 for what is not there and 405 with the methods for what takes others", async () => {
    expect(await test.call("GET", "/api/nothing")).toMatchObject({ status: 404, body: { status: 404 } });
    expect(await test.call("GET", "/nothing", { token: null })).toMatchObject({ status: 404, body: { status: 404 } });
    expect(await test.call("GET", "/api/backfills/1")).toMatchObject({ status: 404 });
    for (const [method, path, allow] of [
      ["PUT", "/api/links", "POST, GET, HEAD"],
      ["POST", "/api/links/1", "GET, HEAD, PATCH, DELETE"],
      ["DELETE", "/api/status", "GET, HEAD"],
      ["GET", "/api/mirrors/1/retry", "POST"],
      ["GET", "/api/sides/requestor/pause", "POST"],
    ] as const) {
      const answer = await test.call(method, path);
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe(allow);
    }
    expect((await test.call("POST", "/healthz", { token: null })).status).toBe(405);
  });

  it("is answered with the request's id, which the log has too", async () => {
    const answer = await test.call("GET", "/api/links/999999");
    const requestId = answer.headers.get("x-request-id");
    expect(answer.body["requestId"]).toBe(requestId);
    expect(test.log.join("")).toContain(String(requestId));
  });

  it("does not reach the caller as a stack or the log as a token", async () => {
    await test.call("GET", "/api/status", { token: "a-wrong-token-1234" });
    const answer = await test.call("GET", "/api/links/%E0%A4%A");
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/node_modules|at /);
    const logged = test.log.join("");
    for (const secret of [adminToken, "a-wrong-token-1234", "bridge-password", "hook-secret"]) {
      expect(logged).not.toContain(secret);
    }
  });
});

describe("the API document", () => {
  it("is OpenAPI 3.1 and describes every call of the interface", async () => {
    const { status, body } = await test.call("GET", "/api/openapi.json", { token: null });
    expect(status).toBe(200);
    expect(body["openapi"]).toBe("3.1.0");
    const paths = body["paths"] as Record<string, object>;
    const calls = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.sort()).toEqual(
      [
        "POST /api/backfills",
        "GET /api/backfills",
        "POST /api/session",
        "GET /api/session",
        "DELETE /api/session",
        "GET /api/tokens",
        "POST /api/tokens",
        "DELETE /api/tokens/{id}",
        "GET /api/acts",
        "GET /api/events",
        "POST /api/mirrors/{id}/texts",
        "POST /api/links/{id}/texts",
        "GET /api/sides/superoffice/webhook",
        "POST /api/sides/superoffice/webhook",
        "GET /api/links/{id}/timeline",
        "GET /api/settings",
        "POST /api/sides/{side}/test",
        "GET /api/overview",
        "GET /api/throughput",
        "GET /api/attention",
        "POST /api/attention/act",
        "GET /api/backfills/{id}",
        "DELETE /api/backfills/{id}",
        "POST /api/backfills/{id}/stop",
        "POST /api/backfills/{id}/resume",
        "GET /api/backfills/{id}/report",
        "GET /api/audit",
        "GET /api/links/{id}/audit",
        "POST /api/links/{id}/audit",
        "POST /api/alarm/acknowledge",
        "POST /api/relearnings",
        "POST /api/relearnings/{id}/next",
        "DELETE /api/relearnings/{id}",
        "POST /api/links",
        "GET /api/links",
        "GET /api/links/{id}",
        "PATCH /api/links/{id}",
        "DELETE /api/links/{id}",
        "GET /api/mirrors",
        "GET /api/mirrors/{id}",
        "POST /api/mirrors/{id}/retry",
        "POST /api/mirrors/{id}/skip",
        "POST /api/mirrors/{id}/adopt",
        "GET /api/ticket-creations",
        "GET /api/ticket-creations/{id}",
        "POST /api/ticket-creations/{id}/retry",
        "POST /api/ticket-creations/{id}/skip",
        "POST /api/ticket-creations/{id}/adopt",
        "GET /api/status",
        "POST /api/sides/{side}/pause",
        "POST /api/sides/{side}/resume",
      ].sort(),
    );
  });

  it("has every schema that it refers to", async () => {
    const { text, body } = await test.call("GET", "/api/openapi.json", { token: null });
    const { schemas } = body["components"] as { schemas: Record<string, unknown> };
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    expect(referred.size).toBeGreaterThan(10);
    for (const name of referred) expect(Object.keys(schemas)).toContain(name);
  });
});

describe("what needs no token", () => {
  it("says that it lives and is ready, with a browser's safety headers", async () => {
    expect(await test.call("GET", "/healthz", { token: null })).toMatchObject({ status: 200 });
    const ready = await test.call("GET", "/readyz", { token: null });
    expect(ready).toMatchObject({ status: 200, body: { status: "ready" } });
    expect(ready.headers.get("content-security-policy")).toMatch(/default-src 'self'/);
    expect(ready.headers.get("x-powered-by")).toBeNull();
    // Either would lead a browser on another machine to an https that nobody serves.
    expect(ready.headers.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
    expect(ready.headers.get("strict-transport-security")).toBeNull();
  });

  it("shows a page that says where the API document is", async () => {
    const page = await test.call("GET", "/", { token: null });
    expect(page.headers.get("content-type")).toMatch(/text\/html/);
    expect(page.text).toContain("/api/openapi.json");
  });

  it("counts for Prometheus", async () => {
    const pair = await test.linkedPair();
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Counted" });
    await test.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 1, {
      timeoutMs: patienceMs,
    });
    const line = async (start: string) => {
      const { text } = await test.call("GET", "/metrics", { token: null });
      return text.split("\n").find((each) => each.startsWith(start)) ?? "";
    };
    await expect
      .poll(() => line('ticket_bridge_mirrored_total{direction="superoffice-to-requestor"}'), { timeout: patienceMs })
      .toMatch(/ 1$/);
    expect(await line('ticket_bridge_mirrored_total{direction="requestor-to-superoffice"}')).toMatch(/ 0$/);
    expect(await line('ticket_bridge_mirrors{state="mirrored"}')).toMatch(/ 1$/);
    expect(await line('ticket_bridge_delivery_seconds_count{direction="superoffice-to-requestor"}')).toMatch(/ 1$/);
    expect(await line('ticket_bridge_side_reachable{side="requestor"}')).toMatch(/ 1$/);
    expect(await line('ticket_bridge_side_paused{side="requestor"}')).toMatch(/ 0$/);
    expect(await line('ticket_bridge_budget_wait_seconds_count{side="superoffice"}')).toMatch(/ [1-9]\d*$/);
    expect(await line("ticket_bridge_oldest_waiting_seconds")).toMatch(/ 0$/);
  });
});

/** Sends the body in pieces without a Content-Length; the status of the answer. */
function chunked(method: string, path: string, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${adminToken}`,
      "content-type": "application/json",
      "transfer-encoding": "chunked",
    };
    const outgoing = request(`${test.bridge.url}${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.on("error", reject);
    outgoing.write(body.slice(0, 600_000));
    outgoing.end(body.slice(600_000));
  });
}

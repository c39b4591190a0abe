import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { adminToken, BridgeUnderTest } from "../../testing/bridge-under-test.ts";
import { fromThePage, signedIn, tokenFor } from "../../testing/people.ts";
import { rawCall } from "../../testing/raw-call.ts";
import { hashOfSession, newSessionSecret } from "./secrets.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

const hostOf = () => new URL(test.bridge.url).host;
const signIn = (headers: Record<string, string>, token = adminToken) =>
  rawCall(`${test.bridge.url}/api/session`, { method: "POST", headers, body: { token } });
const ask = async (headers: Record<string, string>) =>
  (await rawCall(`${test.bridge.url}/api/status`, { headers })).status;

describe("a sign-in", () => {
  it("is answered with who that is and a cookie that no script can read and no other site sends", async () => {
    const answer = await signIn(fromThePage(test));
    expect(answer).toMatchObject({ status: 200, body: { name: "administrator", role: "administrator" } });
    const expiresIn = Date.parse(String(answer.body["expiresAt"])) - Date.now();
    expect(Math.abs(expiresIn - 12 * 3_600_000)).toBeLessThan(60_000);
    expect(answer.headers["set-cookie"]).toEqual([
      expect.stringMatching(
        /^ticket_bridge_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/,
      ) as string,
    ]);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  it("sets a cookie for https alone when it came by https, as the proxy or the browser says", async () => {
    const secure = async (headers: Record<string, string>) =>
      (await signIn({ ...fromThePage(test), ...headers })).headers["set-cookie"]?.[0]?.endsWith("; Secure");
    expect(await secure({ "x-forwarded-proto": "https" })).toBe(true);
    expect(await secure({ "x-forwarded-proto": "https, http" })).toBe(true);
    expect(await secure({ origin: `https://${hostOf()}` })).toBe(true);
    expect(await secure({ "x-forwarded-proto": "http" })).toBe(false);
    expect(await secure({ "x-forwarded-proto": 'x"; Domain=evil.example' })).toBe(false);
  });

  it("lets a viewer and an operator in as what they are", async () => {
    for (const role of ["viewer", "operator"] as const) {
      const { name, token } = await tokenFor(test, role);
      const headers = await signedIn(test, token);
      const who = await rawCall(`${test.bridge.url}/api/session`, { headers });
      expect(who.body).toMatchObject({ name, role, expiresAt: expect.any(String) as string });
    }
    const bearer = await test.call("GET", "/api/session");
    expect(bearer.body).toEqual({ name: "administrator", role: "administrator", expiresAt: null });
  });

  it("is over after a sign-out, which takes the cookie back", async () => {
    const headers = await signedIn(test);
    const other = await signedIn(test);
    expect(await ask(headers)).toBe(200);
    const out = await rawCall(`${test.bridge.url}/api/session`, { method: "DELETE", headers });
    expect(out.status).toBe(204);
    expect(out.headers["set-cookie"]?.[0]).toMatch(/^ticket_bridge_session=; .*Max-Age=0$/);
    expect(await ask(headers)).toBe(401);
    expect(await ask(other)).toBe(200);
  });

  it("is over at once when its token is revoked, as the token is", async () => {
    const { id, token } = await tokenFor(test, "operator");
    const headers = await signedIn(test, token);
    expect(await ask(headers)).toBe(200);
    expect((await test.call("DELETE", `/api/tokens/${id}`)).status).toBe(204);
    expect(await ask(headers)).toBe(401);
    expect((await test.call("GET", "/api/status", { token })).status).toBe(401);
    expect((await signIn(fromThePage(test), token)).status).toBe(401);
  });

  it("is over when its time is", async () => {
    const secret = newSessionSecret();
    const hash = hashOfSession(secret, adminToken) ?? "";
    await test.bridge.store.createSession({ hash, tokenId: null, lifetimeMs: 1_500 });
    const headers = { cookie: `ticket_bridge_session=${secret}` };
    expect(await ask(headers)).toBe(200);
    await expect.poll(() => ask(headers), { timeout: 10_000 }).toBe(401);
  });

  it("is over when the bridge gets another admin token, and survives a restart with the same", async () => {
    const fresh = await BridgeUnderTest.start();
    try {
      const { cookie = "" } = await signedIn(fresh);
      const status = async () => (await rawCall(`${fresh.bridge.url}/api/status`, { headers: { cookie } })).status;
      await fresh.stopBridge();
      await fresh.startBridge();
      expect(await status()).toBe(200);
      await fresh.stopBridge();
      fresh.changes = () => ({ adminToken: "another-admin-token" });
      await fresh.startBridge();
      expect(await status()).toBe(401);
    } finally {
      await fresh.stop();
    }
  });
});

describe("a forged cookie", () => {
  it.each([
    ["nothing", ""],
    ["a random one", newSessionSecret()],
    ["the admin token", adminToken],
    ["what a query could be changed by", "' OR '1'='1"],
    ["a hash", "a".repeat(64)],
    ["a long one", "a".repeat(8_000)],
    ["__proto__", "__proto__"],
  ])("is 401: %s", async (_name, value) => {
    const cookie = `ticket_bridge_session=${value}`;
    expect(await ask({ cookie })).toBe(401);
  });

  it("beside the true one makes both worthless, wherever it stands", async () => {
    const { cookie = "" } = await signedIn(test);
    expect(await ask({ cookie: `theme=dark; ${cookie}; lang=en` })).toBe(200);
    expect(await ask({ cookie: `${cookie}; ticket_bridge_session=${newSessionSecret()}` })).toBe(401);
    expect(await ask({ cookie: `ticket_bridge_session=; ${cookie}` })).toBe(401);
    expect(await ask({ cookie: cookie.replace("ticket_bridge_session", "ticket_bridge_session2") })).toBe(401);
    expect(await ask({ cookie: cookie.toUpperCase() })).toBe(401);
  });

  it("does not help a wrong token, which goes first", async () => {
    const { cookie = "" } = await signedIn(test);
    expect(await ask({ cookie, authorization: "Bearer not-the-token" })).toBe(401);
    // A proxy's own sign-in is no token of ours.
    expect(await ask({ cookie, authorization: "Basic YTpi" })).toBe(200);
  });
});

describe("a request that acts by the cookie", () => {
  const acting = async (headers: Record<string, string>, path = "/api/sides/requestor/resume") =>
    (await rawCall(`${test.bridge.url}${path}`, { method: "POST", headers, body: { token: adminToken } })).status;
  const foreign = (): [string, Record<string, string>][] => [
    ["without any word of where it comes from", {}],
    ["from another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["from another site that says nothing of fetching", { origin: "https://evil.example" }],
    ["from a sibling site", { origin: test.bridge.url, "sec-fetch-site": "same-site" }],
    ["typed by a person", { origin: test.bridge.url, "sec-fetch-site": "none" }],
    ["from another port", { origin: test.bridge.url.replace(/\d+$/, "1"), "sec-fetch-site": "same-origin" }],
    ["from another port without a word of fetching", { origin: test.bridge.url.replace(/\d+$/, "1") }],
    ["from a page without an origin", { origin: "null", "sec-fetch-site": "same-origin" }],
    ["from a name that only begins alike", { origin: `http://${hostOf()}.evil.example` }],
    ["with a name in front", { origin: `http://${hostOf()}@evil.example` }],
    ["with two origins", { origin: `${test.bridge.url}, https://evil.example` }],
    ["with an origin that is a path", { origin: `${test.bridge.url}/` }],
    ["for another host", { origin: test.bridge.url, host: "evil.example", "sec-fetch-site": "same-origin" }],
  ];

  it("is 403 when it does not come from the bridge's own page, and so is a sign-in", async () => {
    const { cookie = "" } = await signedIn(test);
    for (const [name, headers] of foreign()) {
      expect({ name, status: await acting({ ...headers, cookie }) }).toEqual({ name, status: 403 });
      expect({ name, status: await acting(headers, "/api/session") }).toEqual({ name, status: 403 });
    }
  });

  it("passes from the bridge's own page, by any browser", async () => {
    const { cookie = "" } = await signedIn(test);
    const own = test.bridge.url;
    const ways: Record<string, string>[] = [
      { origin: own, "sec-fetch-site": "same-origin" },
      { origin: own },
      { "sec-fetch-site": "same-origin" },
      { origin: own.toUpperCase().replace("HTTP", "http") },
      { origin: `https://${hostOf()}` },
    ];
    for (const headers of ways) {
      expect({ ...headers, status: await acting({ ...headers, cookie }) }).toEqual({ ...headers, status: 200 });
      expect({ ...headers, status: await acting(headers, "/api/session") }).toEqual({ ...headers, status: 200 });
    }
  });

  it("does nothing when it is refused, also with another method than POST", async () => {
    const { cookie = "" } = await signedIn(test);
    const { linkId } = await test.linkedPair();
    const headers = { cookie, origin: "https://evil.example" };
    for (const method of ["DELETE", "PATCH"]) {
      const answer = await rawCall(`${test.bridge.url}/api/links/${linkId}`, {
        method,
        headers,
        body: { paused: true },
      });
      expect(answer.status).toBe(403);
    }
    expect((await test.call("GET", `/api/links/${linkId}`)).body).toMatchObject({ paused: false });
    const reading = await rawCall(`${test.bridge.url}/api/links/${linkId}`, { headers });
    expect(reading.status).toBe(200);
    expect(reading.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("needs none of that with a token, which no browser sends by itself", async () => {
    const answer = await test.call("POST", "/api/sides/requestor/resume", {
      headers: { origin: "https://evil.example" },
    });
    expect(answer.status).toBe(200);
  });
});

describe("wrong tokens", () => {
  it("are counted together, however they are tried and whoever is signed in, and never stop a right one", async () => {
    const fresh = await BridgeUnderTest.start();
    try {
      const { token } = await tokenFor(fresh, "viewer");
      const headers = await signedIn(fresh, token);
      const wrong = `tb_${"x".repeat(32)}`;
      const trySignIn = (given: string) =>
        rawCall(`${fresh.bridge.url}/api/session`, { method: "POST", headers, body: { token: given } });
      for (let count = 0; count < 10; count += 1) {
        expect((await trySignIn(wrong)).status).toBe(401);
        expect((await fresh.call("GET", "/api/status", { token: wrong })).status).toBe(401);
      }
      const tooMany = await trySignIn(wrong);
      expect(tooMany).toMatchObject({ status: 429, body: { title: "Too many wrong tokens" } });
      expect(Number(tooMany.headers["retry-after"])).toBeGreaterThan(0);
      expect((await fresh.call("GET", "/api/status", { token: wrong })).status).toBe(429);
      for (const right of [token, adminToken]) {
        expect((await trySignIn(right)).status).toBe(200);
        expect((await fresh.call("GET", "/api/status", { token: right })).status).toBe(200);
      }
      expect((await rawCall(`${fresh.bridge.url}/api/status`, { headers })).status).toBe(200);
      // What has no token or an old cookie is no guess.
      expect((await rawCall(`${fresh.bridge.url}/api/status`)).status).toBe(401);
    } finally {
      await fresh.stop();
    }
  });
});

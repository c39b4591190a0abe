import { createServer, request, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BridgeUnderTest, superofficeSecret } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;
let entrance: Server;

/** What stands in front of the bridge: PUBLIC_URL has to be known before the bridge has a port. */
beforeAll(async () => {
  entrance = createServer((asked, answer) => {
    const { hostname, port } = new URL(test.bridge.url);
    const { method, headers, url: path } = asked;
    const passed = request({ hostname, port, path, method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500);
      got.pipe(answer);
    });
    asked.pipe(passed);
  });
  entrance.listen(0, "127.0.0.1");
  await once(entrance, "listening");
  const publicUrl = `http://127.0.0.1:${(entrance.address() as AddressInfo).port}`;
  test = await BridgeUnderTest.start(() => ({ publicUrl }), { webhooks: { requireHttps: false } });
});
afterAll(async () => {
  await test.stop();
  entrance.close();
});
beforeEach(() => {
  test.superoffice.control.faults.clear();
  test.requestor.control.faults.clear();
});

describe("the settings", () => {
  it("tell what is configured and never a secret", async () => {
    const { status, body, text } = await test.call("GET", "/api/settings");
    expect(status).toBe(200);
    expect(body["settings"]).toContainEqual(
      expect.objectContaining({ name: "SUPEROFFICE_WEBHOOK_SECRET", isSecret: true, isSet: true, value: null }),
    );
    expect(body["settings"]).toContainEqual(expect.objectContaining({ name: "MODE", value: "mirror" }));
    for (const secret of [superofficeSecret, "bridge-password", "an-admin-token-for-tests"]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe("the test of a connection", () => {
  const steps = async (side: string) =>
    (await test.call("POST", `/api/sides/${side}/test`)).body["steps"] as { ok: boolean | null; sentence: string }[];

  it("goes step by step, and reads a linked ticket once there is one", async () => {
    expect((await steps("superoffice")).map(({ ok }) => ok)).toEqual([true, true, null]);
    const pair = await test.linkedPair();
    expect((await test.call("POST", "/api/sides/requestor/test")).body["failure"]).toBeNull();
    const tried = await steps("requestor");
    expect(tried.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(tried[2]?.sentence).toBe(`Ticket ${pair.requestor} was read.`);
  });

  it("says in a sentence what is wrong", async () => {
    test.superoffice.control.faults.add({ kind: "status", status: 401, body: "own-error", times: "always" });
    const { body } = await test.call("POST", "/api/sides/superoffice/test");
    const tried = body["steps"] as { ok: boolean | null; sentence: string }[];
    expect(tried.map(({ ok }) => ok)).toEqual([false, null, null]);
    expect(tried[0]?.sentence).toMatch(/SuperOffice refuses the credentials: SuperOffice answered 401/);
    expect(body["failure"]).toEqual({ cause: "credentials", reason: tried[0]?.sentence });
  });

  it("is 409 while the side is paused", async () => {
    await test.call("POST", "/api/sides/requestor/pause");
    const answer = await test.call("POST", "/api/sides/requestor/test");
    await test.call("POST", "/api/sides/requestor/resume");
    expect(answer.status).toBe(409);
  });
});

describe("SuperOffice's webhook", () => {
  it("is missing first, and active once it was registered at PUBLIC_URL, whose test call the bridge answered", async () => {
    expect((await test.call("GET", "/api/sides/superoffice/webhook")).body).toMatchObject({
      ...{ state: "missing", targetUrl: null, isSecretSet: true },
    });
    const registered = await test.call("POST", "/api/sides/superoffice/webhook");
    expect(registered).toMatchObject({ status: 200, body: { state: "active", lastError: null } });
    expect(registered.body["targetUrl"]).toBe(registered.body["wantedUrl"]);
    expect(test.superoffice.control.webhooks()).toMatchObject([{ state: "Active", secret: superofficeSecret }]);
    const again = await test.call("POST", "/api/sides/superoffice/webhook");
    expect(again.status).toBe(200);
    expect(test.superoffice.control.webhooks()).toHaveLength(1);
    expect((await test.call("GET", "/api/sides/superoffice/webhook")).body).toMatchObject({ state: "active" });
    const asked = () =>
      Object.entries(test.superoffice.control.requests())
        .filter(([name]) => /webhook/i.test(name))
        .reduce((sum, [, count]) => sum + count, 0);
    const before = asked();
    expect(before).toBeGreaterThan(0);
    for (let look = 0; look < 3; look += 1) await test.call("GET", "/api/sides/superoffice/webhook");
    expect(asked()).toBe(before);
  });

  it("is 502 with SuperOffice's words where it refuses", async () => {
    test.superoffice.control.faults.add({ kind: "status", status: 403, body: "own-error", times: "always" });
    const answer = await test.call("POST", "/api/sides/superoffice/webhook");
    expect(answer.status).toBe(502);
    expect(answer.body["detail"]).toMatch(/SuperOffice answered 403/);
  });
});

import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it } from "vitest";

import { Stage } from "./testing/desk.ts";

const stage = new Stage();
let servers: Server[] = [];
afterEach(async () => {
  await stage.end();
  for (const server of servers) server.close();
  servers = [];
});

/** Where a webhook is to call; answers with the status it is given. */
async function target(answer: { status: number }): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(answer.status).end());
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/superoffice`;
}

const name = "ticket-bridge at bridge.example.com";

describe("the webhook of the bridge", () => {
  it("is none before it is registered, and then active, once, however often it is asked for", async () => {
    const simulator = await stage.simulator({ webhooks: { requireHttps: false } });
    const desk = stage.adapter(simulator.url);
    expect(await desk.findWebhook(name)).toBeNull();
    const targetUrl = await target({ status: 200 });
    const made = await desk.registerWebhook({ name, targetUrl, secret: "one" });
    expect(made).toEqual({ id: expect.any(String) as string, targetUrl, state: "active", lastError: null });
    await desk.registerWebhook({ name, targetUrl, secret: "two" });
    expect(simulator.control.webhooks()).toMatchObject([
      { name, targetUrl, secret: "two", state: "Active", events: ["ticket.created", "ticket.changed"] },
    ]);
    expect(await desk.findWebhook(name)).toEqual(made);
  });

  it("is not taken for another one whose name begins alike", async () => {
    const simulator = await stage.simulator({ webhooks: { requireHttps: false } });
    const targetUrl = await target({ status: 200 });
    await simulator.control.registerWebhook({ name: `${name} too`, targetUrl });
    expect(await stage.adapter(simulator.url).findWebhook(name)).toBeNull();
  });

  it("is refused with SuperOffice's words when its address does not answer the test call, and the secret is not told", async () => {
    const simulator = await stage.simulator({ webhooks: { requireHttps: false } });
    const desk = stage.adapter(simulator.url);
    const refused = desk.registerWebhook({ name, targetUrl: await target({ status: 404 }), secret: "a-secret-word" });
    await expect(refused).rejects.toThrow(/did not accept the test call/);
    await expect(refused).rejects.not.toThrow(/a-secret-word/);
    expect(simulator.control.webhooks()).toEqual([]);
  });

  it("is told with its last error once SuperOffice gave up, and is active again when registered anew", async () => {
    const simulator = await stage.simulator({ webhooks: { requireHttps: false } });
    const desk = stage.adapter(simulator.url);
    const answer = { status: 200 };
    const targetUrl = await target(answer);
    await desk.registerWebhook({ name, targetUrl, secret: "one" });
    answer.status = 500;
    for (let n = 0; n < 9; n += 1) simulator.control.createTicket();
    await simulator.control.waitFor((control) => control.webhooks()[0]?.state === "TooManyErrors", {
      timeoutMs: 30_000,
    });
    expect(await desk.findWebhook(name)).toMatchObject({ state: "too-many-errors", lastError: "Status 500" });
    answer.status = 200;
    expect(await desk.registerWebhook({ name, targetUrl, secret: "one" })).toMatchObject({ state: "active" });
  }, 40_000);
});

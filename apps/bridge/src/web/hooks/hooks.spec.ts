import { request } from "node:http";

import { afterAll, beforeAll, describe, expect, it, vi, type MockInstance } from "vitest";

import type { RunningBridge } from "../../start.ts";
import {
  adminToken,
  BridgeUnderTest,
  requestorSecret,
  superofficeSecret,
  patienceMs,
} from "../../testing/bridge-under-test.ts";
import { signedByRequestor, signedBySuperOffice } from "../../testing/signed.ts";

let test: BridgeUnderTest;
let hint: MockInstance<RunningBridge["engine"]["hint"]>;
/** Every hint that reached the engine. */
const hinted = () => hint.mock.calls;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
  hint = vi.spyOn(test.bridge.engine, "hint");
});
afterAll(() => test.stop());

function event(ticketId: number, extra: object = {}): string {
  const changes = ["last_changed", "num_messages"];
  return JSON.stringify({
    Event: "ticket.changed",
    Entity: "ticket",
    PrimaryKey: ticketId,
    Changes: changes,
    ...extra,
  });
}

function post(side: "superoffice" | "requestor", rawBody: string | Uint8Array, headers: Record<string, string>) {
  return test.call("POST", `/hooks/${side}`, { rawBody, headers, token: null });
}

describe("SuperOffice's webhook", () => {
  it("makes the ticket's reading due when it is signed", async () => {
    const body = event(4711);
    const answer = await post("superoffice", body, signedBySuperOffice(body, superofficeSecret));
    expect(answer.status).toBe(200);
    await vi.waitFor(() => expect(hinted()).toContainEqual(["superoffice", ["4711"]]), patienceMs);
  });

  it("brings a message over at once, long before the next poll", async () => {
    const slow = await BridgeUnderTest.start((config) => ({
      superoffice: { ...config.superoffice, pollSeconds: 3_600 },
      requestor: { ...config.requestor, pollSeconds: 3_600 },
    }));
    try {
      const pair = await slow.linkedPair();
      // Linking lists the ticket once, the first poll after it a second time; the next comes in an hour.
      await slow.superoffice.control.waitFor((control) => (control.requests()["GET /api/v1/Ticket/{id}"] ?? 0) >= 2);
      slow.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Hello" });
      const body = event(pair.superoffice);
      const headers = signedBySuperOffice(body, superofficeSecret);
      await slow.call("POST", "/hooks/superoffice", { rawBody: body, headers, token: null });
      await slow.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 1, {
        timeoutMs: patienceMs,
      });
    } finally {
      await slow.stop();
    }
  });

  it("is 401 without a signature, with a wrong one, with another secret's, and with one of another body", async () => {
    const body = event(666);
    const forged = [
      {},
      { "x-superoffice-signature": "" },
      { "x-superoffice-signature": "c2lnbmF0dXJl" },
      signedBySuperOffice(body, "another secret"),
      signedBySuperOffice(`${body} `, superofficeSecret),
      signedByRequestor(body, superofficeSecret),
      { authorization: `Bearer ${adminToken}` },
    ];
    for (const headers of forged) {
      const answer = await post("superoffice", body, headers);
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ status: 401, title: "Not signed in" });
      expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    }
    expect(hinted().flatMap(([, tickets]) => tickets)).not.toContain("666");
  });

  it("answers a signed test call 200 and touches nothing", async () => {
    const before = hinted().length;
    const body = JSON.stringify({ Event: "test", Entity: "test", PrimaryKey: 734 });
    const headers = { "x-hook-test": "true", "x-superoffice-event": "test" };
    const signed = { ...headers, ...signedBySuperOffice(body, superofficeSecret) };
    expect((await post("superoffice", body, signed)).status).toBe(200);
    expect(
      (await post("superoffice", event(734), { ...headers, ...signedBySuperOffice(event(734), superofficeSecret) }))
        .status,
    ).toBe(200);
    expect((await post("superoffice", body, headers)).status).toBe(401);
    expect(hinted()).toHaveLength(before);
  });

  it("answers 200 to events that are no news and to tickets that nobody linked", async () => {
    const before = hinted().length;
    for (const body of [event(735, { Changes: ["id", "read_by_owner"] }), event(1, { Event: "contact.changed" })]) {
      expect((await post("superoffice", body, signedBySuperOffice(body, superofficeSecret))).status).toBe(200);
    }
    expect(hinted()).toHaveLength(before);
    const unknown = event(999_999);
    expect((await post("superoffice", unknown, signedBySuperOffice(unknown, superofficeSecret))).status).toBe(200);
  });

  it("verifies the bytes as they came, not what a parser makes of them", async () => {
    const body = Buffer.from(`{ "Event":"ticket.changed",\n"PrimaryKey": 815 , "x":"\\u00e9\u00e9" }`, "utf8");
    expect((await post("superoffice", body, signedBySuperOffice(body, superofficeSecret))).status).toBe(200);
    await vi.waitFor(() => expect(hinted().flatMap(([, tickets]) => tickets)).toContain("815"), patienceMs);
  });

  it("is 400 for a signed body that is no JSON", async () => {
    const answer = await post("superoffice", "<xml/>", signedBySuperOffice("<xml/>", superofficeSecret));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ field: "body" });
  });
});

describe("Requestor's webhook", () => {
  it("takes a ticket's id", async () => {
    const body = '{"TicketId":48}';
    expect((await post("requestor", body, signedByRequestor(body, requestorSecret))).status).toBe(200);
    await vi.waitFor(() => expect(hinted()).toContainEqual(["requestor", ["48"]]), patienceMs);
  });

  it("takes a ticket's reference and asks for the id after the answer", async () => {
    const ticket = test.requestor.control.createTicket();
    test.requestor.control.faults.add({ kind: "latency", ms: 2_000, match: { path: "/api/Tickets/GetTicket" } });
    const body = JSON.stringify({ TicketREF: ticket.ref });
    expect((await post("requestor", body, signedByRequestor(body, requestorSecret))).status).toBe(200);
    expect(hinted()).not.toContainEqual(["requestor", [String(ticket.id)]]);
    await vi.waitFor(() => expect(hinted()).toContainEqual(["requestor", [String(ticket.id)]]), {
      timeout: patienceMs,
    });
  });

  it("is 401 for a missing, forged or other signature", async () => {
    const body = '{"TicketId":667}';
    const hex = signedByRequestor(body, requestorSecret)["x-hub-signature-256"] ?? "";
    const forged = [
      {},
      { "x-hub-signature-256": hex.replace("sha256=", "") },
      { "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
      signedByRequestor(body, superofficeSecret),
    ];
    for (const headers of forged) expect((await post("requestor", body, headers)).status).toBe(401);
    expect(hinted().flatMap(([, tickets]) => tickets)).not.toContain("667");
  });

  it.each(['{"TicketId":', "", "[]", "null", '{"TicketId":"x"}', '{"TicketId":-1}', '{"TicketREF":"47"}', '{"id":1}'])(
    "is 400 with the field named for a signed %s",
    async (body) => {
      const answer = await post("requestor", body, signedByRequestor(body, requestorSecret));
      expect(answer.status).toBe(400);
      expect(answer.body["field"]).toMatch(/^(body|TicketId)$/);
    },
  );
});

describe("both webhooks", () => {
  it.each(["superoffice", "requestor"] as const)("%s's is 413 above 1 MB, signed or not", async (side) => {
    const body = `{"TicketId":1,"x":"${"a".repeat(1_048_576)}"}`;
    const signature = { ...signedBySuperOffice(body, superofficeSecret), ...signedByRequestor(body, requestorSecret) };
    expect((await post(side, body, signature)).status).toBe(413);
    expect((await post(side, body, {})).status).toBe(413);
  });

  it.each(["superoffice", "requestor"] as const)(
    "%s's takes no more than its limit of a body whose length nobody told",
    async (side) => {
      const { status, bytes } = await sentWithoutLength(`${test.bridge.url}/hooks/${side}`, 100 * 1024 * 1024);
      expect(status).toBe(413);
      expect(bytes).toBeLessThan(30 * 1024 * 1024);
    },
  );

  it.each(["superoffice", "requestor"] as const)("%s's takes just under 1 MB", async (side) => {
    const frame = '{"TicketId":1,"x":""}';
    const body = frame.replace('""', `"${"a".repeat(1_048_576 - frame.length)}"`);
    const signature = { ...signedBySuperOffice(body, superofficeSecret), ...signedByRequestor(body, requestorSecret) };
    expect((await post(side, body, signature)).status).toBe(200);
  });

  it("are 405 for anything but POST", async () => {
    const answer = await test.call("GET", "/hooks/superoffice", { token: null });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
  });

  it("are 200 while the database is away, and the bridge says that it is not ready", async () => {
    const away = await BridgeUnderTest.start();
    try {
      await away.bridge.store.close();
      const body = event(734);
      const headers = signedBySuperOffice(body, superofficeSecret);
      expect((await away.call("POST", "/hooks/superoffice", { rawBody: body, headers, token: null })).status).toBe(200);
      expect((await away.call("GET", "/readyz", { token: null })).status).toBe(503);
      expect((await away.call("GET", "/healthz", { token: null })).status).toBe(200);
      const metrics = await away.call("GET", "/metrics", { token: null });
      expect(metrics.status).toBe(200);
      expect(metrics.text).toContain("ticket_bridge_oldest_waiting_seconds Nan");
      expect(metrics.text).not.toMatch(/^ticket_bridge_mirrors\{/m);
      expect((await away.call("GET", "/api/status")).status).toBe(503);
    } finally {
      await away.stop();
    }
  });

  it("are 404 while no secret is configured, and store nothing", async () => {
    const without = await BridgeUnderTest.start((config) => ({
      superoffice: { ...config.superoffice, webhookSecret: null },
      requestor: { ...config.requestor, webhookSecret: null },
    }));
    try {
      const hint = vi.spyOn(without.bridge.engine, "hint");
      for (const side of ["superoffice", "requestor"]) {
        const rawBody = '{"TicketId":1,"Event":"ticket.created","PrimaryKey":1}';
        const headers = { ...signedBySuperOffice(rawBody, ""), ...signedByRequestor(rawBody, "") };
        const answer = await without.call("POST", `/hooks/${side}`, { rawBody, headers, token: null });
        expect(answer.status).toBe(404);
      }
      expect(hint).not.toHaveBeenCalled();
      const { sides } = (await without.call("GET", "/api/status")).body;
      const webhook = { isSecretSet: false, heardAt: null, refusedAt: null };
      expect(sides).toMatchObject({ superoffice: { webhook }, requestor: { webhook } });
    } finally {
      await without.stop();
    }
  });
});

describe("when a webhook was heard and refused last", () => {
  interface HookJson {
    readonly isSecretSet: boolean;
    readonly heardAt: string | null;
    readonly refusedAt: string | null;
  }
  const shown = async () => {
    const { body } = await test.call("GET", "/api/overview");
    const sides = body["sides"] as Record<"superoffice" | "requestor", { webhook: HookJson }>;
    return { superoffice: sides.superoffice.webhook, requestor: sides.requestor.webhook };
  };
  const ageMs = (at: string | null) => Date.now() - Date.parse(at ?? "");

  it("survives a restart of the bridge, to the last call before it", async () => {
    const body = '{"TicketId":48}';
    await post("requestor", body, signedByRequestor(body, "another secret"));
    await post("requestor", body, signedByRequestor(body, requestorSecret));
    await post("superoffice", event(734), signedBySuperOffice(event(734), superofficeSecret));
    await post("superoffice", event(734), {});
    await test.stopBridge();
    await test.startBridge();
    const { superoffice, requestor } = await shown();
    for (const { isSecretSet, heardAt, refusedAt } of [superoffice, requestor]) {
      expect(isSecretSet).toBe(true);
      expect(ageMs(heardAt)).toBeLessThan(600_000);
      expect(ageMs(refusedAt)).toBeLessThan(600_000);
    }
    expect(ageMs(requestor.heardAt)).toBeLessThanOrEqual(ageMs(requestor.refusedAt));
    expect(ageMs(superoffice.refusedAt)).toBeLessThanOrEqual(ageMs(superoffice.heardAt));
  });

  it("is told soon after the first call, and which of both it was", async () => {
    const before = await shown();
    const body = event(734);
    await post("superoffice", body, signedBySuperOffice(body, "another secret"));
    await vi.waitFor(async () => {
      const { superoffice, requestor } = await shown();
      expect(superoffice.refusedAt).not.toBe(before.superoffice.refusedAt);
      expect(superoffice.heardAt).toBe(before.superoffice.heardAt);
      expect(requestor).toEqual(before.requestor);
    }, patienceMs);
  });
});

/** How many bytes were taken until the answer came; those in the buffers of both ends are among them. */
function sentWithoutLength(url: string, most: number): Promise<{ status: number | undefined; bytes: number }> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const headers = { "transfer-encoding": "chunked" };
    const outgoing = request(url, { method: "POST", headers }, (answer) => {
      answer.on("error", () => undefined).resume();
      resolve({ status: answer.statusCode, bytes });
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    const piece = Buffer.alloc(256 * 1024, "a");
    const more = (): void => {
      if (outgoing.destroyed) return;
      if (bytes >= most) return void outgoing.end();
      bytes += piece.length;
      outgoing.write(piece, more);
    };
    more();
  });
}

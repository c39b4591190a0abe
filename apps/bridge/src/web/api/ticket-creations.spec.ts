import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start(() => ({ createTicketsIn: ["requestor"] }));
});
afterAll(() => test.stop());

type CreationJson = { id: string; state: string; reason: string | null; target: unknown } & Record<string, unknown>;

async function creationOf(ticket: number, state: string): Promise<CreationJson> {
  return await vi.waitFor(
    async () => {
      const { body } = await test.call("GET", "/api/ticket-creations?side=superoffice&limit=200");
      const found = (body["items"] as CreationJson[]).find(
        ({ source }) => (source as { ticketId: string }).ticketId === String(ticket),
      );
      expect(found?.state).toBe(state);
      return found as CreationJson;
    },
    { timeout: patienceMs, interval: 50 },
  );
}

/** An internal ticket, for which nothing may be made (P3). */
async function held() {
  const ticket = test.superoffice.control.createTicket({ title: "Private", slevel: "Internal" }).id;
  test.superoffice.control.addMessage(ticket, { from: 5, text: "For us only" });
  return { ticket, creation: await creationOf(ticket, "held") };
}

describe("ticket creations", () => {
  it("are listed with both tickets once the counterpart is made", async () => {
    const ticket = test.superoffice.control.createTicket({ title: "Printer" }).id;
    const received: string[] = [];
    const forget = test.requestor.control.observe({
      // Its search is a POST too, and no attempt to write.
      call: ({ method, requestId }) => {
        if (method === "POST" && requestId !== null) received.push(requestId);
      },
    });
    test.superoffice.control.addMessage(ticket, { text: "It burns" });
    const made = await creationOf(ticket, "linked");
    forget();
    const mirrored = (await test.call("GET", "/api/mirrors?state=mirrored")).body["items"] as { id: string }[];
    expect(mirrored).toHaveLength(1);
    const { body } = await test.call("GET", `/api/mirrors/${mirrored[0]?.id ?? ""}`);
    const request = `${String(body["correlationId"])}-1`;
    const trace = body["trace"] as { what: string; status: number | null; requestId: string | null }[];
    expect(trace.map(({ what, status, requestId }) => [what, status, requestId])).toEqual([
      ["captured", null, null],
      ["sending", null, request],
      ["mirrored", 200, request],
    ]);
    expect(received).toEqual([request]);
    await test.bridge.store.countMinutes();
    const counted = (await test.call("GET", "/api/throughput?span=hour")).body["directions"];
    const counts = (counted as { buckets: { count: number }[] }[]).flatMap(({ buckets }) => buckets);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    expect(made).toMatchObject({ source: { side: "superoffice" }, target: { side: "requestor" }, attempts: 1 });
    expect((await test.call("GET", `/api/ticket-creations/${made.id}`)).body).toEqual(made);
    expect((await test.call("POST", `/api/ticket-creations/${made.id}/retry`)).status).toBe(409);
  });

  it("that need a person stand in the status, and are skipped with a reason", async () => {
    const { creation } = await held();
    const [counted, attention] = await Promise.all([
      test.call("GET", "/api/status"),
      test.call("GET", "/api/attention"),
    ]);
    expect(counted.body["needing"]).toBe(attention.body["total"]);
    expect(attention.body["total"]).toBeGreaterThanOrEqual(1);
    expect(creation.reason).toContain("internal");
    const status = (await test.call("GET", "/api/status")).body;
    expect(status["ticketAttention"]).toContainEqual(creation);
    const skipped = await test.call("POST", `/api/ticket-creations/${creation.id}/skip`, { body: { reason: "Ours." } });
    expect(skipped.body).toMatchObject({ state: "skipped", reason: "Ours." });
    const retried = await test.call("POST", `/api/ticket-creations/${creation.id}/retry`);
    expect(retried.body).toMatchObject({ state: "pending" });
  });

  it("are adopted by naming a ticket, and both are linked from the start", async () => {
    const { ticket, creation } = await held();
    const path = `/api/ticket-creations/${creation.id}/adopt`;
    const missing = await test.call("POST", path, { body: { targetTicketId: 99_999 } });
    expect(missing.status).toBe(422);
    const other = await test.linkedPair();
    const taken = await test.call("POST", path, { body: { targetTicketId: other.requestor } });
    expect(taken.status).toBe(409);
    const target = test.requestor.control.createTicket({ subject: "By hand" }).id;
    const adopted = await test.call("POST", path, { body: { targetTicketId: String(target) } });
    expect(adopted.body).toMatchObject({ state: "linked", target: { side: "requestor", ticketId: String(target) } });
    await test.requestor.control.waitFor((control) => control.messages(target).some(({ private: own }) => own));
    expect(test.superoffice.control.messages(ticket)).toHaveLength(1);
  });

  it("are refused for what cannot be", async () => {
    expect((await test.call("GET", "/api/ticket-creations/99999")).status).toBe(404);
    expect((await test.call("GET", "/api/ticket-creations?state=broken")).status).toBe(400);
    expect((await test.call("POST", "/api/ticket-creations/99999/retry")).status).toBe(404);
    const { creation } = await held();
    const path = `/api/ticket-creations/${creation.id}`;
    expect((await test.call("POST", `${path}/adopt`, { body: { targetTicketId: "x" } })).status).toBe(400);
    expect((await test.call("POST", `${path}/skip`, { body: {} })).status).toBe(400);
    expect((await test.call("GET", path, { token: null })).status).toBe(401);
  });
});

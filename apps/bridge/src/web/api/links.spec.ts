import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.superoffice.control.faults.clear();
  test.requestor.control.faults.clear();
});

function newTickets() {
  return {
    superofficeTicketId: test.superoffice.control.createTicket({ title: "Printer" }).id,
    requestorTicketId: test.requestor.control.createTicket({ subject: "Drucker" }).id,
  };
}

describe("linking two tickets", () => {
  it("answers 201 with the link: ids as text, titles, both lanes", async () => {
    const tickets = newTickets();
    const { status, body } = await test.call("POST", "/api/links", { body: tickets });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^\d+$/) as string,
      superofficeTicketId: String(tickets.superofficeTicketId),
      requestorTicketId: String(tickets.requestorTicketId),
      superofficeTitle: "Printer",
      paused: false,
      lanes: [{ direction: "superoffice-to-requestor" }, { direction: "requestor-to-superoffice" }],
    });
    expect((await test.call("GET", `/api/links/${String(body["id"])}`)).body).toMatchObject({ id: body["id"] });
  });

  it("takes ids as text too", async () => {
    const { superofficeTicketId, requestorTicketId } = newTickets();
    const body = { superofficeTicketId: String(superofficeTicketId), requestorTicketId: ` ${requestorTicketId} ` };
    expect((await test.call("POST", "/api/links", { body })).status).toBe(201);
  });

  it("lets only later messages cross unless it is said to begin at the start", async () => {
    const [now, start] = [newTickets(), newTickets()];
    for (const { superofficeTicketId } of [now, start]) {
      test.superoffice.control.addMessage(superofficeTicketId, { from: 5, text: "Before" });
    }
    await test.call("POST", "/api/links", { body: now });
    await test.call("POST", "/api/links", { body: { ...start, from: "start" } });
    await test.requestor.control.waitFor((control) => control.messages(start.requestorTicketId).length === 1, {
      timeoutMs: patienceMs,
    });
    test.superoffice.control.addMessage(now.superofficeTicketId, { from: 5, text: "After" });
    const crossed = await test.requestor.control.waitFor((control) => {
      const messages = control.messages(now.requestorTicketId);
      return messages.length > 0 && messages;
    });
    expect(crossed.map(({ body }) => body)).toEqual([expect.stringContaining("After")]);
  });

  it("is 422 with the field named for a ticket that does not exist", async () => {
    const tickets = newTickets();
    const nowhere = await test.call("POST", "/api/links", { body: { ...tickets, superofficeTicketId: 999_999 } });
    expect(nowhere).toMatchObject({ status: 422, body: { field: "superofficeTicketId" } });
    expect(nowhere.body["detail"]).toMatch(/^SuperOffice has no ticket 999999/);
    const neither = await test.call("POST", "/api/links", { body: { ...tickets, requestorTicketId: 999_999 } });
    expect(neither).toMatchObject({ status: 422, body: { field: "requestorTicketId" } });
  });

  it("is 409 with the field named for a ticket that is linked already", async () => {
    const [first, second] = [newTickets(), newTickets()];
    await test.call("POST", "/api/links", { body: first });
    const taken = await test.call("POST", "/api/links", {
      body: { ...second, requestorTicketId: first.requestorTicketId },
    });
    expect(taken).toMatchObject({ status: 409, body: { field: "requestorTicketId" } });
    const again = await test.call("POST", "/api/links", { body: first });
    expect(again.status).toBe(409);
    expect(again.body["errors"]).toEqual([
      expect.objectContaining({ field: "superofficeTicketId" }),
      expect.objectContaining({ field: "requestorTicketId" }),
    ]);
  });

  it("is 502 with the reason when a helpdesk fails, and works afterwards", async () => {
    const body = newTickets();
    test.requestor.control.faults.add({ kind: "status", status: 500, body: "html", times: "always" });
    const failed = await test.call("POST", "/api/links", { body });
    expect(failed.status).toBe(502);
    expect(failed.body["detail"]).toMatch(/Requestor/);
    test.requestor.control.faults.clear();
    expect((await test.call("POST", "/api/links", { body })).status).toBe(201);
  });

  it("is 409 while a helpdesk is paused, because it would have to be read", async () => {
    await test.call("POST", "/api/sides/requestor/pause");
    const refused = await test.call("POST", "/api/links", { body: newTickets() });
    await test.call("POST", "/api/sides/requestor/resume");
    expect(refused.status).toBe(409);
    expect(refused.body["detail"]).toMatch(/^Requestor is paused/);
  });

  it.each([
    [{}, ["superofficeTicketId", "requestorTicketId"]],
    [{ superofficeTicketId: "x", requestorTicketId: 1 }, ["superofficeTicketId"]],
    [{ superofficeTicketId: 0, requestorTicketId: 1.5 }, ["superofficeTicketId", "requestorTicketId"]],
    [{ superofficeTicketId: true, requestorTicketId: null }, ["superofficeTicketId", "requestorTicketId"]],
    [{ superofficeTicketId: 1, requestorTicketId: "9".repeat(19) }, ["requestorTicketId"]],
    [{ superofficeTicketId: 1, requestorTicketId: 1, from: "yesterday" }, ["from"]],
    [{ superofficeTicketId: 1, requestorTicketId: 1, form: "now" }, ["form"]],
    [[], ["body"]],
    ["text", ["body"]],
    [null, ["body"]],
  ])("is 400 for %j and names %j", async (body, fields) => {
    const answer = await test.call("POST", "/api/links", { rawBody: JSON.stringify(body) });
    expect(answer.status).toBe(400);
    expect(answer.body["field"]).toBe(fields[0]);
    expect((answer.body["errors"] as { field: string }[]).map(({ field }) => field)).toEqual(fields);
  });
});

describe("the list of links", () => {
  it("comes in pages that hold each link once", async () => {
    for (let count = 0; count < 3; count += 1) await test.call("POST", "/api/links", { body: newTickets() });
    const seen: string[] = [];
    let next: string | null = "";
    for (let pages = 0; next !== null && pages < 50; pages += 1) {
      const { body } = await test.call("GET", `/api/links?limit=2${next === "" ? "" : `&cursor=${next}`}`);
      seen.push(...(body["items"] as { id: string }[]).map(({ id }) => id));
      next = body["nextCursor"] as string | null;
    }
    expect(next).toBeNull();
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each(["limit=0", "limit=201", "limit=x", "cursor=abc", "page=1"])("is 400 for ?%s", async (query) => {
    const answer = await test.call("GET", `/api/links?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body["field"]).toBe(query.split("=")[0]);
  });
});

describe("one link", () => {
  it("is neither read nor written while it is paused, and catches up when it is resumed", async () => {
    const pair = await test.linkedPair();
    const paused = await test.call("PATCH", `/api/links/${pair.linkId}`, { body: { paused: true } });
    expect(paused).toMatchObject({ status: 200, body: { paused: true } });
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "While it was paused" });
    // Another link of the same side shows that time has passed and the feed was read.
    const other = await test.linkedPair();
    test.superoffice.control.addMessage(other.superoffice, { from: 5, text: "Meanwhile" });
    await test.requestor.control.waitFor((control) => control.messages(other.requestor).length === 1, {
      timeoutMs: patienceMs,
    });
    expect(test.requestor.control.messages(pair.requestor)).toEqual([]);
    await test.call("PATCH", `/api/links/${pair.linkId}`, { body: { paused: false } });
    await test.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 1, {
      timeoutMs: patienceMs,
    });
  });

  it("is gone after DELETE, keeps its mirrors, and goes on with them when the pair is linked again", async () => {
    const pair = await test.linkedPair();
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "One" });
    await test.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 1, {
      timeoutMs: patienceMs,
    });
    const removed = await test.call("DELETE", `/api/links/${pair.linkId}`);
    expect(removed).toMatchObject({ status: 204, text: "" });
    expect((await test.call("DELETE", `/api/links/${pair.linkId}`)).status).toBe(404);
    expect((await test.call("PATCH", `/api/links/${pair.linkId}`, { body: { paused: true } })).status).toBe(404);
    const mirrors = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}`);
    expect(mirrors.body["items"]).toHaveLength(1);
    const body = { superofficeTicketId: pair.superoffice, requestorTicketId: pair.requestor };
    const again = await test.call("POST", "/api/links", { body });
    expect(again).toMatchObject({ status: 201, body: { id: pair.linkId } });
    expect(test.requestor.control.messages(pair.requestor)).toHaveLength(1);
  });

  it.each(["999999", "abc", "-1", "0", "9".repeat(19), "%00", "1;drop"])(
    "is 404 with the field named for %s",
    async (id) => {
      for (const call of [
        test.call("GET", `/api/links/${id}`),
        test.call("PATCH", `/api/links/${id}`, { body: { paused: true } }),
        test.call("DELETE", `/api/links/${id}`),
      ]) {
        expect(await call).toMatchObject({ status: 404, body: { field: "id" } });
      }
    },
  );

  it("is 400 for a change that is none", async () => {
    const pair = await test.linkedPair();
    for (const body of [{}, { paused: "yes" }, { paused: true, title: "x" }]) {
      expect((await test.call("PATCH", `/api/links/${pair.linkId}`, { body })).status).toBe(400);
    }
  });
});

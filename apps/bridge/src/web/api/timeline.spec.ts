import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

interface EntryJson {
  readonly source: string;
  readonly superoffice: Record<string, unknown> | null;
  readonly requestor: Record<string, unknown> | null;
  readonly mirror: { readonly state: string } | null;
}

async function timeline(linkId: string): Promise<{ items: readonly EntryJson[]; unread: unknown }> {
  const { status, body } = await test.call("GET", `/api/links/${linkId}/timeline`);
  expect(status).toBe(200);
  return body as unknown as { items: readonly EntryJson[]; unread: unknown };
}

async function until(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: patienceMs, interval: 100 });
}

describe("the timeline of a link", () => {
  it("shows both conversations joined, without any text, and who may read what", async () => {
    const pair = await test.linkedPair();
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Words for us", slevel: "Internal" });
    test.requestor.control.addMessage(pair.requestor, { from: "kim", text: "Words of a customer" });
    // A mail of whose writer only the address stands in the message.
    test.superoffice.control.addMessage(pair.superoffice, { text: "Words of another" });
    await until(async () => {
      const { items } = await timeline(pair.linkId);
      expect(items.map(({ mirror }) => mirror?.state)).toEqual(["mirrored", "mirrored", "mirrored"]);
    });
    const { items, unread } = await timeline(pair.linkId);
    expect(unread).toEqual([]);
    for (const { superoffice, requestor } of items) {
      for (const each of [superoffice, requestor]) expect(each).toMatchObject({ isRead: true, isGone: false });
    }
    expect(items.map(({ superoffice }) => superoffice?.["author"])).toContainEqual({
      ...{ name: "jane@example.com", role: "customer" },
    });
    const internal = items.find(({ superoffice }) => superoffice?.["visibility"] === "internal");
    expect([internal?.superoffice?.["visibility"], internal?.requestor?.["visibility"]]).toEqual([
      "internal",
      "internal",
    ]);
    const { text } = await test.call("GET", `/api/links/${pair.linkId}/timeline`);
    expect(text).not.toMatch(/Words/);
  });

  it("shows what stood there before the link, and what waits or is held in its place", async () => {
    const superoffice = test.superoffice.control.createTicket({ title: "Private" }).id;
    const requestor = test.requestor.control.createTicket({ isPrivateMessageSupported: false }).id;
    test.superoffice.control.addMessage(superoffice, { from: 5, text: "Before" });
    const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
    const linkId = String((await test.call("POST", "/api/links", { body })).body["id"]);
    test.superoffice.control.addMessage(superoffice, { from: 5, text: "Ours", slevel: "Internal" });
    await until(async () => {
      const { items } = await timeline(linkId);
      expect(items).toMatchObject([{ mirror: { state: "held" }, requestor: null }, { mirror: null }]);
    });
  });

  it("goes on with what the bridge knows, and says why, while a helpdesk is paused or away", async () => {
    const pair = await test.linkedPair();
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "One" });
    await until(async () => expect((await timeline(pair.linkId)).items[0]?.mirror?.state).toBe("mirrored"));
    await test.call("POST", "/api/sides/requestor/pause");
    const paused = await timeline(pair.linkId);
    await test.call("POST", "/api/sides/requestor/resume");
    expect(paused.unread).toEqual([{ side: "requestor", reason: "Requestor is paused and is not read." }]);
    expect(paused.items).toMatchObject([
      { superoffice: { isRead: true }, requestor: { isRead: false, isGone: false } },
    ]);
    test.requestor.control.faults.add({ kind: "status", status: 500, body: "html", times: "always" });
    const away = await timeline(pair.linkId);
    test.requestor.control.faults.clear();
    expect(away.unread).toMatchObject([{ side: "requestor", reason: expect.stringContaining("Requestor") as string }]);
    expect(away.items).toHaveLength(1);
  });

  it("is 404 for a link that is none, and 400 for a cursor that is none", async () => {
    expect((await test.call("GET", "/api/links/999999/timeline")).status).toBe(404);
    const pair = await test.linkedPair();
    const answer = await test.call("GET", `/api/links/${pair.linkId}/timeline?cursor=1`);
    expect(answer).toMatchObject({ status: 400, body: { field: "cursor" } });
  });
});

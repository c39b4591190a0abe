import { afterEach, describe, expect, it } from "vitest";

import { Stage } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

const moment = Date.UTC(2026, 0, 2, 3, 4, 5);
const iso = (at: number) => new Date(at).toISOString();

/** A tenant whose list of changes answers as the test says; the adapter asks for pages of two. */
async function tenant(answer: (url: URL) => { status?: number; body: unknown }) {
  const asked: URL[] = [];
  const origin = await stage.server((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    asked.push(url);
    const { status = 200, body } = answer(url);
    const html = typeof body === "string";
    response
      .writeHead(status, { "content-type": html ? "text/html" : "application/json" })
      .end(html ? body : JSON.stringify(body));
  });
  return { asked, desk: stage.adapter(`${origin}/Cust1`, { pageSize: 2, clock: () => moment }) };
}

const row = (id: number, changedAt: string) => ({
  ...{ PrimaryKey: String(id), EntityName: "ej_message", "ej_message.id": id, "ej_message.ticket_id": 7 },
  ...{ "ej_message.created_at": "2026-01-02T03:00:00Z", "ej_message.changed_at": changedAt },
});

describe("the list of changes", () => {
  it("tells what was changed over all tickets, the latest first, page by page, with the marker of a mirror", async () => {
    const simulator = await stage.simulator();
    const { control } = simulator;
    const tickets = [control.createTicket().id, control.createTicket().id];
    const messageId = "<requestor.47.991.1.0123456789abcdef@bridge.example>";
    const ids = Array.from({ length: 5 }, (_, n) => {
      const at = iso(Date.now() - 60_000 + n * 1_000);
      const fields = { createdAt: at, changedAt: at, ...(n === 4 && { messageId }) };
      return control.addMessage(tickets[n % 2] ?? 0, fields).id;
    });
    control.editMessage(ids[1] ?? 0, { text: "edited" });
    const desk = stage.adapter(simulator.url, { pageSize: 2 });
    const pages = [await desk.changedMessages(0), await desk.changedMessages(2), await desk.changedMessages(4)];
    const told = pages.flatMap((page) => (page.kind === "told" ? page.changes : []));
    expect(told.map((change) => Number(change.messageId))).toEqual([1, 4, 3, 2, 0].map((n) => ids[n]));
    expect(pages.map((page) => page.kind === "told" && page.next)).toEqual([2, 4, null]);
    const [edited, newest] = told;
    expect(edited).toMatchObject({ ticketId: String(tickets[1]), marker: null });
    expect((edited?.changedAt ?? 0) - (edited?.createdAt ?? 0)).toBeGreaterThan(50_000);
    expect(newest?.changedAt).toBe(newest?.createdAt);
    expect(newest?.marker).toMatchObject({ side: "requestor", ticketId: "47", messageId: "991" });
  });

  it("is asked for more than a day back, because the zone of a date in a question is not documented", async () => {
    const { asked, desk } = await tenant(() => ({ body: { value: [], "odata.nextLink": null } }));
    expect(await desk.changedMessages(0)).toEqual({ kind: "told", changes: [], next: null });
    await desk.changedMessages(100);
    const [first, second] = asked.map(({ searchParams }) => Object.fromEntries(searchParams));
    expect(first).toEqual({
      $select: "ej_message.id,ej_message.ticket_id,ej_message.created_at,ej_message.changed_at,ej_message.message_id",
      $filter: "ej_message.changed_at afterTime '2026-01-01T01:04:05'",
      $orderBy: "ej_message.changed_at desc",
      $top: "2",
    });
    expect(second).toMatchObject({ $skip: "100" });
  });

  it.each([
    ["without the table's name and the offset", { id: 3, ticket_id: "7", changed_at: "2026-01-02T03:04:00" }],
    [
      "in capitals, with an offset",
      { "EJ_MESSAGE.TICKET_ID": 7, "ej_message.Changed_At": "2026-01-02T04:04:00+01:00" },
    ],
    ["as the Full mode has it", { ticket_id: { RawValue: 7 }, changed_at: { RawValue: "2026-01-02T03:04:00Z" } }],
  ])("is read %s", async (_how, columns) => {
    const { desk } = await tenant(() => ({
      body: { value: [{ PrimaryKey: "3", ...columns }], "odata.nextLink": null },
    }));
    const changes = [
      { ticketId: "7", messageId: "3", createdAt: null, changedAt: Date.UTC(2026, 0, 2, 3, 4), marker: null },
    ];
    expect(await desk.changedMessages(0)).toEqual({ kind: "told", changes, next: null });
  });

  it("leaves out what was never changed and what is of no ticket", async () => {
    const { desk } = await tenant(() => ({
      body: { value: [row(1, "2026-01-02T03:04:00Z"), row(2, "0001-01-01T00:00:00"), { PrimaryKey: "3" }] },
    }));
    expect(await desk.changedMessages(0)).toMatchObject({ kind: "told", changes: [{ messageId: "1" }], next: 3 });
  });

  it.each([400, 403, 404, 500])("that is refused with %i in SuperOffice's own words is no trouble", async (status) => {
    const body = { Error: true, ErrorType: "SoArchiveException", ErrorMessage: "No provider named 'dynamic'" };
    const { asked, desk } = await tenant(() => ({ status, body }));
    const answer = await desk.changedMessages(0);
    expect(answer).toMatchObject({ kind: "refused", mayPass: status === 500 });
    expect(answer.kind === "refused" && answer.reason).toMatch(/No provider named 'dynamic'/);
    expect(asked).toHaveLength(1);
  });

  it("without a word of SuperOffice's own is trouble of the side", async () => {
    for (const status of [404, 500, 503]) {
      const { desk } = await tenant(() => ({ status, body: "<html>a proxy</html>" }));
      await expect(desk.changedMessages(0)).rejects.toMatchObject({ decision: "retryable", fault: "side" });
    }
  });

  it("cannot be used where it names no messages or comes in another order", async () => {
    const rows = [row(1, "2026-01-02T03:00:00Z"), row(2, "2026-01-02T03:04:00Z")];
    for (const value of [[{ PrimaryKey: "x" }], rows]) {
      const { desk } = await tenant(() => ({ body: { value } }));
      expect(await desk.changedMessages(0)).toMatchObject({ kind: "refused" });
    }
  });
});

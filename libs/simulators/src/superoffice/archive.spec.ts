import { describe, expect, it } from "vitest";

import { BASIC, replyOf, superOffice } from "../testing/superoffice.ts";
import type { Client } from "../testing/superoffice.ts";

type Page = { "odata.nextLink": string | null; value: Record<string, unknown>[] };

const query = (parts: Record<string, string>) => new URLSearchParams(parts).toString();

async function pageOf(client: Client, path: string, parts: Record<string, string>): Promise<Page> {
  const reply = await client.call("GET", `${path}?${query(parts)}`);
  expect(reply.text, reply.text).toContain("value");
  return reply.json as Page;
}

async function ids(client: Client, filter: string): Promise<unknown[]> {
  const page = await pageOf(client, "/TicketMessage", {
    $select: "ticketMessageId",
    $filter: filter,
    $orderBy: "ticketMessageId asc",
  });
  return page.value.map((row) => row["ticketMessageId"]);
}

async function withMessages(count: number): Promise<{ client: Client; ticketId: number; all: number[] }> {
  const client = await superOffice();
  const { id } = client.control.createTicket();
  const all = Array.from({ length: count }, (_, index) => client.control.addMessage(id, { text: `m${index}` }).id);
  return { client, ticketId: id, all };
}

describe("SuperOffice archives", () => {
  it("find what lies past an id in either direction, also when it became visible late and when others are gone", async () => {
    const { client, ticketId, all } = await withMessages(4);
    const late = client.control.reserveMessageId();
    const last = client.control.addMessage(ticketId, { text: "last" }).id;
    client.control.addMessage(ticketId, { id: late, text: "late" });
    client.control.deleteMessage(all[2] ?? 0);
    const [first = 0, second = 0, , fourth = 0] = all;
    expect(await ids(client, `ticketMessageId gt ${first}`)).toEqual([second, fourth, late, last]);
    expect(await ids(client, `ticketMessageId ge ${late} and slevel oneOf ('2')`)).toEqual([late, last]);
    expect(await ids(client, `ticketMessageId between (${second},${late})`)).toEqual([second, fourth, late]);
    expect(await ids(client, `ticketMessageId lt ${late}`)).toEqual([first, second, fourth]);
    const newest = await pageOf(client, "/TicketMessage", {
      $select: "ticketMessageId",
      $filter: "ticketMessageId gt 0",
      $orderBy: "ticketMessageId desc",
      $top: "2",
      $skip: "1",
    });
    expect(newest.value.map((row) => row["ticketMessageId"])).toEqual([late, fourth]);
    expect(newest["odata.nextLink"]).toContain("$skip=3");
  });

  it("pages by absolute nextLink until it is null", async () => {
    const { client, ticketId, all } = await withMessages(5);
    let page = await pageOf(client, `/Ticket/${ticketId}/Messages`, {
      $select: "ticketMessageId",
      $orderBy: "ticketMessageId asc",
      $top: "2",
    });
    const seen = page.value.map((row) => row["ticketMessageId"]);
    while (page["odata.nextLink"] !== null) {
      expect(page["odata.nextLink"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/Cust12345\/api\/v1\/Ticket\/\d+\/Messages\?/);
      const reply = await replyOf(await fetch(page["odata.nextLink"], { headers: { authorization: BASIC } }));
      page = reply.json as Page;
      seen.push(...page.value.map((row) => row["ticketMessageId"]));
    }
    expect(seen).toEqual(all);
  });

  it("cuts at its default page size when $top is missing, and orders nothing unasked", async () => {
    const { client, ticketId } = await withMessages(51);
    const page = await pageOf(client, `/Ticket/${ticketId}/Messages`, { $select: "ticketMessageId" });
    expect(page.value).toHaveLength(50);
    expect(page["odata.nextLink"]).not.toBeNull();
    const shown = page.value.map((row) => Number(row["ticketMessageId"]));
    expect(shown).not.toEqual([...shown].sort((a, b) => a - b));
  });

  it("filters by every operator of numbers, joined by and", async () => {
    const { client, all } = await withMessages(4);
    const [a = 0, b = 0, c = 0, d = 0] = all;
    expect(await ids(client, `ticketMessageId gt ${b}`)).toEqual([c, d]);
    expect(await ids(client, `ticketMessageId ge ${b} and ticketMessageId lt ${d}`)).toEqual([b, c]);
    expect(await ids(client, `ticketMessageId le ${a}`)).toEqual([a]);
    expect(await ids(client, `ticketMessageId eq ${c}`)).toEqual([c]);
    expect(await ids(client, `ticketMessageId in (${a},${d})`)).toEqual([a, d]);
    expect(await ids(client, `ticketMessageId between (${b},${c})`)).toEqual([b, c]);
  });

  it("filters texts and lists, quotes doubled", async () => {
    const client = await superOffice();
    const { id } = client.control.createTicket();
    const o = client.control.addMessage(id, {
      text: "x",
      author: "O'Hara",
      messageId: "<requestor.47.991@bridge.example>",
    });
    const note = client.control.addMessage(id, { from: 5, text: "note", slevel: "Internal" });
    expect(await ids(client, "messageId is '<requestor.47.991@bridge.example>'")).toEqual([o.id]);
    expect(await ids(client, "messageId contains 'requestor.47.'")).toEqual([o.id]);
    expect(await ids(client, "author is 'O''Hara'")).toEqual([o.id]);
    expect(await ids(client, "slevel oneOf (1)")).toEqual([note.id]);
    expect(await ids(client, `ticketId eq ${id} and slevel oneOf (1,2)`)).toEqual([o.id, note.id]);
    expect(await ids(client, "messageId is '<nobody@bridge.example>'")).toEqual([]);
  });

  it("compares moments in the caller's zone, the boundary excluded", async () => {
    const client = await superOffice();
    const { id } = client.control.createTicket();
    const early = client.control.addMessage(id, { text: "a", createdAt: "2026-01-02T03:04:05.900Z" });
    const late = client.control.addMessage(id, { text: "b", createdAt: "2026-01-02T03:04:06.100Z" });
    expect(await ids(client, "createdAt afterTime '2026-01-02T03:04:05'")).toEqual([late.id]);
    expect(await ids(client, "createdAt beforeTime '2026-01-02T03:04:06'")).toEqual([early.id]);
    const naive = { authorization: BASIC };
    const asked = `${client.url}/api/v1/TicketMessage?${query({ $filter: "createdAt afterTime '2026-01-02T04:04:05'" })}`;
    const inOslo = (await replyOf(await fetch(asked, { headers: naive }))).json as Page;
    expect(inOslo.value.map((row) => row["PrimaryKey"])).toEqual([String(late.id)]);
  });

  it("gives nothing without a filter unless all rows are asked for", async () => {
    const { client, all } = await withMessages(2);
    expect((await pageOf(client, "/TicketMessage", {})).value).toEqual([]);
    expect(await ids(client, "getAllRows")).toEqual(all);
  });

  it("refuses columns that the list does not have", async () => {
    const client = await superOffice();
    const of = (filter: string) => client.call("GET", `/TicketMessage?${query({ $filter: filter })}`);
    for (const filter of [
      "changedAt afterTime '2026-01-01T00:00:00'",
      "badge eq 3",
      "ticketMessageId is 3",
      "ticketMessageId gt",
      "ticketMessageId gt 1 or ticketMessageId gt 2",
    ]) {
      const reply = await of(filter);
      expect(reply.status, filter).toBe(500);
      expect(reply.json["Error"]).toBe(true);
    }
  });

  it("shows keys as text and localised levels in slim mode, numbers and raw values in full mode", async () => {
    const client = await superOffice();
    const { id } = client.control.createTicket();
    const note = client.control.addMessage(id, { from: 5, text: "note", slevel: "Internal" });
    const asked = (mode: string) =>
      fetch(`${client.url}/api/v1/Ticket/${id}/Messages?${query({ $select: "ticketMessageId,slevel", $mode: mode })}`, {
        headers: { authorization: BASIC, "so-language": "no" },
      });
    const [slim] = ((await replyOf(await asked("Slim"))).json as Page).value;
    expect(slim).toEqual({
      PrimaryKey: String(note.id),
      EntityName: "ticketmessage",
      ticketMessageId: note.id,
      slevel: "Intern",
    });
    const [full] = ((await replyOf(await asked("Full"))).json as Page).value;
    expect(full).toMatchObject({ PrimaryKey: note.id, slevel: { DisplayValue: "Intern", RawValue: 1 } });
  });

  it("lists tickets by their last change", async () => {
    const client = await superOffice();
    const old = client.control.createTicket({ lastChanged: "2026-01-01T00:00:00.000Z" });
    const fresh = client.control.createTicket({ lastChanged: "2026-02-01T00:00:00.000Z" });
    const page = await pageOf(client, "/Ticket", {
      $select: "ticketId,lastChanged",
      $filter: "lastChanged afterTime '2026-01-15T00:00:00'",
    });
    expect(page.value).toMatchObject([{ PrimaryKey: String(fresh.id), lastChanged: "2026-02-01T00:00:00Z" }]);
    expect(old.id).not.toBe(fresh.id);
  });
});

import { afterEach, describe, expect, it } from "vitest";

import { pathOfLink, quoted } from "./odata.ts";
import { Stage } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

const row = (id: number) => ({ PrimaryKey: String(id), ticketMessageId: id, ticketId: 7 });

/** A feed of five messages in pages of two whose next link is whatever the test wants. */
async function feedWith(link: (root: string, skip: number) => unknown, ids = [1, 2, 3, 4, 5]) {
  const asked: string[] = [];
  const origin = await stage.server((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    asked.push(url.pathname + url.search);
    const skip = Number(url.searchParams.get("$skip") ?? 0);
    const value = ids.slice(skip, skip + 2).map(row);
    const more = skip + 2 < ids.length;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ value, "odata.nextLink": more ? link(`${origin}/Cust1/api/v1`, skip + 2) : null }));
  });
  const items = await stage.adapter(`${origin}/Cust1`, { pageSize: 2 }).readFeed(null, 100);
  return { ids: items.map(({ messageId }) => messageId), asked };
}

describe("paging", () => {
  it("follows the next link of our own API", async () => {
    const { ids, asked } = await feedWith((root, skip) => `${root}/TicketMessage?$skip=${skip}&from=link`);
    expect(ids).toEqual(["1", "2", "3", "4", "5"]);
    expect(asked.slice(1)).toEqual([
      "/Cust1/api/v1/TicketMessage?$skip=2&from=link",
      "/Cust1/api/v1/TicketMessage?$skip=4&from=link",
    ]);
  });

  it("never follows a link elsewhere, and goes on by $skip", async () => {
    const visits: string[] = [];
    const foreign = await stage.server((request) => visits.push(request.url ?? ""));
    const { ids } = await feedWith((_root, skip) => `${foreign}/Cust1/api/v1/TicketMessage?$skip=${skip}`);
    expect(ids).toEqual(["1", "2", "3", "4", "5"]);
    expect(visits).toEqual([]);
  });

  it("goes on by $skip where there is no link but the page was full", async () => {
    const { ids } = await feedWith(() => undefined);
    expect(ids).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("ends when the pages go in circles", async () => {
    const { ids, asked } = await feedWith((root) => `${root}/TicketMessage?again`);
    expect(ids).toEqual(["1", "2"]);
    expect(asked).toHaveLength(2);
  });

  it("reads the values of the Full mode, and leaves out rows that name no message", async () => {
    const origin = await stage.server((_request, response) => {
      const full = { PrimaryKey: 9, ticketMessageId: { DisplayValue: "9", RawValue: 9 }, ticketId: { RawValue: 7 } };
      response.end(JSON.stringify({ value: [{ PrimaryKey: "x" }, full] }));
    });
    expect(await stage.adapter(`${origin}/Cust1`).readFeed(null, 10)).toEqual([
      { ticketId: "7", messageId: "9", createdAt: null },
    ]);
  });
});

it("doubles the quotes of a text literal", () => {
  expect(quoted("<o'neil@host>")).toBe("'<o''neil@host>'");
});

it.each([
  ["https://a.example/Cust1/api/v1/TicketMessage?$skip=2", "TicketMessage?$skip=2"],
  ["/cust1/API/v1/TicketMessage?$skip=2", "TicketMessage?$skip=2"],
  ["https://a.example/Cust2/api/v1/TicketMessage", null],
  ["https://a.example/Cust1/api/v1/../../../Cust2/api/v1/x", null],
  ["http://a.example/Cust1/api/v1/TicketMessage", null],
  ["https://user@a.example/Cust1/api/v1/TicketMessage", null],
  ["https://b.example/Cust1/api/v1/TicketMessage", null],
  ["//b.example/Cust1/api/v1/TicketMessage", null],
  ["http://[", null],
])("knows whether %s is below the API", (link, expected) => {
  expect(pathOfLink(link, "https://a.example/Cust1/api/v1/")).toBe(expected);
});

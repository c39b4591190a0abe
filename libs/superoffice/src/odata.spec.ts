import { afterEach, describe, expect, it } from "vitest";

import { quoted } from "./odata.ts";
import { messageIdOf, Stage, ticketIdOf } from "./testing/desk.ts";

const stage = new Stage();
afterEach(() => stage.end());

interface Asked {
  /** The id the page is to begin above. */
  readonly after: number;
  readonly page: number;
  readonly url: URL;
}

const row = (id: number) => ({ PrimaryKey: String(id), ticketMessageId: id, ticketId: 7, messageId: markerOf(id) });
const markerOf = (id: number) => `<requestor.47.${id}.1.0123456789abcdef@bridge.example>`;

/** A list that answers each page as the test says; the adapter asks for pages of two. */
async function listOf(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  const origin = await stage.server((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    const after = Number(/ticketMessageId gt (\d+)/.exec(url.searchParams.get("$filter") ?? "")?.[1] ?? 0);
    asked.push({ after, page: asked.length, url });
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify(answer({ after, page: asked.length, url })));
  });
  const desk = stage.adapter(`${origin}/Cust1`, { pageSize: 2 });
  return { asked, desk, feed: async () => (await desk.readFeed(null, 100)).map(({ messageId }) => Number(messageId)) };
}

const above = (after: number, ids: readonly number[], most = 2) => ids.filter((id) => id > after).slice(0, most);

describe("paging", () => {
  const five = [1, 2, 3, 4, 5];

  it("goes on above the last id, whatever the next link says, and never leaves our own API", async () => {
    const visits: string[] = [];
    const foreign = await stage.server((request) => visits.push(request.url ?? ""));
    for (const link of [undefined, `${foreign}/Cust1/api/v1/TicketMessage?$skip=2`, "TicketMessage?again", 7]) {
      const { asked, feed } = await listOf(({ after }) => ({
        value: above(after, five).map(row),
        "odata.nextLink": link,
      }));
      expect(await feed()).toEqual(five);
      expect(asked.map(({ after }) => after)).toEqual([0, 2, 4, 5]);
      expect(asked.some(({ url }) => url.searchParams.has("$skip"))).toBe(false);
    }
    expect(visits).toEqual([]);
  });

  it("misses no row when others vanish between two pages", async () => {
    const { desk, feed } = await listOf(({ after }) => ({
      value: above(after, after === 0 ? five : five.slice(1)).map(row),
      "odata.nextLink": null,
    }));
    expect(await feed()).toEqual(five);
    const marked = await desk.listMarked(ticketIdOf(7));
    expect(marked.map(({ id }) => Number(id))).toEqual(five);
  });

  it("ends at a short page only where the page itself says that there is no next one", async () => {
    const told = await listOf(({ after }) => ({ value: above(after, five).map(row), "odata.nextLink": null }));
    expect(await told.feed()).toEqual(five);
    expect(told.asked.map(({ after }) => after)).toEqual([0, 2, 4]);
    // A server may give fewer rows than asked.
    const short = await listOf(({ after }) => ({ value: above(after, five, 1).map(row) }));
    expect(await short.feed()).toEqual(five);
    expect(short.asked.map(({ after }) => after)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it.each([
    ["in circles", () => [row(1), row(2)]],
    ["out of order", ({ page }: Asked) => (page === 1 ? [row(5), row(1)] : [])],
  ])("%s is refused, because rows would be missed", async (_name, rows) => {
    const { feed } = await listOf((asked) => ({ value: rows(asked) }));
    await expect(feed()).rejects.toMatchObject({ decision: "retryable", fault: "side" });
  });

  it("reads the values of the Full mode", async () => {
    const full = { PrimaryKey: 9, ticketMessageId: { DisplayValue: "9", RawValue: 9 }, ticketId: { RawValue: 7 } };
    const { desk } = await listOf(() => ({ value: [full], "odata.nextLink": null }));
    expect(await desk.readFeed(null, 10)).toEqual([{ ticketId: "7", messageId: "9", createdAt: null }]);
  });

  it("leaves out no row in silence: one that names no message is refused", async () => {
    const { desk, feed } = await listOf(() => ({ value: [row(1), { PrimaryKey: "x" }], "odata.nextLink": null }));
    for (const call of [feed, () => desk.listMarked(ticketIdOf(7)), () => desk.newestMessageId()]) {
      await expect(call()).rejects.toMatchObject({ decision: "retryable", fault: "side" });
    }
  });

  it("asks a message for its ticket where its row does not tell", async () => {
    const bare = { PrimaryKey: "3", ticketMessageId: 3 };
    const told: Record<string, unknown> = { EjMessageId: 3, Slevel: "External", Ticket: { TicketId: 8 } };
    let message = told;
    const { desk } = await listOf(({ url, after }) =>
      url.pathname.endsWith("/TicketMessage/3")
        ? message
        : { value: after === 2 ? [bare, row(4)] : [], "odata.nextLink": null },
    );
    expect(await desk.readFeed(messageIdOf(2), 10)).toMatchObject([
      { ticketId: "8", messageId: "3" },
      { ticketId: "7", messageId: "4" },
    ]);
    // A message of no ticket belongs to no linked one; it must not keep the feed from the rows behind it for ever.
    message = { ...told, Ticket: null };
    expect(await desk.readFeed(messageIdOf(2), 10)).toMatchObject([{ ticketId: "7", messageId: "4" }]);
  });
});

it("doubles the quotes of a text literal", () => {
  expect(quoted("<o'neil@host>")).toBe("'<o''neil@host>'");
});

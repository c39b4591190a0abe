import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

async function link(title: string, subject: string, more: { isPrivateMessageSupported?: boolean } = {}) {
  const superoffice = test.superoffice.control.createTicket({ title }).id;
  const requestor = test.requestor.control.createTicket({ subject, ...more }).id;
  const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
  const { body: made } = await test.call("POST", "/api/links", { body });
  return { id: String(made["id"]), ref: String(made["requestorRef"]), superoffice, requestor };
}

async function found(path: string): Promise<readonly string[]> {
  const { status, body } = await test.call("GET", path);
  expect(status).toBe(200);
  return (body["items"] as { id: string }[]).map(({ id }) => id);
}

describe("the search for links", () => {
  it("finds by id, reference and words, by state, and in the order that is asked for", async () => {
    const printer = await link("Printer jams", "Drucker klemmt");
    const plotter = await link("Plotter jams", "Plotter klemmt");
    expect(await found(`/api/links?q=${printer.superoffice}&state=active`)).toContain(printer.id);
    expect(await found(`/api/links?q=${encodeURIComponent(plotter.ref)}`)).toEqual([plotter.id]);
    expect(await found("/api/links?q=jam%20plott")).toEqual([plotter.id]);
    expect(await found("/api/links?q=klemmt")).toEqual([plotter.id, printer.id]);
    await test.call("PATCH", `/api/links/${plotter.id}`, { body: { paused: true } });
    expect(await found("/api/links?state=paused")).toEqual([plotter.id]);
    test.superoffice.control.addMessage(printer.superoffice, { from: 5, text: "One" });
    await vi.waitFor(async () => expect((await found("/api/links?sort=activity"))[0]).toBe(printer.id), {
      timeout: patienceMs,
    });
    await test.call("DELETE", `/api/links/${plotter.id}`);
    expect(await found("/api/links?state=unlinked")).toEqual([plotter.id]);
    expect(await found("/api/links?q=plotter")).toEqual([]);
    const { body } = await test.call("GET", "/api/links?state=unlinked");
    expect(body["items"]).toMatchObject([{ active: false, activeAt: null, waitingSince: null }]);
  });

  it.each([
    ...["state=lost", "sort=title", "q=", `q=${"x".repeat(201)}`, "q=a%00b", "cursor=newest_1"],
    // A moment that no timestamp holds.
    ...["cursor=activity_-999999999999999999_1&sort=activity", "cursor=waiting_-999999999999999999_1&sort=waiting"],
  ])("is 400 for ?%s", async (query) => {
    const answer = await test.call("GET", `/api/links?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { field: query.split("=")[0] } });
  });

  it("pages through every order", async () => {
    for (const sort of ["newest", "activity"]) {
      const seen: string[] = [];
      let next: string | null = "";
      for (let pages = 0; next !== null && pages < 20; pages += 1) {
        const cursor: string = next === "" ? "" : `&cursor=${next}`;
        const { body } = await test.call("GET", `/api/links?limit=1&sort=${sort}${cursor}`);
        seen.push(...(body["items"] as { id: string }[]).map(({ id }) => id));
        next = body["nextCursor"] as string | null;
      }
      expect(seen).toEqual(await found(`/api/links?sort=${sort}`));
    }
  });
});

describe("the search for messages", () => {
  it("finds by direction, kind, time and words of the reason", async () => {
    const pair = await link("Private", "Private", { isPrivateMessageSupported: false });
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Ours", slevel: "Internal" });
    const of = (query: string) => `/api/mirrors?linkId=${pair.id}&${query}`;
    await vi.waitFor(async () => expect(await found(of("state=held"))).toHaveLength(1), { timeout: patienceMs });
    const [id = ""] = await found(of("state=held"));
    expect(await found(of("q=cannot%20internal"))).toEqual([id]);
    expect(await found("/api/mirrors?q=cannot%20internal")).toContain(id);
    expect(await found(of("q=elephant"))).toEqual([]);
    expect(await found(of("cause=cannot-hold-internal"))).toEqual([id]);
    expect(await found(of("cause=refused"))).toEqual([]);
    expect(await found(of("cause=cannot-hold-internal&state=waiting"))).toEqual([]);
    expect(await found(of("direction=superoffice-to-requestor&kind=message"))).toEqual([id]);
    expect(await found(of("direction=requestor-to-superoffice"))).toEqual([]);
    expect(await found(of("direction=superoffice-to-requestor&side=requestor"))).toEqual([]);
    expect(await found(of("kind=edit"))).toEqual([]);
    const [before, after] = [-60_000, 60_000].map((ms) => new Date(Date.now() + ms).toISOString());
    expect(await found(of(`from=${before}&until=${after}`))).toEqual([id]);
    expect(await found(of(`until=${before}`))).toEqual([]);
    expect(await found(of(`from=${after}`))).toEqual([]);
  });

  it.each(["direction=left", "kind=note", "from=yesterday", "until=2026", "q=", "q=%00", "cause=%00"])(
    "is 400 for ?%s",
    async (query) => {
      const answer = await test.call("GET", `/api/mirrors?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { field: query.split("=")[0] } });
    },
  );
});

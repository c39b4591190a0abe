import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

interface GroupJson {
  readonly cause: string;
  readonly count: number;
  readonly example: { readonly id: string };
}

async function groups(query = ""): Promise<readonly GroupJson[]> {
  const { status, body } = await test.call("GET", `/api/attention${query}`);
  expect(status).toBe(200);
  return body["groups"] as GroupJson[];
}

/** A link with so many messages that the other ticket cannot hold. */
async function heldMessages(count: number): Promise<{ linkId: string; superoffice: number; requestor: number }> {
  const superoffice = test.superoffice.control.createTicket({ title: "Private" }).id;
  const requestor = test.requestor.control.createTicket({ isPrivateMessageSupported: false }).id;
  const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
  const linkId = String((await test.call("POST", "/api/links", { body })).body["id"]);
  for (let n = 0; n < count; n += 1) {
    test.superoffice.control.addMessage(superoffice, { from: 5, text: `Ours ${n}`, slevel: "Internal" });
  }
  await vi.waitFor(async () => expect((await groups(`?linkId=${linkId}`))[0]?.count).toBe(count), {
    timeout: patienceMs,
    interval: 100,
  });
  return { linkId, superoffice, requestor };
}

const act = (body: object) => test.call("POST", "/api/attention/act", { body });

interface Asked {
  readonly act: "retry" | "skip";
  readonly reason?: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly expected: number;
}

async function fingerprint(filter: Asked["filter"]): Promise<unknown> {
  const { body } = await test.call("GET", `/api/attention?${new URLSearchParams(filter).toString()}`);
  return body["fingerprint"];
}

/** By who has just looked. */
const actAsShown = async (asked: Asked) => await act({ ...asked, fingerprint: await fingerprint(asked.filter) });

describe("what needs attention", () => {
  it("stands in groups with the cause in plain words, what to do and the oldest as an example", async () => {
    const { linkId, superoffice } = await heldMessages(2);
    const [group] = await groups(`?linkId=${linkId}`);
    expect(group).toMatchObject({
      of: "message",
      cause: "cannot-hold-internal",
      words: expect.stringContaining("internal") as string,
      whatToDo: expect.stringContaining("retry") as string,
      count: 2,
      held: 2,
      uncertain: 0,
      directions: [{ direction: "superoffice-to-requestor", count: 2 }],
      ...{ advised: "retry", exposes: false },
      example: {
        ...{ source: { side: "superoffice", ticketId: String(superoffice) }, linkId, visibility: "internal" },
        reason: expect.stringContaining("cannot hold internal messages") as string,
      },
    });
    const { body } = await test.call("GET", `/api/mirrors/${group?.example.id ?? ""}`);
    expect(body).toMatchObject({ state: "held", advised: "retry" });
    expect(await groups(`?linkId=${linkId}&cause=refused`)).toEqual([]);
    expect(await groups(`?linkId=${linkId}&side=requestor`)).toEqual([]);
    expect(await groups(`?linkId=${linkId}&side=superoffice&direction=requestor-to-superoffice`)).toEqual([]);
  });

  it("is retried at once where it fits the filter, and crosses when its cause is mended", async () => {
    const { linkId, requestor } = await heldMessages(3);
    const other = await heldMessages(1);
    test.requestor.control.setTicket(requestor, { isPrivateMessageSupported: true });
    const answer = await actAsShown({ act: "retry", filter: { linkId, cause: "cannot-hold-internal" }, expected: 3 });
    expect(answer).toMatchObject({ status: 200, body: { done: 3, refused: [] } });
    await test.requestor.control.waitFor((control) => control.messages(requestor).length === 3, {
      timeoutMs: patienceMs,
    });
    expect(await groups(`?linkId=${linkId}`)).toEqual([]);
    expect(await groups(`?linkId=${other.linkId}`)).toMatchObject([{ count: 1 }]);
  });

  it("is acted on as messages or as tickets, which may share a cause", async () => {
    const { linkId } = await heldMessages(2);
    const cause = "cannot-hold-internal";
    const skip = (of: string, expected: number) =>
      actAsShown({ act: "skip", reason: "Not needed.", filter: { of, cause, linkId }, expected });
    expect(await skip("ticket", 2)).toMatchObject({ status: 409, body: { field: "expected" } });
    expect(await skip("ticket", 0)).toMatchObject({ status: 200, body: { done: 0 } });
    expect(await groups(`?linkId=${linkId}&of=ticket`)).toEqual([]);
    expect(await groups(`?linkId=${linkId}&of=message`)).toMatchObject([{ count: 2 }]);
    expect(await skip("message", 2)).toMatchObject({ status: 200, body: { done: 2, refused: [] } });
  });

  it("is left alone when it is another number by now, with the number it is", async () => {
    const { linkId } = await heldMessages(2);
    const answer = await actAsShown({ act: "skip", reason: "Not needed.", filter: { linkId }, expected: 1 });
    expect(answer).toMatchObject({ status: 409, body: { field: "expected" } });
    expect(answer.body["detail"]).toMatch(/concern 2 by now, not 1/);
    expect(await groups(`?linkId=${linkId}`)).toMatchObject([{ count: 2 }]);
  });

  it("is left alone where one went and another came since it was shown, as nobody confirmed that one", async () => {
    const { linkId, superoffice } = await heldMessages(3);
    const filter = { linkId, cause: "cannot-hold-internal" };
    const shown = { filter, expected: 3, fingerprint: await fingerprint(filter) };
    const ids = async () => {
      const { body } = await test.call("GET", `/api/mirrors?linkId=${linkId}&state=held`);
      return (body["items"] as { id: string }[]).map(({ id }) => id);
    };
    const [newest = ""] = await ids();
    await test.call("POST", `/api/mirrors/${newest}/skip`, { body: { reason: "By somebody else." } });
    test.superoffice.control.addMessage(superoffice, { from: 5, text: "Unseen", slevel: "Internal" });
    await vi.waitFor(async () => expect(await ids()).toHaveLength(3), { timeout: patienceMs, interval: 100 });
    const before = await ids();
    for (const asked of [{ act: "retry" }, { act: "skip", reason: "Not needed." }]) {
      const answer = await act({ ...shown, ...asked });
      expect(answer).toMatchObject({ status: 409, body: { field: "fingerprint" } });
      expect(answer.body["detail"]).toMatch(/others than were shown, though as many; nothing was done/);
    }
    expect(await ids()).toEqual(before);
    expect(await actAsShown({ act: "skip", reason: "Not needed.", filter, expected: 3 })).toMatchObject({
      status: 200,
    });
  });

  it("is skipped with the person's reason", async () => {
    const { linkId, requestor } = await heldMessages(2);
    const answer = await actAsShown({ act: "skip", reason: "Not needed.", filter: { linkId }, expected: 2 });
    expect(answer).toMatchObject({ status: 200, body: { done: 2, refused: [] } });
    const { body } = await test.call("GET", `/api/mirrors?linkId=${linkId}&state=skipped&q=needed`);
    expect(body["items"]).toMatchObject([{ reason: "Not needed." }, { reason: "Not needed." }]);
    expect(test.requestor.control.messages(requestor)).toEqual([]);
  });

  it.each([
    [{ act: "adopt", filter: {}, expected: 0, fingerprint: "x" }, "act"],
    [{ act: "skip", filter: {}, expected: 0, fingerprint: "x" }, "reason"],
    [{ act: "skip", reason: " ", filter: {}, expected: 0, fingerprint: "x" }, "reason"],
    [{ act: "retry", filter: {}, fingerprint: "x" }, "expected"],
    [{ act: "retry", filter: {}, expected: 0 }, "fingerprint"],
    [{ act: "retry", expected: 0, fingerprint: "x" }, "filter"],
    [{ act: "retry", filter: { side: "left" }, expected: 0, fingerprint: "x" }, "filter.side"],
    [{ act: "retry", filter: { of: "link" }, expected: 0, fingerprint: "x" }, "filter.of"],
    [{ act: "retry", filter: { state: "held" }, expected: 0, fingerprint: "x" }, "filter.state"],
  ])("is 400 for %j", async (body, field) => {
    expect(await act(body)).toMatchObject({ status: 400, body: { field } });
  });
});

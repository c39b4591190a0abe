import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

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

type MirrorJson = { id: string; state: string; reason: string | null } & Record<string, unknown>;

async function mirrorsOf(linkId: string, query = ""): Promise<MirrorJson[]> {
  const { body } = await test.call("GET", `/api/mirrors?linkId=${linkId}${query}`);
  return body["items"] as MirrorJson[];
}

/** The link's only mirror, once it is in this state. */
async function mirrorIn(state: string, linkId: string): Promise<MirrorJson> {
  return await vi.waitFor(
    async () => {
      const [mirror] = await mirrorsOf(linkId);
      expect(mirror?.state).toBe(state);
      return mirror as MirrorJson;
    },
    { timeout: patienceMs, interval: 50 },
  );
}

/** An internal message for a Requestor ticket that cannot hold one: held for a person (P3). */
async function heldMirror() {
  const superoffice = test.superoffice.control.createTicket({ title: "Private" }).id;
  const requestor = test.requestor.control.createTicket({ isPrivateMessageSupported: false }).id;
  const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
  const linkId = String((await test.call("POST", "/api/links", { body })).body["id"]);
  const { id: messageId } = test.superoffice.control.addMessage(superoffice, {
    from: 5,
    text: "For us only",
    slevel: "Internal",
  });
  return { superoffice, requestor, linkId, messageId, mirror: await mirrorIn("held", linkId) };
}

describe("the list of messages", () => {
  it("shows where a message came from, where it went and when", async () => {
    const pair = await test.linkedPair();
    const source = test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Hello" });
    const mirror = await mirrorIn("mirrored", pair.linkId);
    const [target] = test.requestor.control.messages(pair.requestor);
    expect(mirror).toMatchObject({
      linkId: pair.linkId,
      direction: "superoffice-to-requestor",
      kind: "message",
      visibility: "public",
      revision: 1,
      source: { side: "superoffice", ticketId: String(pair.superoffice), messageId: String(source.id) },
      target: { side: "requestor", ticketId: String(pair.requestor), messageId: String(target?.id) },
      attempts: 1,
      reason: null,
    });
    for (const time of ["capturedAt", "sentAt", "mirroredAt", "updatedAt"]) {
      expect(Math.abs(Date.parse(String(mirror[time])) - Date.now())).toBeLessThan(60_000);
    }
  });

  it("filters by state, link and source side, and pages", async () => {
    const pair = await test.linkedPair();
    for (const text of ["one", "two", "three"])
      test.superoffice.control.addMessage(pair.superoffice, { from: 5, text });
    test.requestor.control.addMessage(pair.requestor, { from: "kim", text: "back" });
    // A mirror that is listed before its id is stored is a row too, which is skipped by its marker.
    const mirrored = "&state=mirrored";
    await vi.waitFor(async () => expect(await mirrorsOf(pair.linkId, mirrored)).toHaveLength(4), {
      timeout: patienceMs,
    });
    const all = (await mirrorsOf(pair.linkId)).filter(({ state }) => state !== "skipped");
    expect(all.map(({ state }) => state)).toEqual(["mirrored", "mirrored", "mirrored", "mirrored"]);
    expect(await mirrorsOf(pair.linkId, `&side=requestor${mirrored}`)).toHaveLength(1);
    expect(await mirrorsOf(pair.linkId, `&side=superoffice${mirrored}`)).toHaveLength(3);
    expect(await mirrorsOf(pair.linkId, "&state=held")).toEqual([]);
    const first = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}${mirrored}&limit=3`);
    const cursor = String(first.body["nextCursor"]);
    const second = await test.call("GET", `/api/mirrors?linkId=${pair.linkId}${mirrored}&limit=3&cursor=${cursor}`);
    const ids = [first, second].flatMap(({ body }) => (body["items"] as MirrorJson[]).map(({ id }) => id));
    expect(new Set(ids).size).toBe(4);
    expect(second.body["nextCursor"]).toBeNull();
    expect(await mirrorsOf("999999")).toEqual([]);
  });

  it.each(["state=lost", "side=left", "linkId=x", "limit=1.5", "cursor=!", "State=held"])(
    "is 400 for ?%s",
    async (query) => {
      const answer = await test.call("GET", `/api/mirrors?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { field: query.split("=")[0] } });
    },
  );
});

describe("one message", () => {
  it("is shown with its whole trace and never with its text", async () => {
    const pair = await test.linkedPair();
    const received: (string | null)[] = [];
    const forget = test.requestor.control.observe({
      call: ({ method, ticketId, requestId }) => {
        if (method === "POST" && ticketId === pair.requestor) received.push(requestId);
      },
    });
    test.requestor.control.faults.add({
      ...{ kind: "status", status: 429, times: 1, match: { method: "POST", ticketId: pair.requestor } },
    });
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Words of a customer" });
    const { id } = await mirrorIn("mirrored", pair.linkId);
    forget();
    const answer = await test.call("GET", `/api/mirrors/${id}`);
    const trace = answer.body["trace"] as { what: string; status: number | null; requestId: string | null }[];
    const [first, second] = [1, 2].map((n) => `${String(answer.body["correlationId"])}-${n}`);
    expect(trace.map(({ what, status, requestId }) => [what, status, requestId])).toEqual([
      ["captured", null, null],
      ["decided", null, null],
      ["sending", null, first],
      ["attempt-failed", 429, first],
      ["sending", null, second],
      ["mirrored", 200, second],
    ]);
    expect(received).toEqual([first, second]);
    expect(answer.text).not.toContain("Words of a customer");
    expect(test.log.join("")).not.toContain("Words of a customer");
    expect(test.log.filter((line) => line.includes(String(answer.body["correlationId"]))).length).toBeGreaterThan(1);
  });

  it("is 404 with the field named when there is none", async () => {
    for (const id of ["999999", "abc"]) {
      for (const call of [
        test.call("GET", `/api/mirrors/${id}`),
        test.call("POST", `/api/mirrors/${id}/retry`),
        test.call("POST", `/api/mirrors/${id}/skip`, { body: { reason: "why" } }),
        test.call("POST", `/api/mirrors/${id}/adopt`, { body: { targetMessageId: 1 } }),
      ]) {
        expect(await call).toMatchObject({ status: 404, body: { field: "id" } });
      }
    }
  });

  it("can neither be retried, skipped nor adopted once it is mirrored", async () => {
    const pair = await test.linkedPair();
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Done" });
    const { id } = await mirrorIn("mirrored", pair.linkId);
    const acts = [
      ["retry", undefined],
      ["skip", { reason: "why" }],
      ["adopt", { targetMessageId: "1" }],
    ] as const;
    for (const [act, body] of acts) {
      const answer = await test.call("POST", `/api/mirrors/${id}/${act}`, { body });
      expect(answer.status).toBe(409);
      expect(answer.body["detail"]).toContain("mirrored");
    }
    expect(test.requestor.control.messages(pair.requestor)).toHaveLength(1);
  });
});

describe("a held message", () => {
  it("stands in the status with a reason that a person understands", async () => {
    const { mirror } = await heldMirror();
    expect(mirror.reason).toMatch(/private|internal/i);
    const { body } = await test.call("GET", "/api/status");
    expect(body["counts"]).toMatchObject({ held: expect.any(Number) as number });
    expect((body["attention"] as MirrorJson[]).map(({ id }) => id)).toContain(mirror.id);
  });

  it("crosses after a retry once its reason is mended", async () => {
    const { requestor, linkId, mirror } = await heldMirror();
    test.requestor.control.setTicket(requestor, { isPrivateMessageSupported: true });
    const retried = await test.call("POST", `/api/mirrors/${mirror.id}/retry`);
    expect(retried.status).toBe(200);
    await mirrorIn("mirrored", linkId);
    expect(test.requestor.control.messages(requestor)).toMatchObject([{ private: true }]);
  });

  it("is left out after a skip, with the person's reason", async () => {
    const { requestor, linkId, mirror } = await heldMirror();
    for (const body of [{}, { reason: "" }, { reason: 1 }, { reason: "x".repeat(501) }]) {
      const answer = await test.call("POST", `/api/mirrors/${mirror.id}/skip`, { body });
      expect(answer).toMatchObject({ status: 400, body: { field: "reason" } });
    }
    const skipped = await test.call("POST", `/api/mirrors/${mirror.id}/skip`, { body: { reason: "Not for them." } });
    expect(skipped).toMatchObject({ status: 200, body: { state: "skipped" } });
    expect((await mirrorIn("skipped", linkId)).reason).toContain("Not for them.");
    expect(test.requestor.control.messages(requestor)).toEqual([]);
  });

  it("is skipped together with those that are held for the same reason on its link, and with no other", async () => {
    const { superoffice, requestor, linkId, mirror } = await heldMirror();
    for (const text of ["second", "third"])
      test.superoffice.control.addMessage(superoffice, { from: 5, text, slevel: "Internal" });
    const held = async () => {
      const { body } = await test.call("GET", `/api/mirrors?state=held&linkId=${linkId}`);
      return (body["items"] as MirrorJson[]).map(({ id }) => id).filter((id) => id !== mirror.id);
    };
    await vi.waitFor(async () => expect(await held()).toHaveLength(2), { timeout: 20_000, interval: 50 });
    const [crossed = "", same = ""] = await held();
    test.requestor.control.setTicket(requestor, { isPrivateMessageSupported: true });
    await test.call("POST", `/api/mirrors/${crossed}/retry`);
    await mirrorIn("mirrored", linkId);
    const stranger = await heldMirror();
    const alsoHeld = [crossed, same, stranger.mirror.id, "999999"];
    const body = { reason: "Written by hand.", alsoHeld };
    const answer = await test.call("POST", `/api/mirrors/${mirror.id}/skip`, { body });
    expect(answer).toMatchObject({
      status: 200,
      body: { id: mirror.id, state: "skipped", notSkipped: [crossed, stranger.mirror.id, "999999"] },
    });
    const log = (await test.call("GET", "/api/acts?act=skipMirror&limit=1")).body["items"];
    expect(log).toMatchObject([
      {
        outcome: "partly",
        reason: "Done: 2 of 5. Refused: 3 × It is not held any more for the same reason on the same link.",
      },
    ]);
    expect(await held()).toEqual([]);
    expect((await mirrorIn("held", stranger.linkId)).id).toBe(stranger.mirror.id);
  });

  it("can be given the message that a person wrote instead, but not one that is missing, public or taken", async () => {
    const { superoffice, requestor, linkId, mirror } = await heldMirror();
    const adopt = (targetMessageId: unknown) =>
      test.call("POST", `/api/mirrors/${mirror.id}/adopt`, { body: { targetMessageId } });
    expect(await adopt("x")).toMatchObject({ status: 400, body: { field: "targetMessageId" } });
    expect(await adopt(999_999)).toMatchObject({ status: 422, body: { field: "targetMessageId" } });
    test.requestor.control.setTicket(requestor, { isPrivateMessageSupported: true });
    const open = test.requestor.control.addMessage(requestor, { from: "kim", text: "open" });
    expect(await adopt(open.id)).toMatchObject({ status: 422, body: { field: "targetMessageId" } });
    // While the link is paused nobody takes the person's message for one that has to cross.
    await test.call("PATCH", `/api/links/${linkId}`, { body: { paused: true } });
    const closed = test.requestor.control.addMessage(requestor, { from: "kim", text: "closed", private: true });
    const adopted = await adopt(closed.id);
    expect(adopted).toMatchObject({
      status: 200,
      body: { state: "mirrored", target: { messageId: String(closed.id) } },
    });
    await test.call("PATCH", `/api/links/${linkId}`, { body: { paused: false } });
    const second = test.superoffice.control.addMessage(superoffice, { from: 5, text: "second" });
    await test.requestor.control.waitFor((control) => control.messages(requestor).length === 3, {
      timeoutMs: patienceMs,
    });
    const mirrors = await mirrorsOf(linkId, "&side=superoffice");
    expect(mirrors.map(({ source }) => (source as { messageId: string }).messageId)).toContain(String(second.id));
    // The adopted one did not cross back; the public one is a message of its own and did.
    const back = test.superoffice.control.messages(superoffice).filter(({ body }) => /closed/.test(body));
    expect(back).toEqual([]);
  });
});

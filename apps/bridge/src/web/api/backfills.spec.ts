import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

type Body = Record<string, unknown>;

const soon = { timeout: 15_000 };

describe("a backfill in the admin API", { timeout: patienceMs }, () => {
  let test: BridgeUnderTest;
  let pair: { readonly superofficeTicketId: number; readonly requestorTicketId: number };

  beforeAll(async () => {
    test = await BridgeUnderTest.start();
  });
  afterAll(() => test.stop());

  const newPair = (messages: number, isPrivateMessageSupported = true) => {
    const superofficeTicketId = test.superoffice.control.createTicket({ title: "A ticket" }).id;
    const requestorTicketId = test.requestor.control.createTicket({
      subject: "A ticket",
      isPrivateMessageSupported,
    }).id;
    pair = { superofficeTicketId, requestorTicketId };
    for (let nth = 1; nth <= messages; nth += 1) {
      test.superoffice.control.addMessage(superofficeTicketId, { text: `Chapter ${nth}.` });
    }
  };
  /** Every such call to Requestor takes so long. */
  const slowly = (method: "GET" | "POST", ms: number) =>
    test.requestor.control.faults.add({ kind: "latency", ms, times: "always", match: { method } });
  const begin = async (start: boolean) => {
    const answer = await test.call("POST", "/api/backfills", { body: { pairs: [pair], start } });
    expect(answer.status).toBe(201);
    return `/api/backfills/${String(answer.body["id"])}`;
  };
  const look = async (path: string) => (await test.call("GET", path)).body;
  const stands = async (path: string, standing: string) => {
    await expect.poll(async () => (await look(path))["standing"], soon).toBe(standing);
    return await look(path);
  };
  const isRead = (path: string) =>
    expect.poll(async () => (await look(path))["progress"], soon).toMatchObject({ phase: "planning" });

  it("that is stopped while its list is made stands as stopped, says why, and can be gone on with and discarded", async () => {
    newPair(2);
    const slow = slowly("GET", 3_000);
    const path = await begin(false);
    await isRead(path);
    expect(await look(path)).toMatchObject({ standing: "planning", why: null, isWorking: true });
    expect((await test.call("POST", `${path}/stop`)).status).toBe(200);
    const stopped = await stands(path, "stopped");
    expect(stopped).toMatchObject({
      ...{ state: "planning", isWorking: false, carriedBy: null, startedAt: null },
      why: "It was told to stop before its list was made. Nothing was written.",
    });
    test.requestor.control.faults.clear(slow);
    const { status, body } = await test.call("POST", `${path}/stop`);
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/is not under way: there is nothing to stop/) as string },
    });
    expect((await test.call("POST", `${path}/resume`, { body: { prepareOnly: true } })).status).toBe(200);
    expect(await stands(path, "planned")).toMatchObject({ why: null, reason: null });
    expect((await test.call("DELETE", path)).status).toBe(204);
  });

  it("that was being planned as the bridge was restarted stands as stopped in the next one", async () => {
    newPair(2);
    const slow = slowly("GET", 3_000);
    const path = await begin(false);
    await isRead(path);
    await test.stopBridge();
    test.requestor.control.faults.clear(slow);
    await test.startBridge();
    expect(await look(path)).toMatchObject({ standing: "stopped", isWorking: false });
    expect((await look("/api/backfills?limit=1"))["items"]).toMatchObject([
      { standing: "stopped", why: expect.stringMatching(/before its list was made/) as string },
    ]);
    expect((await test.call("DELETE", path)).status).toBe(204);
  });

  it("that is planned while a side is paused stands as stopped and names the side", async () => {
    newPair(1);
    await test.call("POST", "/api/sides/superoffice/pause");
    const path = await begin(false);
    expect(await stands(path, "stopped")).toMatchObject({
      why: expect.stringMatching(/^SuperOffice is paused/) as string,
    });
    await test.call("POST", "/api/sides/superoffice/resume");
    expect((await test.call("DELETE", path)).status).toBe(204);
  });

  it("that is carried out while a side is paused says so, and its report leads to the tickets and the message", async () => {
    newPair(6, false);
    test.superoffice.control.addMessage(pair.superofficeTicketId, { from: 5, text: "For us.", slevel: "Internal" });
    const slow = slowly("POST", 1_000);
    const path = await begin(true);
    const progress = async () => (await look(path))["progress"] as Body | null;
    await expect.poll(() => look(path), soon).not.toMatchObject({ result: { written: { requestor: 0 } } });
    await test.call("POST", "/api/sides/requestor/pause");
    await expect.poll(async () => (await progress())?.["waiting"], soon).toMatch(/^Requestor is paused/);
    expect(await look(path)).toMatchObject({ standing: "running", why: null });
    test.requestor.control.faults.clear(slow);
    await test.call("POST", "/api/sides/requestor/resume");
    await stands(path, "finished");
    expect((await test.call("POST", `${path}/stop`)).status).toBe(409);
    const lines = (await look(`${path}/report`))["items"] as Body[];
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const { linkId, mirrorId, messageId, superofficeTicketId } = line;
      expect(await look(`/api/links/${String(linkId)}`)).toMatchObject({ superofficeTicketId });
      expect(await look(`/api/mirrors/${String(mirrorId)}`)).toMatchObject({ linkId, source: { messageId } });
    }
  });
});

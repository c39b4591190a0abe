import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start(() => ({ environment: "test" }));
});
afterAll(() => test.stop());
beforeEach(() => {
  test.superoffice.control.faults.clear();
  test.requestor.control.faults.clear();
});

interface DirectionJson {
  readonly direction: string;
  readonly word: string;
  readonly why: string;
  readonly held: number;
  readonly p50Ms: number | null;
}

async function direction(name = "superoffice-to-requestor"): Promise<DirectionJson> {
  const { body } = await test.call("GET", "/api/overview");
  const found = (body["directions"] as DirectionJson[]).find((each) => each.direction === name);
  if (found === undefined) throw new Error(`The overview knows no ${name}.`);
  return found;
}

async function until(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: patienceMs, interval: 50 });
}

describe("the overview", () => {
  it("says what this installation is called and that all is on time, and how the call rate stands", async () => {
    await until(async () => expect((await direction()).word).toBe("on-time"));
    const { status, body } = await test.call("GET", "/api/overview");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      environment: "test",
      mode: "mirror",
      alarms: 0,
      sides: { superoffice: { reachable: true, trouble: null }, requestor: { reachable: true, trouble: null } },
    });
    const { superoffice } = body["budgets"] as { superoffice: { used: number; quietSeconds: number } };
    // Saved-up calls are back within a second or two; what was made over the last minute is told for as long.
    expect(superoffice.used).toBeGreaterThan(0);
    expect(superoffice.used).toBeLessThanOrEqual(1);
    expect(superoffice.quietSeconds).toBe(0);
  });

  it("tells how long messages take once some were mirrored, and counts them a minute", async () => {
    const pair = await test.linkedPair();
    for (const text of ["one", "two"]) test.superoffice.control.addMessage(pair.superoffice, { from: 5, text });
    await test.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 2, {
      timeoutMs: patienceMs,
    });
    await until(async () => expect((await direction()).p50Ms).toBeGreaterThan(0));
    for (const [span, count] of [
      ["hour", 60],
      ["day", 96],
      ["week", 168],
    ] as const) {
      const { status, body } = await test.call("GET", `/api/throughput?span=${span}`);
      expect(status).toBe(200);
      const [there, back] = body["directions"] as { buckets: { from: string; count: number }[] }[];
      expect(there?.buckets).toHaveLength(count);
      expect(there?.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBeGreaterThanOrEqual(2);
      expect(back?.buckets.every((bucket) => bucket.count === 0)).toBe(true);
    }
    expect(await test.call("GET", "/api/throughput?span=year")).toMatchObject({ status: 400, body: { field: "span" } });
  });

  it("says paused for both directions while a side is paused", async () => {
    await test.call("POST", "/api/sides/requestor/pause");
    const paused = [await direction(), await direction("requestor-to-superoffice")];
    await test.call("POST", "/api/sides/requestor/resume");
    expect(paused).toMatchObject([
      { word: "paused", why: "Requestor is paused." },
      { word: "paused", why: "Requestor is paused." },
    ]);
  });

  it("says blocked with the sentence while a helpdesk fails", async () => {
    const pair = await test.linkedPair();
    test.requestor.control.faults.add({ kind: "status", status: 500, body: "html", times: "always" });
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "waits" });
    await until(async () =>
      expect(await direction()).toMatchObject({ word: "blocked", why: expect.stringMatching(/Requestor/) as string }),
    );
    test.requestor.control.faults.clear();
    await until(async () => expect((await direction()).word).toBe("on-time"));
  });

  it("counts what is linked with what is paused of it, and without what was unlinked", async () => {
    const links = async () => {
      const [overview, status] = await Promise.all(
        ["/api/overview", "/api/status"].map((path) => test.call("GET", path)),
      );
      return [overview?.body["links"], status?.body["links"]];
    };
    const [before] = await links();
    const { linkId } = await test.linkedPair();
    await test.call("PATCH", `/api/links/${linkId}`, { body: { paused: true } });
    expect(await links()).toEqual([Number(before) + 1, Number(before) + 1]);
    await test.call("DELETE", `/api/links/${linkId}`);
    expect(await links()).toEqual([before, before]);
  });

  it("asks for a person in the direction in which a ticket is stopped, on the status too, until it is unlinked", async () => {
    const pair = await test.linkedPair();
    test.requestor.control.removeTicket(pair.requestor);
    test.superoffice.control.addMessage(pair.superoffice, { text: "Nowhere to go." });
    await until(async () =>
      expect(await direction()).toMatchObject({
        ...{ word: "action-required", stopped: 1 },
        why: expect.stringMatching(/^1 ticket is stopped\. .*not there/) as string,
      }),
    );
    const { stopped } = (await test.call("GET", "/api/status")).body;
    expect(stopped).toMatchObject([
      { direction: "superoffice-to-requestor", count: 1 },
      { count: 0, reason: null },
    ]);
    await test.call("DELETE", `/api/links/${pair.linkId}`);
    await until(async () => expect(await direction()).toMatchObject({ word: "on-time", stopped: 0 }));
  });

  it("asks for a person in the direction in which a message is held", async () => {
    const superoffice = test.superoffice.control.createTicket({ title: "Private" }).id;
    const requestor = test.requestor.control.createTicket({ isPrivateMessageSupported: false }).id;
    const body = { superofficeTicketId: superoffice, requestorTicketId: requestor };
    await test.call("POST", "/api/links", { body });
    test.superoffice.control.addMessage(superoffice, { from: 5, text: "For us only", slevel: "Internal" });
    await until(async () => expect(await direction()).toMatchObject({ word: "action-required", held: 1 }));
    expect(await direction("requestor-to-superoffice")).toMatchObject({ word: "on-time", held: 0 });
  });
});

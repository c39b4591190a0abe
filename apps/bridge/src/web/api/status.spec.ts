import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { BridgeUnderTest, patienceMs } from "../../testing/bridge-under-test.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

interface SideJson {
  reachable: boolean | null;
  credentials: string | null;
  paused: boolean;
  lastSuccess: string | null;
  trouble: string | null;
  editsFoundLate: string | null;
}

async function sides() {
  const { body } = await test.call("GET", "/api/status");
  return body["sides"] as { superoffice: SideJson; requestor: SideJson };
}

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

describe("the status", () => {
  it("says how both helpdesks are, also before anything is linked", async () => {
    await vi.waitFor(async () => expect((await sides()).requestor.reachable).toBe(true), { timeout: patienceMs });
    const { body } = await test.call("GET", "/api/status");
    expect(body).toMatchObject({
      mode: "mirror",
      version: "0.1.0",
      links: 0,
      oldestWaitingSeconds: 0,
      counts: { pending: 0, sending: 0, mirrored: 0, skipped: 0, uncertain: 0, held: 0 },
      lanes: [],
      attention: [],
      sides: {
        superoffice: { reachable: true, credentials: "accepted", paused: false, trouble: null, editsFoundLate: null },
        requestor: {
          reachable: true,
          paused: false,
          trouble: null,
          rateBudget: { perSecond: 500, burstSeconds: 2, concurrency: 4 },
          quietTicketSeenWithinSeconds: 1,
        },
      },
    });
    expect(Date.parse(String((await sides()).superoffice.lastSuccess))).toBeGreaterThan(0);
  });

  it("says in a sentence what is wrong with a helpdesk that answers HTML, and forgets it when it works again", async () => {
    const { linkId, ...pair } = await test.linkedPair();
    test.requestor.control.faults.add({ kind: "status", status: 503, body: "html", times: "always" });
    await vi.waitFor(async () => expect((await sides()).requestor.reachable).toBe(false), { timeout: patienceMs });
    const { requestor, superoffice } = await sides();
    expect(requestor.trouble).toMatch(/Requestor.*503/);
    expect(requestor.credentials).toBeNull();
    expect(superoffice.reachable).toBe(true);
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "Waits" });
    await vi.waitFor(
      async () => {
        const { body } = await test.call("GET", "/api/status");
        expect(body["counts"]).toMatchObject({ pending: 1, held: 0 });
      },
      { timeout: patienceMs },
    );
    test.requestor.control.faults.clear();
    await test.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 1, {
      timeoutMs: patienceMs,
    });
    await vi.waitFor(async () => expect((await sides()).requestor).toMatchObject({ reachable: true, trouble: null }), {
      timeout: patienceMs,
    });
    expect(linkId).toBeDefined();
  });

  it("tells credentials that are refused from a helpdesk that is away, and promises nothing while it cannot be read", async () => {
    const id = test.superoffice.control.faults.add({ kind: "status", status: 401, body: "own-error", times: "always" });
    const refused = { reachable: true, credentials: "refused", quietTicketSeenWithinSeconds: null };
    await vi.waitFor(async () => expect((await sides()).superoffice).toMatchObject(refused), { timeout: patienceMs });
    expect((await sides()).superoffice.trouble).toMatch(/^SuperOffice answered 401 to /);
    test.superoffice.control.faults.clear(id);
    const accepted = { reachable: true, credentials: "accepted", trouble: null };
    await vi.waitFor(async () => expect((await sides()).superoffice).toMatchObject(accepted), { timeout: patienceMs });
  });

  it("says why edits are found late where SuperOffice refuses its list of changed messages, which is no trouble", async () => {
    const refused = { kind: "status", status: 500, body: "own-error", times: "always" } as const;
    test.superoffice.control.faults.add({ ...refused, match: { path: "/Archive/dynamic" } });
    await vi.waitFor(
      async () => expect((await sides()).superoffice.editsFoundLate).toMatch(/hourly reading of its ticket\. .*500/),
      { timeout: patienceMs },
    );
    test.superoffice.control.faults.clear();
    expect(await sides()).toMatchObject({
      superoffice: { reachable: true, trouble: null },
      requestor: { editsFoundLate: null },
    });
  });

  it("names the link whose ticket is gone, with the reason", async () => {
    const pair = await test.linkedPair();
    test.requestor.control.removeTicket(pair.requestor);
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "To nowhere" });
    await vi.waitFor(
      async () => {
        const { body } = await test.call("GET", "/api/status");
        expect(body["lanes"]).toContainEqual(
          expect.objectContaining({
            linkId: pair.linkId,
            direction: "superoffice-to-requestor",
            stopped: true,
            reason: expect.stringMatching(/\w/) as string,
          }),
        );
      },
      { timeout: patienceMs },
    );
  });
});

describe("a paused helpdesk", () => {
  it("is neither read nor written until it is resumed, also after a restart, and then catches up", async () => {
    const pair = await test.linkedPair();
    expect((await test.call("POST", "/api/sides/requestor/pause")).body).toEqual({ side: "requestor", paused: true });
    // What was under way when the pause came may still end.
    const quiet = await settled(() => total(test.requestor.control.requests()));
    test.superoffice.control.addMessage(pair.superoffice, { from: 5, text: "While paused" });
    await vi.waitFor(
      async () => {
        const { body } = await test.call("GET", "/api/status");
        expect((body["counts"] as { pending: number }).pending).toBeGreaterThan(0);
      },
      { timeout: patienceMs },
    );
    await test.stopBridge();
    await test.startBridge();
    // SuperOffice is read on: three more readings of its feed are time enough for a wrong call to Requestor.
    const feed = () => test.superoffice.control.requests()["GET /api/v1/TicketMessage"] ?? 0;
    const before = feed();
    await test.superoffice.control.waitFor(() => feed() >= before + 3, { timeoutMs: patienceMs });
    expect(total(test.requestor.control.requests())).toBe(quiet);
    const paused = { paused: true, reachable: null, quietTicketSeenWithinSeconds: null };
    expect((await sides()).requestor).toMatchObject(paused);
    expect((await test.call("POST", "/api/sides/requestor/resume")).body).toEqual({ side: "requestor", paused: false });
    await test.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 1, {
      timeoutMs: patienceMs,
    });
  });

  it("holds back SuperOffice's readings as well", async () => {
    await test.linkedPair();
    await test.call("POST", "/api/sides/superoffice/pause");
    const quiet = await settled(() => total(test.superoffice.control.requests()));
    const polls = () => total(test.requestor.control.requests());
    const before = polls();
    await test.requestor.control.waitFor(() => polls() >= before + 3, { timeoutMs: patienceMs });
    expect(total(test.superoffice.control.requests())).toBe(quiet);
    await test.call("POST", "/api/sides/superoffice/resume");
    await test.superoffice.control.waitFor((control) => total(control.requests()) > quiet, { timeoutMs: patienceMs });
  });

  it("is 404 for a side that does not exist", async () => {
    for (const side of ["zendesk", "SuperOffice", "requestor%2F"]) {
      const answer = await test.call("POST", `/api/sides/${side}/pause`);
      expect(answer).toMatchObject({ status: 404, body: { field: "side" } });
    }
  });
});

/** The count once it has not moved for 300 ms. */
async function settled(count: () => number): Promise<number> {
  let last = count();
  let since = performance.now();
  await vi.waitFor(
    () => {
      if (count() !== last) {
        last = count();
        since = performance.now();
      }
      expect(performance.now() - since).toBeGreaterThan(300);
    },
    { timeout: patienceMs, interval: 20 },
  );
  return last;
}

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BridgeUnderTest } from "../../testing/bridge-under-test.ts";

describe("the audit in the admin API", () => {
  let test: BridgeUnderTest;

  beforeAll(async () => {
    test = await BridgeUnderTest.start();
  });

  afterAll(async () => {
    await test.stop();
  });

  it("knows a link that was not compared yet, and none that is not there", async () => {
    const { linkId } = await test.linkedPair();
    const answer = await test.call("GET", `/api/links/${linkId}/audit`);
    expect(answer.body).toMatchObject({ linkId, findings: [], trouble: null });
    expect((await test.call("GET", "/api/links/999/audit")).status).toBe(404);
  });

  it("compares a link's tickets when it is asked to, and says when there is no such link", async () => {
    const { linkId } = await test.linkedPair();
    const { status, body } = await test.call("POST", `/api/links/${linkId}/audit`);
    expect({ status, body }).toMatchObject({ status: 200, body: { kind: "compared", agree: 0, findings: [] } });
    expect((await test.call("GET", `/api/links/${linkId}/audit`)).body["audited"]).not.toBeNull();
    expect((await test.call("POST", "/api/links/999/audit")).status).toBe(404);
  });

  it("lists what was compared, with the figures over all links", async () => {
    const { linkId } = await test.linkedPair();
    await expect
      .poll(async () => (await test.call("GET", `/api/links/${linkId}/audit`)).body["audited"], { timeout: 40_000 })
      .not.toBeNull();
    const { body } = await test.call("GET", "/api/audit?limit=1");
    expect(body["items"]).toHaveLength(1);
    expect(body["totals"]).toMatchObject({ agree: 0, should: 0, parity: null });
    expect((await test.call("GET", "/api/audit?findings=only")).body["items"]).toEqual([]);
    expect((await test.call("GET", "/api/audit?findings=all")).status).toBe(400);
  });

  it("asks who acknowledges, and takes it also where no alarm stands", async () => {
    const path = "/api/alarm/acknowledge";
    expect((await test.call("POST", path, { body: {} })).body).toMatchObject({ field: "by", status: 400 });
    expect((await test.call("POST", path, { body: { by: "Jane", alarms: ["1"] } })).body).toEqual({ acknowledged: 0 });
    expect((await test.call("GET", "/api/acts?act=acknowledgeAlarms&limit=1")).body["items"]).toMatchObject([
      { outcome: "refused", reason: "Done: 0 of 1. Refused: 1 × No such alarm stands any more." },
    ]);
    expect((await test.call("POST", path, { body: { by: "Jane" }, token: null })).status).toBe(401);
  });
});

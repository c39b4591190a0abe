import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { BridgeUnderTest } from "../../testing/bridge-under-test.ts";

describe("learning the map again by the admin API", () => {
  let test: BridgeUnderTest;

  beforeAll(async () => {
    test = await BridgeUnderTest.start();
  });
  afterEach(async () => {
    test.superoffice.control.faults.clear();
    for (const side of ["superoffice", "requestor"]) await test.call("POST", `/api/sides/${side}/resume`);
  });
  afterAll(async () => {
    await test.stop();
  });

  const begin = (body: object) => test.call("POST", "/api/relearnings", { body });

  async function toItsEnd(id: unknown): Promise<Record<string, unknown>[]> {
    const steps: Record<string, unknown>[] = [];
    for (;;) {
      const { body } = await test.call("POST", `/api/relearnings/${String(id)}/next`);
      steps.push(body);
      if (body["totals"] !== null || body["failure"] !== null) return steps;
    }
  }

  it("gives what became of each pair, and the sums at the end", async () => {
    const { superoffice, requestor } = await test.linkedPair();
    const pairs = [{ superofficeTicketId: superoffice, requestorTicketId: requestor }];
    const begun = await begin({ pairs });
    expect(begun.status).toBe(201);
    const steps = await toItsEnd(begun.body["id"]);
    expect(steps.flatMap(({ items }) => items)).toMatchObject([
      { superofficeTicketId: String(superoffice), requestorTicketId: String(requestor), outcome: "nothing" },
    ]);
    expect(steps.at(-1)).toMatchObject({
      ...{ failure: null, progress: { pairs: 1, foreign: 0, waiting: null } },
      totals: { tickets: { nothing: 1, relearned: 0 }, newLinks: 0, mirrors: 0 },
    });
  });

  it("goes on for one who asks, refuses a second one meanwhile, and can be stopped", async () => {
    const { id } = (await begin({})).body;
    expect((await begin({})).status).toBe(409);
    expect((await test.call("DELETE", `/api/relearnings/${String(id)}`)).status).toBe(204);
    expect((await toItsEnd(id)).at(-1)).toMatchObject({ totals: null, failure: { cause: "asked" } });
    const next = await begin({});
    expect(next.status).toBe(201);
    await toItsEnd(next.body["id"]);
    const gone = "/api/relearnings/00000000-0000-4000-8000-000000000000";
    expect((await test.call("POST", `${gone}/next`)).status).toBe(404);
    expect((await test.call("DELETE", gone)).status).toBe(404);
  });

  it("tells why it cannot go on, and refuses what it does not understand or must not read", async () => {
    test.superoffice.control.faults.add({ kind: "unauthorized", times: "always" });
    const steps = await toItsEnd((await begin({})).body["id"]);
    expect(steps.at(-1)).toMatchObject({
      totals: null,
      failure: { cause: "credentials", reason: expect.stringMatching(/refuses the credentials/) as string },
    });
    test.superoffice.control.faults.clear();
    expect((await begin({ pairs: [{ superofficeTicketId: 1 }] })).status).toBe(400);
    await test.call("POST", "/api/sides/requestor/pause");
    expect((await begin({})).status).toBe(409);
  });
});

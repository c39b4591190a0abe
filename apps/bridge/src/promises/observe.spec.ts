import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { Conversation } from "./conversation.ts";
import { TwoHelpdesks } from "./two-helpdesks.ts";

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly trace: readonly { readonly what: string; readonly detail: string }[];
}

let helpdesks: TwoHelpdesks;

beforeAll(async () => {
  helpdesks = await TwoHelpdesks.start({ mode: "observe" });
});

afterAll(async () => {
  await helpdesks.stop();
});

async function mirrors(): Promise<Shown[]> {
  const { body } = await helpdesks.api("GET", "/api/mirrors");
  const { items } = body as { items: { id: string }[] };
  return await Promise.all(
    items.map(async ({ id }) => (await helpdesks.api("GET", `/api/mirrors/${id}`)).body as Shown),
  );
}

/** Writes by the bridge, which are all that the API of a helpdesk took; people write by the control. */
const writes = () => [
  ...helpdesks.superoffice.control.writes().filter(({ path }) => !path.includes("/Webhook")),
  ...helpdesks.requestor.control.writes(),
];

/** Three waits for two helpdesks and a restart. */
const timeout = 90_000;

it(
  "shows what would be written, once, writes nothing, and delivers it all after a restart that mirrors",
  { timeout },
  async () => {
    const pair = await helpdesks.newPair();
    const conversation = new Conversation(helpdesks, pair);
    conversation.writeABit();
    await vi.waitFor(
      async () => {
        const shown = await mirrors();
        expect(shown).toHaveLength(6);
        for (const { reason } of shown) expect(reason).toContain("Only observed.");
      },
      { timeout: 20_000, interval: 50 },
    );
    const before = await mirrors();
    for (const { state, attempts, trace, reason } of before) {
      expect({ state, attempts }).toEqual({ state: "pending", attempts: 0 });
      expect(reason).toMatch(
        /Would be written to ticket \d+ in (SuperOffice|Requestor) as (a public message|an internal note): (HTML|plain text) of \d+ characters\. (Nothing would be lost|Would be lost: .+)\.$/,
      );
      expect(trace.map(({ what }) => what)).toEqual(["captured", "observed"]);
      expect(JSON.stringify(trace)).not.toContain("token");
    }
    expect(before.filter(({ reason }) => reason?.includes("an internal note"))).toHaveLength(2);

    // Another message makes both tickets and lanes be looked at again.
    conversation.write("superoffice");
    conversation.write("requestor");
    await vi.waitFor(async () => expect((await mirrors()).filter(({ reason }) => reason !== null)).toHaveLength(8), {
      timeout: 20_000,
      interval: 50,
    });
    const known = new Set(before.map(({ id }) => id));
    expect((await mirrors()).filter(({ id }) => known.has(id))).toEqual(before);
    expect(writes()).toEqual([]);
    expect((await helpdesks.api("GET", "/api/status")).body).toMatchObject({ mode: "observe", counts: { pending: 8 } });

    expect(await helpdesks.api("POST", "/api/backfills", {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("MODE") as string },
    });
    expect((await helpdesks.api("POST", "/api/backfills", { dryRun: true })).status).toBe(201);

    await helpdesks.stopBridge();
    expect(writes()).toEqual([]);
    await helpdesks.startBridge("mirror");
    await conversation.crossed();
    conversation.expectPromisesKept();
    expect((await helpdesks.api("GET", "/api/status")).body).toMatchObject({ mode: "mirror", counts: { pending: 0 } });
  },
);

it("tells what needs attention after a backfill page by page, each line once, from the cursor of the page before", async () => {
  const missing = [9_000_001, 9_000_002, 9_000_003];
  const pairs = missing.map((id) => ({ superofficeTicketId: id, requestorTicketId: id }));
  const begun = (await helpdesks.api("POST", "/api/backfills", { pairs })).body as { id: string };
  const at = `/api/backfills/${begun.id}`;
  await vi.waitFor(async () => expect((await helpdesks.api("GET", at)).body).toMatchObject({ state: "finished" }), {
    timeout: 20_000,
    interval: 50,
  });
  const pages: string[][] = [];
  for (let cursor: string | null = ""; cursor !== null && pages.length < 9;) {
    const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = (await helpdesks.api("GET", `${at}/report?limit=2${from}`)).body as {
      items: { superofficeTicketId: string }[];
      nextCursor: string | null;
    };
    pages.push(page.items.map(({ superofficeTicketId }) => superofficeTicketId));
    cursor = page.nextCursor;
  }
  expect(pages.flat()).toEqual(missing.map(String));
  expect(pages[0]).toHaveLength(2);
  expect((await helpdesks.api("GET", `${at}/report?cursor=nonsense`)).status).toBe(400);
}, 60_000);

import type { FaultSpans } from "@ticket-bridge/simulators";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";

/** Late commits land within the second for which the bridge of these tests takes an unanswered write to be open. */
const spans: Partial<FaultSpans> = {
  latency: [5, 100],
  lateCommit: [50, 600],
  timeout: [100, 900],
  outage: [200, 900],
  webhookDelay: [20, 500],
};
const patience = { timeout: 60_000, interval: 100 };

describe("edits and deletions under mixed faults", () => {
  let helpdesks: TwoHelpdesks;
  let pair: LinkedPair;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start();
    pair = await helpdesks.newPair();
  });

  afterAll(async () => {
    await helpdesks.stop();
  });

  const inSuperOffice = () => helpdesks.superoffice.control.messages(pair.superoffice);
  const inRequestor = () => helpdesks.requestor.control.messages(pair.requestor);
  const rowsIn = async (state: string): Promise<{ kind: string; reason: string | null }[]> => {
    const { body } = await helpdesks.api("GET", `/api/mirrors?state=${state}&linkId=${pair.linkId}&limit=200`);
    return (body as { items: { kind: string; reason: string | null }[] }).items;
  };
  const settled = () =>
    vi.waitFor(async () => {
      for (const state of ["pending", "sending", "uncertain"]) expect(await rowsIn(state), state).toEqual([]);
    }, patience);

  it("arrive once, in their last form, and no more public than their sources", async () => {
    const { superoffice, requestor } = helpdesks;
    const ours = [1, 2, 3, 4].map((n) => superoffice.control.addMessage(pair.superoffice, { text: `from S ${n}.` }).id);
    const theirs = [1, 2, 3, 4].map((n) => requestor.control.addMessage(pair.requestor, { text: `from R ${n}.` }).id);
    await vi.waitFor(async () => expect(await rowsIn("mirrored")).toHaveLength(8), patience);
    await settled();
    for (const { control } of [superoffice, requestor]) control.unleash({ seed: 41, intensity: 2, spans });
    for (const round of [1, 2]) {
      for (const [n, id] of theirs.slice(0, 3).entries()) {
        requestor.control.editMessage(id, { text: `from R ${n + 1}, edit ${round}.`, private: n === 2 });
      }
      for (const [n, id] of ours.slice(0, 2).entries()) {
        superoffice.control.editMessage(id, { text: `from S ${n + 1}, edit ${round}.` });
      }
      await vi.waitFor(async () => expect((await rowsIn("mirrored")).length).toBeGreaterThan(8 + round), patience);
    }
    superoffice.control.editMessage(ours[2] ?? 0, { text: "a secret", slevel: "Internal" });
    superoffice.control.deleteMessage(ours[3] ?? 0);
    requestor.control.deleteMessage(theirs[3] ?? 0);
    await vi.waitFor(() => expect(inSuperOffice().some(({ body }) => body.includes("edit 2."))).toBe(true), patience);
    for (const { control } of [superoffice, requestor]) {
      expect(control.faultCounts().total).toBeGreaterThan(3);
      await control.calm();
    }
    await helpdesks.bridge.store.hint("superoffice", [String(pair.superoffice) as never]);
    await helpdesks.bridge.store.hint("requestor", [String(pair.requestor) as never]);

    await vi.waitFor(() => {
      const bodies = inSuperOffice().map(({ body, slevel }) => `${slevel} ${body}`);
      for (const said of ["External from R 1, edit 2.", "External from R 2, edit 2.", "Internal from R 3, edit 2."]) {
        expect(bodies.filter((body) => body === said)).toHaveLength(1);
      }
      expect(bodies.filter((body) => /^Internal .*which was deleted there/.test(body))).toHaveLength(1);
      const there = inRequestor().map(({ body, private: internal }) => `${internal ? "Internal" : "External"} ${body}`);
      for (const n of [1, 2]) {
        expect(there.filter((body) => body.endsWith(`It reads now:\n\nfrom S ${n}, edit 2.`))).toHaveLength(1);
      }
      expect(there.filter((body) => /^Internal .*which was deleted there/s.test(body))).toHaveLength(1);
    }, patience);
    await settled();
    expect(JSON.stringify(inRequestor()), "P3").not.toContain("a secret");
    expect(await rowsIn("held")).toMatchObject([
      { kind: "edit", reason: expect.stringMatching(/became internal/) as unknown },
    ]);
    expect([...superoffice.control.sent(), ...requestor.control.sent()], "P6").toEqual([]);
    expect(inSuperOffice().filter(({ body }) => body.startsWith("from R"))).toHaveLength(4);
  }, 180_000);
});

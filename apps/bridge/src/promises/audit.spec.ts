import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { mirrorIn } from "./mirror-in-requestor.ts";
import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";

interface Audit {
  readonly parity: number | null;
  readonly should: number;
  readonly audited: string | null;
  readonly findings: readonly { readonly class: string; readonly leak: boolean; readonly reason: string }[];
}

interface Status {
  readonly audit: { readonly parity: number | null; readonly audited: number };
  readonly alarms: readonly { readonly id: string; readonly reason: string }[];
}

describe("both sides agree, and somebody is told where they do not", () => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start();
  });

  afterAll(async () => {
    await helpdesks.stop();
  });

  /** A pair that is linked again is compared before all others. */
  const compareAgain = async (pair: LinkedPair): Promise<Audit> => {
    await helpdesks.api("DELETE", `/api/links/${pair.linkId}`);
    await helpdesks.link(pair.superoffice, pair.requestor);
    const path = `/api/links/${pair.linkId}/audit`;
    await expect
      .poll(async () => ((await helpdesks.api("GET", path)).body as Audit).audited, { timeout: 40_000 })
      .not.toBeNull();
    return (await helpdesks.api("GET", path)).body as Audit;
  };
  const status = async () => (await helpdesks.api("GET", "/api/status")).body as Status;
  const metrics = async () => await (await fetch(`${helpdesks.bridge.url}/metrics`)).text();

  it("publishes a parity of 1 where all is well", { timeout: 60_000 }, async () => {
    const pair = await helpdesks.newPair();
    const { control } = helpdesks.superoffice;
    control.addMessage(pair.superoffice, { body: "<p>Hello <b>you</b></p>", type: "Html", slevel: "External" });
    control.addMessage(pair.superoffice, { body: "between us", type: "Plain", slevel: "Internal" });
    await mirrorIn(helpdesks, pair, "between us");
    helpdesks.requestor.control.addMessage(pair.requestor, { text: "An answer" });
    await expect.poll(() => control.messages(pair.superoffice).length, { timeout: 20_000 }).toBe(3);
    expect(await compareAgain(pair)).toMatchObject({ parity: 1, should: 3, findings: [], trouble: null });
    expect((await status()).alarms).toEqual([]);
    expect(await metrics()).toContain("ticket_bridge_parity_ratio 1\n");
  });

  it(
    "stops public messages until somebody has looked at an internal one that became public",
    { timeout: 120_000 },
    async () => {
      const pair = await helpdesks.newPair();
      const { control } = helpdesks.superoffice;
      control.addMessage(pair.superoffice, { body: "hush", type: "Plain", slevel: "Internal" });
      const hush = await mirrorIn(helpdesks, pair, "hush");
      helpdesks.requestor.control.editMessage(hush.id, { private: false });

      const audit = await compareAgain(pair);
      expect(audit).toMatchObject({ parity: 0, findings: [{ class: "differs", leak: true }] });
      expect((await status()).alarms).toHaveLength(1);
      expect(await metrics()).toContain("ticket_bridge_alarms 1\n");

      const other = await helpdesks.newPair();
      control.addMessage(other.superoffice, { body: "a note", type: "Plain", slevel: "Internal" });
      control.addMessage(other.superoffice, { body: "for all", type: "Plain", slevel: "External" });
      expect((await mirrorIn(helpdesks, other, "a note")).private).toBe(true);
      const lane = async () => {
        const { body } = await helpdesks.api("GET", `/api/links/${other.linkId}`);
        return (body as { lanes: { reason: string | null }[] }).lanes.map(({ reason }) => reason).join("");
      };
      await expect.poll(lane, { timeout: 20_000 }).toContain("Look at the alarm");

      await helpdesks.stopBridge();
      await helpdesks.startBridge();
      await expect.poll(async () => (await status()).alarms.length, { timeout: 20_000 }).toBe(1);
      const words = () => helpdesks.requestor.control.messages(other.requestor).length;
      expect(words()).toBe(1);

      expect((await helpdesks.api("POST", "/api/alarm/acknowledge", { by: " ", alarms: ["1"] })).status).toBe(400);
      expect((await helpdesks.api("POST", "/api/alarm/acknowledge", { by: "Jane", alarms: ["1"] })).body).toEqual({
        acknowledged: 1,
      });
      expect((await mirrorIn(helpdesks, other, "for all")).private).toBe(false);
      expect(words()).toBe(2);
      expect((await status()).alarms).toEqual([]);
      const listed = await helpdesks.api("GET", "/api/audit?findings=only");
      expect((listed.body as { items: { linkId: string }[] }).items.map(({ linkId }) => linkId)).toEqual([pair.linkId]);
    },
  );
});

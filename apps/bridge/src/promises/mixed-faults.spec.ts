import type { Side } from "@ticket-bridge/helpdesk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { Conversation } from "./conversation.ts";
import { TwoHelpdesks } from "./two-helpdesks.ts";
import { calm, unleash } from "./whole-mix.ts";

describe("faults mixed by seed", () => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start();
  });

  afterEach(async () => {
    await calm(helpdesks);
    for (const control of controls()) {
      control.setClockSkew(0);
      control.clearRecords();
    }
  });

  afterAll(async () => {
    await helpdesks.stop();
  });

  const controls = () => [helpdesks.superoffice.control, helpdesks.requestor.control];

  it("carries everything while webhooks are lost, doubled, delayed and overtaken (P1, P2, P4)", async () => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    const webhooks = { lost: 0.3, duplicated: 0.3, delayed: 0.2, reordered: 0.2 };
    unleash(helpdesks, { seed: 1, intensity: 0, webhooks });
    for (let round = 0; round < 5; round += 1) conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
    for (const control of controls()) {
      const { others } = control.faultCounts();
      expect(Object.keys(others).length, JSON.stringify(others)).toBeGreaterThanOrEqual(3);
    }
  });

  it("misses no message whose id was taken long before it could be seen (P1, P4)", async () => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    unleash(helpdesks, { seed: 2, intensity: 0, lateVisible: 0.5 });
    for (let round = 0; round < 5; round += 1) conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
    for (const control of controls()) expect(control.faultCounts().others["late-visible"]).toBeGreaterThan(0);
  });

  it("keeps the promises when the three clocks are minutes apart", async () => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    helpdesks.superoffice.control.setClockSkew(240_000);
    helpdesks.requestor.control.setClockSkew(-240_000);
    conversation.writeABit();
    await conversation.crossed();
    helpdesks.superoffice.control.setClockSkew(-240_000);
    helpdesks.requestor.control.setClockSkew(240_000);
    conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
  });

  it.for([
    ["refused", "superoffice"],
    ["hanging", "requestor"],
    ["offline", "superoffice"],
    ["refused", "requestor"],
  ] as const)("waits out a helpdesk that is %s, at %s, and holds nothing (P1, P2)", async ([kind, side]) => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    conversation.writeABit();
    await helpdesks[side].control.down(kind);
    conversation.writeABit();
    const other: Side = side === "superoffice" ? "requestor" : "superoffice";
    const calls = helpdesks[other].control.calls().total;
    await helpdesks[other].control.waitFor((control) => control.calls().total > calls + 2);
    await helpdesks[side].control.up();
    await conversation.crossed();
    conversation.expectPromisesKept();
    expect((await helpdesks.api("GET", "/api/mirrors?state=held")).body).toMatchObject({ items: [] });
  });

  it.each([11, 12])(
    "keeps the promises under the whole mix of seed %i",
    async (seed) => {
      const conversations = await Promise.all(
        [1, 2, 3].map(async () => new Conversation(helpdesks, await helpdesks.newPair())),
      );
      unleash(helpdesks, { seed, intensity: 2 });
      for (let round = 0; round < 3; round += 1) {
        for (const conversation of conversations) conversation.writeABit();
        await conversations[round]?.crossed();
      }
      await calm(helpdesks);
      for (const conversation of conversations) await conversation.crossed();
      for (const conversation of conversations) conversation.expectPromisesKept();
      for (const control of controls()) expect(control.faultCounts().total).toBeGreaterThan(10);
    },
    240_000,
  );
});

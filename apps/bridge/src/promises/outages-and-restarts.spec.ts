import { expect, it, vi } from "vitest";

import { Conversation } from "./conversation.ts";
import { onBothWires, type StageOptions } from "./on-both-wires.ts";

const staged: StageOptions = {
  // They would go to the first bridge's port.
  webhooks: false,
  embedded: ["json"],
};

onBothWires(
  "outages and restarts",
  (stage) => {
    const status = async () =>
      (await stage.helpdesks.api("GET", "/api/status")).body as { sides: Record<string, { trouble: string | null }> };

    it("catches up on everything written while the bridge was down (P1)", async () => {
      const { helpdesks } = stage;
      const conversation = new Conversation(helpdesks, await helpdesks.newPair());
      conversation.writeABit();
      await conversation.crossed();
      await helpdesks.stopBridge();
      for (let round = 0; round < 10; round += 1) conversation.writeABit();
      await helpdesks.startBridge();
      await conversation.crossed();
      conversation.expectPromisesKept();
    });

    it("goes on with a write whose answer was lost when it was stopped (P2)", async () => {
      const { helpdesks } = stage;
      const conversation = new Conversation(helpdesks, await helpdesks.newPair());
      helpdesks.requestor.control.faults.add({
        kind: "timeout-after-commit",
        match: { method: "POST", path: "/api/Tickets/NewMessage" },
      });
      conversation.write("superoffice");
      await helpdesks.requestor.control.waitFor((control) => control.writes().length === 1, { timeoutMs: 10_000 });
      await helpdesks.stopBridge();
      await helpdesks.startBridge();
      await conversation.crossed();
      conversation.expectPromisesKept();
    });

    it("keeps the other direction and all other tickets going while one helpdesk refuses new messages, and says why", async () => {
      const { helpdesks } = stage;
      const refused = new Conversation(helpdesks, await helpdesks.newPair());
      const other = await helpdesks.newPair();
      const unharmed = new Conversation(helpdesks, other);
      helpdesks.superoffice.control.faults.add({
        kind: "status",
        status: 503,
        body: "html",
        times: "always",
        match: { method: "POST", path: "/api/v1/TicketMessage" },
      });
      refused.write("requestor");
      await vi.waitFor(async () => expect((await status()).sides.superoffice?.trouble).toContain("503"), 10_000);
      unharmed.write("superoffice");
      unharmed.write("superoffice", { internal: true });
      await unharmed.crossed();
      helpdesks.superoffice.control.faults.clear();
      await refused.crossed();
      refused.expectPromisesKept();
      unharmed.expectPromisesKept();
      await vi.waitFor(async () => expect((await status()).sides.superoffice?.trouble).toBeNull(), 10_000);
    }, 60_000);

    it("carries a message of 5 MB, and the messages behind it and beside it", async () => {
      const { helpdesks } = stage;
      const pair = await helpdesks.newPair();
      const beside = new Conversation(helpdesks, await helpdesks.newPair());
      const long = `start-of-it ${"0123456789abcdef ".repeat(300_000)} end-of-it`;
      helpdesks.superoffice.control.addMessage(pair.superoffice, { body: long, type: "Plain", slevel: "External" });
      helpdesks.superoffice.control.addMessage(pair.superoffice, {
        body: "behind it",
        type: "Plain",
        slevel: "External",
      });
      beside.writeABit();
      await beside.crossed();
      await helpdesks.requestor.control.waitFor((control) => control.messages(pair.requestor).length === 2, {
        timeoutMs: 15_000,
      });
      const ends = helpdesks.requestor.control.messages(pair.requestor).map(({ body }) => body.slice(-9));
      expect(ends).toEqual(["end-of-it", "behind it"]);
    });
  },
  staged,
);

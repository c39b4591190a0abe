import { expect, it, vi } from "vitest";

import { onBothWires, type StageOptions } from "./on-both-wires.ts";

const pollSeconds = 3;
/** Two intervals, and what calls take on a busy machine: less than a third interval. */
const foundWithinMs = 2 * pollSeconds * 1_000 + 2_500;
const staged: StageOptions = { webhooks: false, pollSeconds };

async function until(what: () => void | Promise<void>, timeout = 30_000): Promise<void> {
  await vi.waitFor(what, { timeout, interval: 30 });
}

onBothWires(
  "an edit in Requestor that no webhook tells of",
  (stage) => {
    it.each([
      ["is marked as edited", false],
      ["shows no sign of it but its words", true],
    ])("is found within two poll intervals where the message %s", async (_how, unmarked) => {
      const { helpdesks } = stage;
      const pair = await helpdesks.newPair();
      const said = () => helpdesks.superoffice.control.messages(pair.superoffice).map(({ body }) => body);
      const editsKnown = async () => {
        const { body } = await helpdesks.api("GET", `/api/mirrors?linkId=${pair.linkId}`);
        return (body as { items: { kind: string }[] }).items.filter(({ kind }) => kind === "edit").length;
      };
      const { id } = helpdesks.requestor.control.addMessage(pair.requestor, { text: "one" });
      await until(() => expect(said()).toEqual(["one"]));
      for (const [at, text] of ["two", "three"].entries()) {
        helpdesks.requestor.control.editMessage(id, { text, unmarked });
        await until(async () => expect(await editsKnown()).toBe(at + 1), foundWithinMs);
        await until(() => expect(said()).toEqual([text]));
      }
      const [message] = helpdesks.requestor.control.messages(pair.requestor);
      expect(message?.edited).toBe(!unmarked);
      expect(helpdesks.requestor.control.hints()).toEqual([]);
    });
  },
  staged,
);

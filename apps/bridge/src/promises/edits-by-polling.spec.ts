import { afterEach, describe, expect, it, vi } from "vitest";

import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";

const pollSeconds = 3;

let helpdesks: TwoHelpdesks;
let pair: LinkedPair;

afterEach(async () => {
  await helpdesks.stop();
});

const said = () => helpdesks.superoffice.control.messages(pair.superoffice).map(({ body }) => body);

async function until(what: () => void | Promise<void>, timeout = 20_000): Promise<void> {
  await vi.waitFor(what, { timeout, interval: 30 });
}

async function editsKnown(): Promise<number> {
  const { body } = await helpdesks.api("GET", `/api/mirrors?linkId=${pair.linkId}`);
  return (body as { items: { kind: string }[] }).items.filter(({ kind }) => kind === "edit").length;
}

describe("an edit in Requestor that no webhook tells of", () => {
  it.each([
    ["is marked as edited", false],
    ["shows no sign of it but its words", true],
  ])("is found within two poll intervals where the message %s", { timeout: 60_000 }, async (_how, unmarked) => {
    helpdesks = await TwoHelpdesks.start({ webhooks: false, pollSeconds });
    pair = await helpdesks.newPair();
    const { id } = helpdesks.requestor.control.addMessage(pair.requestor, { text: "one" });
    await until(() => expect(said()).toEqual(["one"]));
    for (const [at, text] of ["two", "three"].entries()) {
      helpdesks.requestor.control.editMessage(id, { text, unmarked });
      await until(async () => expect(await editsKnown()).toBe(at + 1), 2 * pollSeconds * 1_000);
      await until(() => expect(said()).toEqual([text]));
    }
    const [message] = helpdesks.requestor.control.messages(pair.requestor);
    expect(message?.edited).toBe(!unmarked);
    expect(helpdesks.requestor.control.hints()).toEqual([]);
  });
});

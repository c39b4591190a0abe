import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { mirrorIn } from "./mirror-in-requestor.ts";
import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";

// SuperOffice's pages stand in two generations: the older one knows no `notify`, `Badge`, `Language` and `AttachmentsInfo`.
describe("a SuperOffice of the older contract", { timeout: 60_000 }, () => {
  let helpdesks: TwoHelpdesks;
  let pair: LinkedPair;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start({ superoffice: { contract: "old" } });
    pair = await helpdesks.newPair();
  }, 60_000);

  afterAll(() => helpdesks.stop());

  const inSuperOffice = () => helpdesks.superoffice.control.messages(pair.superoffice);
  const until = (what: () => void | Promise<void>) => vi.waitFor(what, { timeout: 20_000, interval: 30 });

  async function pastTheSecondOf(written: number): Promise<void> {
    // ChangedAt counts in seconds: an edit in the second of the message's own writing shows in no listing.
    await until(() => expect(Date.now()).toBeGreaterThan(written + 1_000));
  }

  it("takes new messages with their visibility, and an edit by PUT that keeps everything else", async () => {
    const { control } = helpdesks.requestor;
    const data = Buffer.from("the bytes").toString("base64");
    const attachments = [{ fileName: "a.txt", data }];
    const { id } = control.addMessage(pair.requestor, { text: "The printr is dead.", attachments });
    control.addMessage(pair.requestor, { text: "between us", private: true, from: "kim" });
    await until(() =>
      expect(inSuperOffice()).toMatchObject([
        { body: "The printr is dead.", slevel: "External", attachmentIds: [expect.any(Number)] },
        { body: "between us", slevel: "Internal" },
      ]),
    );
    const [mirror] = inSuperOffice();
    const customFields = { x_kept: "by hand" };
    helpdesks.superoffice.control.editMessage(mirror?.id ?? 0, { customFields, timeSpent: 12 });
    control.editMessage(id, { text: "The printer is dead." });
    await until(() => expect(inSuperOffice()[0]?.body).toBe("The printer is dead."));
    const { author, messageId, createdAt, attachmentIds } = mirror ?? {};
    const kept = { author, messageId, createdAt, attachmentIds, customFields, timeSpent: 12, slevel: "External" };
    expect(inSuperOffice()[0]).toMatchObject(kept);
    expect(inSuperOffice()).toHaveLength(2);
    const writes = helpdesks.superoffice.control.writes().filter(({ path }) => path.includes("TicketMessage"));
    expect(writes.map(({ method }) => method)).toEqual(expect.arrayContaining(["POST", "PUT"]));
    expect(helpdesks.superoffice.control.sent()).toEqual([]);
  });

  it("has its own messages and their edits carried over", async () => {
    const { control } = helpdesks.superoffice;
    control.addMessage(pair.superoffice, { text: "a note of ours", slevel: "Internal" });
    const answer = control.addMessage(pair.superoffice, { text: "Please restart the printr.", slevel: "External" });
    expect((await mirrorIn(helpdesks, pair, "a note of ours")).private).toBe(true);
    const mirror = await mirrorIn(helpdesks, pair, "Please restart the printr.");
    expect(mirror.private).toBe(false);
    await pastTheSecondOf(Date.now());
    control.editMessage(answer.id, { text: "Please restart the printer." });
    const correction = await mirrorIn(helpdesks, pair, "Please restart the printer.");
    expect(correction.body).toContain(`Correction of message ${mirror.id}`);
  });
});

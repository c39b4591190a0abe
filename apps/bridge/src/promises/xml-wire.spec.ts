import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { Conversation } from "./conversation.ts";
import { mirrorIn } from "./mirror-in-requestor.ts";
import { TwoHelpdesks } from "./two-helpdesks.ts";

describe("with Requestor spoken to in XML", () => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start({ wire: "xml" });
  });

  afterAll(async () => {
    await helpdesks.stop();
  });

  it("messages and private notes cross both ways, and not one is posted in JSON", async () => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
    const posted = helpdesks.requestor.control.writes().map(({ body }) => String(body));
    expect(posted.map((body) => body.slice(0, "<NewMessagePost ".length))).toEqual(Array(3).fill("<NewMessagePost "));
    expect(posted.filter((body) => body.includes("<IsPrivate>true</IsPrivate>"))).toHaveLength(1);
  });

  it("a write whose answer was lost is found again and not made twice (P2)", async () => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    helpdesks.requestor.control.faults.add({
      kind: "reset-after-commit",
      match: { method: "POST", path: "/api/Tickets/NewMessage" },
    });
    conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
  });

  it("text arrives with its line ends and everything that is markup in XML (P7)", async () => {
    const pair = await helpdesks.newPair();
    const body =
      'token77\r\n\tif (a < b && c > "d") { x[y[0]]>z; } &amp; <![CDATA[ </Message>\r\n<IsPrivate>false \u{1F600}';
    helpdesks.superoffice.control.addMessage(pair.superoffice, { body, type: "Plain", slevel: "Internal" });
    const mirror = await mirrorIn(helpdesks, pair, "token77");
    expect(mirror.private).toBe(true);
    expect(mirror.body.slice(mirror.body.indexOf("token77"))).toBe(body);
  });

  it("a refused message is held with Requestor's own words, read from its XML (P1)", async () => {
    const pair = await helpdesks.newPair();
    helpdesks.requestor.control.faults.add({
      kind: "status",
      status: 400,
      body: "own-error",
      match: { method: "POST", path: "/api/Tickets/NewMessage" },
    });
    helpdesks.superoffice.control.addMessage(pair.superoffice, { body: "secret", type: "Plain", slevel: "Internal" });
    await vi.waitFor(async () => {
      const held = await helpdesks.api("GET", `/api/mirrors?state=held&linkId=${pair.linkId}`);
      const [mirror] = (held.body as { items: { reason: string }[] }).items;
      expect(mirror?.reason).toContain("The request was refused.");
    }, 15_000);
    expect(helpdesks.requestor.control.messages(pair.requestor)).toEqual([]);
  });
});

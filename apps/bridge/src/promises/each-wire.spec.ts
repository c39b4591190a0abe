import { expect, it, vi } from "vitest";

import { Conversation } from "./conversation.ts";
import { mirrorIn } from "./mirror-in-requestor.ts";
import { onBothWires, type Wire } from "./on-both-wires.ts";

/** How a post begins, and how one of a note says so. */
const posts: Record<Wire, { readonly begins: string; readonly isNote: string }> = {
  json: { begins: "{", isNote: '"IsPrivate":true' },
  xml: { begins: "<NewMessagePost ", isNote: "<IsPrivate>true</IsPrivate>" },
};

onBothWires("what Requestor is told", (stage) => {
  it("messages and private notes cross both ways, and not one is posted in the other format", async () => {
    const { helpdesks } = stage;
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
    const { begins, isNote } = posts[stage.wire];
    const written = helpdesks.requestor.control.writes();
    const posted = written.map(({ body }) => (typeof body === "string" ? body : JSON.stringify(body)));
    expect(posted.map((body) => body.slice(0, begins.length))).toEqual(Array(3).fill(begins));
    expect(posted.filter((body) => body.includes(isNote))).toHaveLength(1);
  });

  it("text arrives with its line ends and everything that is markup in XML (P7)", async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    const body =
      'token77\r\n\tif (a < b && c > "d") { x[y[0]]>z; } &amp; <![CDATA[ </Message>\r\n<IsPrivate>false \u{1F600}';
    helpdesks.superoffice.control.addMessage(pair.superoffice, { body, type: "Plain", slevel: "Internal" });
    const mirror = await mirrorIn(helpdesks, pair, "token77");
    expect(mirror.private).toBe(true);
    expect(mirror.body.slice(mirror.body.indexOf("token77"))).toBe(body);
  });

  it("a refused message is held with Requestor's own words, read from its answer (P1)", async () => {
    const { helpdesks } = stage;
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
    }, 30_000);
    expect(helpdesks.requestor.control.messages(pair.requestor)).toEqual([]);
  });
});

import { expect, it, vi } from "vitest";

import { Conversation } from "./conversation.ts";
import { mirrorIn } from "./mirror-in-requestor.ts";
import { onBothWires } from "./on-both-wires.ts";

onBothWires("nothing leaks (P3)", (stage) => {
  it.each(["Internal", "Unknown", "Partner", "", "external-ish"])(
    "writes a message of Slevel %j as private",
    async (slevel) => {
      const { helpdesks } = stage;
      const pair = await helpdesks.newPair();
      helpdesks.superoffice.control.addMessage(pair.superoffice, { body: "hush", type: "Plain", slevel });
      expect((await mirrorIn(helpdesks, pair, "hush")).private).toBe(true);
    },
  );

  it("writes every message of an internal SuperOffice ticket as private", async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    helpdesks.superoffice.control.setTicket(pair.superoffice, { slevel: "Internal" });
    helpdesks.superoffice.control.addMessage(pair.superoffice, {
      body: "looks public",
      type: "Plain",
      slevel: "External",
    });
    expect((await mirrorIn(helpdesks, pair, "looks public")).private).toBe(true);
  });

  it("holds an internal message whose target cannot keep it private, and publishes nothing", async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    helpdesks.requestor.control.setTicket(pair.requestor, { isPrivateMessageSupported: false });
    helpdesks.superoffice.control.addMessage(pair.superoffice, { body: "secret", type: "Plain", slevel: "Internal" });
    helpdesks.superoffice.control.addMessage(pair.superoffice, { body: "open", type: "Plain", slevel: "External" });
    await mirrorIn(helpdesks, pair, "open");
    const held = await helpdesks.api("GET", `/api/mirrors?state=held&linkId=${pair.linkId}`);
    const [mirror] = (held.body as { items: { id: string; reason: string }[] }).items;
    expect(mirror?.reason).toContain("cannot hold internal messages");
    expect(helpdesks.requestor.control.messages(pair.requestor)).toHaveLength(1);

    helpdesks.requestor.control.setTicket(pair.requestor, { isPrivateMessageSupported: true });
    expect((await helpdesks.api("POST", `/api/mirrors/${mirror?.id}/retry`)).status).toBe(200);
    expect((await mirrorIn(helpdesks, pair, "secret")).private).toBe(true);
  });

  it("reads the visibility again when a message that was public is sent late", async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    await helpdesks.api("POST", "/api/sides/requestor/pause");
    const { id } = helpdesks.superoffice.control.addMessage(pair.superoffice, {
      body: "second thoughts",
      type: "Plain",
      slevel: "External",
    });
    helpdesks.superoffice.control.editMessage(id, { slevel: "Internal" });
    await helpdesks.api("POST", "/api/sides/requestor/resume");
    expect((await mirrorIn(helpdesks, pair, "second thoughts")).private).toBe(true);
  });

  it("tells a ticket that became internal as one thing to do, and keeps the record of each message", async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    const { control } = helpdesks.superoffice;
    for (const body of ["one", "two", "three"]) {
      control.addMessage(pair.superoffice, { body, type: "Plain", slevel: "External" });
      await mirrorIn(helpdesks, pair, body);
    }
    await new Conversation(helpdesks, pair).settled();
    control.setTicket(pair.superoffice, { slevel: "Internal" });
    const heldOnes = async () => {
      const { body } = await helpdesks.api("GET", `/api/mirrors?state=held&linkId=${pair.linkId}`);
      return (body as { items: { id: string; reason: string; source: { messageId: string } }[] }).items;
    };
    await vi.waitFor(async () => expect(await heldOnes()).toHaveLength(3), { timeout: 20_000, interval: 50 });
    const held = await heldOnes();
    expect(new Set(held.map(({ source }) => source.messageId)).size).toBe(3);
    const { body } = await helpdesks.api("GET", "/api/status");
    const { attention } = body as { attention: { id: string; linkId: string; reason: string; alsoHeld: string[] }[] };
    const [told, ...more] = attention.filter(({ linkId }) => linkId === pair.linkId);
    expect(more).toEqual([]);
    expect(told?.reason).toContain(`Ticket ${pair.superoffice} itself became internal in SuperOffice`);
    expect(told?.reason).toContain(`on ticket ${pair.requestor} there. Remove or hide`);
    expect([told?.id, ...(told?.alsoHeld ?? [])]).toEqual(held.map(({ id }) => id));
    const done = { reason: "Hidden by hand.", alsoHeld: told?.alsoHeld };
    expect((await helpdesks.api("POST", `/api/mirrors/${told?.id}/skip`, done)).status).toBe(200);
    expect(await heldOnes()).toEqual([]);
    for (const { id } of held) {
      const each = await helpdesks.api("GET", `/api/mirrors/${id}`);
      expect(each.body).toMatchObject({
        state: "skipped",
        reason: expect.stringContaining("Hidden by hand.") as string,
      });
    }
  });

  it("crosses no automatic reply and no bounce", async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    const { control } = helpdesks.superoffice;
    control.addMessage(pair.superoffice, { body: "bounced", messageCategory: "Bounce" });
    control.addMessage(pair.superoffice, { body: "away", emailHeader: "Auto-Submitted: auto-replied\r\n" });
    control.addMessage(pair.superoffice, { body: "a person" });
    await mirrorIn(helpdesks, pair, "a person");
    await new Conversation(helpdesks, pair).settled();
    expect(helpdesks.requestor.control.messages(pair.requestor)).toHaveLength(1);
  });
});

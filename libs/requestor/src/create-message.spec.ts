import { inspect } from "node:util";

import { describe, expect, test } from "vitest";

import { answering, html, json } from "./testing/answering.ts";
import { failureOf } from "./testing/requestor-at.ts";
import { free, outgoing } from "./testing/outgoing.ts";
import type { ScriptedAnswer } from "./testing/scripted-server.ts";

describe("the answer to a write", () => {
  test.each([{ TicketMessageId: 9 }, { ticketmessageid: "9" }, { TicketMessageId: 9, New: true }])(
    "%j names the message",
    async (body) => {
      await using conversation = await answering(json(body));
      const { requestor } = conversation;
      expect(await requestor.createMessage(outgoing(47), free)).toEqual({ id: "9", createdAt: null, status: 200 });
    },
  );

  test.each([
    {},
    { TicketMessageId: 0 },
    { TicketMessageId: null },
    { TicketMessageId: "x" },
    [],
    null,
    "ok",
    { Id: 9 },
  ])("a 200 with %j leaves the write uncertain", async (body) => {
    await using conversation = await answering(json(body));
    const { requestor } = conversation;
    expect(await failureOf(requestor.createMessage(outgoing(47), free))).toMatchObject({
      decision: "uncertain",
      status: 200,
    });
  });

  test.each([
    ["cut JSON", { status: 200, body: '{"TicketMessageId":1' }],
    ["an empty body", { status: 200 }],
    ["cut XML", { status: 200, type: "application/xml", body: "<NewMessageResult><TicketMessageId>1" }],
    ["a login page", html(200)],
    ["a redirect to a login page", { status: 302, headers: { location: "/login" } }],
  ])("%s leaves the write uncertain", async (_what, answer: ScriptedAnswer) => {
    await using conversation = await answering(answer);
    const { requestor, seen } = conversation;
    expect((await failureOf(requestor.createMessage(outgoing(47), free))).decision).toBe("uncertain");
    expect(seen).toHaveLength(1);
  });

  test("IIS's 404.13 page and a 404 page for a huge message mean too large, any other 404 page a wrong address", async () => {
    const tooLarge = { decision: "permanent", fault: "message", status: 404 };
    const small = outgoing(47);
    const huge = outgoing(47, { content: { format: "plain", text: "x".repeat(5_000_000) } });
    await using named = await answering(html(404, "HTTP Error 404.13 - Not Found"));
    expect(await failureOf(named.requestor.createMessage(small, free))).toMatchObject(tooLarge);
    await using bare = await answering(html(404, "404 - File or directory not found."));
    const error = await failureOf(bare.requestor.createMessage(huge, free));
    expect(error).toMatchObject(tooLarge);
    expect(error.message).toContain("too large");
    expect(await failureOf(bare.requestor.createMessage(small, free))).toMatchObject({
      decision: "retryable",
      fault: "side",
    });
  });

  test("a refusal that quotes a whole body of a megabyte is judged at once", async () => {
    const text = Array.from({ length: 40_000 }, (_, n) => `a private line, number ${n}`).join("\r\n");
    await using conversation = await answering(({ body }) =>
      json({ Message: `Not allowed: ${(JSON.parse(body) as { Message: string }).Message}` }, 400),
    );
    const started = process.threadCpuUsage().user;
    const message = outgoing(47, { content: { format: "plain", text } });
    const error = await failureOf(conversation.requestor.createMessage(message, free));
    expect(error.message).toContain("Not allowed:");
    expect(error.message).not.toContain("private line");
    expect((process.threadCpuUsage().user - started) / 1_000).toBeLessThan(3_000);
  });

  test("a refusal never shows the bridge's password, whatever was called", async () => {
    const password = "correct-horse-battery";
    await using conversation = await answering(
      ({ headers }) => json({ Message: `No: ${headers.authorization} is bridge:${password}` }, 403),
      { password },
    );
    const { requestor } = conversation;
    for (const call of [
      () => requestor.createMessage(outgoing(47), free),
      () => requestor.readTicket(outgoing(47).ticketId),
    ]) {
      const error = await failureOf(call());
      expect(error.message).toContain("No: Basic");
      expect(inspect(error, { depth: null })).not.toContain(password);
      expect(inspect(error, { depth: null })).not.toContain(btoa(`bridge:${password}`).slice(0, 12));
    }
  });

  test("a refused account's words never show the message's own", async () => {
    await using conversation = await answering(json({ Message: 'Not allowed: "Can I meet you afternoon?".' }, 401));
    const error = await failureOf(conversation.requestor.createMessage(outgoing(47), free));
    expect(error).toMatchObject({ decision: "permanent", fault: "ticket" });
    expect(error.message).toContain('Not allowed: "[…]"');
  });

  test("a refusal carries Requestor's words and never the message's own", async () => {
    const secret = "the alarm code is 4711";
    await using conversation = await answering(json({ Message: `Not allowed: "${secret}".` }, 400));
    const { requestor } = conversation;
    const message = outgoing(47, { content: { format: "plain", text: `Hi,\r\n  ${secret}\r\nBye` } });
    const error = await failureOf(requestor.createMessage(message, free));
    expect(error).toMatchObject({ decision: "permanent", fault: "message", ownErrorBody: true });
    expect(error.message).toContain("Not allowed");
    expect(error.message).not.toContain(secret);
  });
});

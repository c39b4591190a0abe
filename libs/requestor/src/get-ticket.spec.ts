import { DeliveryError } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { answering, html, json } from "./testing/answering.ts";
import { failureOf } from "./testing/requestor-at.ts";
import { messageId, ticketId } from "./testing/outgoing.ts";
import type { ScriptedAnswer } from "./testing/scripted-server.ts";

describe("the answer to a read", () => {
  const listed = async (answer: ScriptedAnswer, wire: "json" | "xml" = "json") => {
    await using conversation = await answering(answer, { wire });
    const { requestor } = conversation;
    return await requestor.listMessages(ticketId(7));
  };

  test("names in another case, names of enums, unknown members and dates of any kind are understood", async () => {
    const listing = await listed(
      json({
        ticketid: "7",
        TICKETREF: "INC-000007",
        TicketType: "Incident",
        TicketState: "IncidentFromTheFuture",
        closed: "False",
        isprivatemessagesupported: true,
        usermessages: [
          { id: 1, createdutc: "2026-01-02T03:04:05", private: false, body: "a", Html: false, Extra: { x: 1 } },
          { Id: 2, CreatedUTC: "2026-01-02T03:04:05Z", Private: "false", Body: "b" },
          { Id: 3, CreatedUTC: "2026-01-02T04:04:05+01:00", Body: "c" },
          { Id: 4, CreatedUTC: null, Private: null, Body: null },
        ],
      }),
    );
    expect(listing?.ticket).toMatchObject({ id: "7", ref: "INC-000007", state: "open", canHoldInternal: true });
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    expect(listing?.messages.map(({ id, createdAt, message }) => [id, createdAt, message?.visibility])).toEqual([
      ["1", at, "public"],
      ["2", at, "public"],
      ["3", at, "internal"],
      ["4", null, "internal"],
    ]);
  });

  test("XML with one message, unknown members and nil is understood", async () => {
    const body =
      '<GetTicketResult xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:x"><Closed>true</Closed>' +
      '<Novelty><a/></Novelty><TicketId>7</TicketId><TicketREF i:nil="true"/><UserMessages xmlns:d2p1="urn:y">' +
      "<d2p1:TicketUserMessage><d2p1:Body>a &lt;b&gt;</d2p1:Body><d2p1:CreatedUTC>2026-01-02T03:04:05</d2p1:CreatedUTC>" +
      "<d2p1:Id>1</d2p1:Id><d2p1:Private>false</d2p1:Private></d2p1:TicketUserMessage></UserMessages></GetTicketResult>";
    const listing = await listed({ status: 200, type: "application/xml; charset=utf-8", body }, "xml");
    expect(listing?.ticket).toMatchObject({ ref: null, state: "closed", canHoldInternal: false });
    expect(listing?.messages[0]?.message).toMatchObject({ visibility: "public", content: { text: "a <b>" } });
  });

  test("an instance that answers JSON to whoever asks for XML is understood", async () => {
    expect((await listed(json({ TicketId: 7, UserMessages: [] }), "xml"))?.messages).toEqual([]);
  });

  test("an empty list may come as null", async () => {
    expect((await listed(json({ TicketId: 7, UserMessages: null })))?.messages).toEqual([]);
  });

  test.each([
    ["null", json(null)],
    ["an object without UserMessages", json({ TicketId: 7 })],
    ["a message with 200", json({ Message: "Nothing here." })],
    ["204", { status: 204 }],
    ["404 without a body", { status: 404 }],
    ["404 in Requestor's words", json({ Message: "The ticket was not found." }, 404)],
    ["400 in Requestor's words", json({ Message: "The ticket was not found." }, 400)],
    ["nil", { status: 200, type: "application/xml", body: '<GetTicketResult i:nil="true" xmlns:i="x"/>' }],
  ])("%s means that there is no such ticket", async (_what, answer: ScriptedAnswer) => {
    expect(await listed(answer)).toBeNull();
  });

  test.each([
    ["a list", json([])],
    ["a text", json("x")],
    ["messages that are no list", json({ TicketId: 7, UserMessages: "x" })],
    ["cut JSON", { status: 200, body: '{"TicketId":7,"UserMessages":[' }],
    ["cut XML", { status: 200, type: "text/xml", body: "<T><TicketId>7</TicketId><UserMessages>" }],
    ["no TicketId", json({ UserMessages: [] })],
    ["an empty 200", { status: 200 }],
    ["a login page", html(200)],
    ["a redirect", { status: 302, headers: { location: "/login" } }],
    ["a proxy's plain 404", { status: 404, type: "text/plain", body: "404 page not found" }],
    ["a 404 page", html(404)],
    ["a 404 for the route", json({ Message: "No HTTP resource was found that matches the request URI 'x'." }, 404)],
  ])("%s never does: the side is asked again", async (_what, answer: ScriptedAnswer) => {
    const outcome = { decision: "retryable", fault: "side", status: answer.status };
    expect(await failureOf(listed(answer))).toMatchObject(outcome);
  });

  test("any JSON gives a ticket, no ticket or a DeliveryError", async () => {
    let body: unknown = null;
    await using conversation = await answering(() => json(body));
    const { requestor } = conversation;
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(7, "7", true, "true"));
    const message = fc.oneof(odd, fc.record({ Id: odd, Body: odd, Private: odd, Attachments: odd, CreatedUTC: odd }));
    const ticket = fc.record({ TicketId: odd, Closed: odd, SubmitterKey: odd, UserMessages: fc.array(message) });
    await fc.assert(
      fc.asyncProperty(fc.oneof(odd, ticket), async (value) => {
        body = value;
        const outcome = await requestor.listMessages(ticketId(7)).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DeliveryError);
        else expect(outcome === null || typeof outcome === "object").toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("another ticket than the asked one stops the ticket", async () => {
    const error = await failureOf(listed(json({ TicketId: 8, UserMessages: [] })));
    expect(error).toMatchObject({ decision: "permanent", fault: "ticket" });
  });

  test("a message without an Id is not left out in silence", async () => {
    for (const item of [{ Body: "x" }, { Id: 0 }, "x", null]) {
      const error = await failureOf(listed(json({ TicketId: 7, UserMessages: [{ Id: 1, Body: "a" }, item] })));
      expect(error).toMatchObject({ decision: "permanent", fault: "ticket" });
    }
  });

  test("one message read by itself must be the asked one", async () => {
    await using conversation = await answering(({ url }) =>
      json(url.includes("GetTicketUserMessage") ? { Id: 2, Body: "x" } : { TicketId: 7, UserMessages: [] }),
    );
    const { requestor } = conversation;
    await requestor.readTicket(ticketId(7));
    expect(await failureOf(requestor.readMessages(ticketId(7), [messageId(1)]))).toMatchObject({
      decision: "retryable",
      fault: "side",
    });
    expect((await requestor.readMessages(ticketId(7), [messageId(2)])).map(({ id }) => id)).toEqual(["2"]);
  });
});

import { DeliveryError } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Requestor } from "./adapter.ts";
import { answering, html, json } from "./testing/answering.ts";
import { failureOf } from "./testing/requestor-at.ts";
import { messageId, ticketId } from "./testing/outgoing.ts";
import type { ScriptedAnswer } from "./testing/scripted-server.ts";

const marker = { side: "superoffice", ticketId: ticketId(734), messageId: messageId(8812), revision: 1 } as const;

function questionsAboutMessages(requestor: Requestor): readonly (() => Promise<unknown>)[] {
  return [
    () => requestor.readMessages(ticketId(7), [messageId(1)]),
    () => requestor.readMessages(ticketId(7), [messageId(1), messageId(2)]),
    () => requestor.listMarked(ticketId(7)),
    () => requestor.findMarked(ticketId(7), marker, "0123456789abcdef"),
  ];
}

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

  const missing: readonly (readonly [string, ScriptedAnswer])[] = [
    ["404 without a body", { status: 404 }],
    ["404 in Requestor's words", json({ Message: "The ticket was not found." }, 404)],
    ["400 in Requestor's words", json({ Message: "The ticket was not found." }, 400)],
  ];

  test.each(missing)("%s means that there is no such ticket", async (_what, answer) => {
    expect(await listed(answer)).toBeNull();
  });

  test.each(missing)(
    "%s proves nothing about messages: reading and looking for them is refused",
    async (_what, answer) => {
      await using conversation = await answering(answer);
      for (const call of questionsAboutMessages(conversation.requestor)) {
        expect(await failureOf(call())).toMatchObject({
          decision: "permanent",
          fault: "ticket",
          status: answer.status,
          message: expect.stringMatching(/^The ticket is not there \(Requestor answered [^.;]*\)\.$/) as string,
        });
      }
    },
  );

  test.each([
    ["null", json(null)],
    ["an object without UserMessages", json({ TicketId: 7 })],
    ["UserMessages that are null", json({ TicketId: 7, UserMessages: null })],
    ["an empty object", json({})],
    ["a message with 200", json({ Message: "Nothing here." })],
    ["204", { status: 204 }],
    ["nil", { status: 200, type: "application/xml", body: '<GetTicketResult i:nil="true" xmlns:i="x"/>' }],
    ["an empty 400", { status: 400 }],
    ["a deadlock told as 400", json({ Message: "Transaction (Process ID 61) was deadlocked on lock resources." }, 400)],
    ["a timeout told as 400", json({ Message: "Timeout expired." }, 400)],
    ["a page of a proxy with 400", html(400)],
    ["a page of a firewall with 403", html(403)],
    ["a page of a proxy with 405", html(405)],
  ])("%s proves nothing at all: the side is asked again", async (_what, answer: ScriptedAnswer) => {
    await using conversation = await answering(answer);
    const { requestor } = conversation;
    for (const call of [() => requestor.listMessages(ticketId(7)), ...questionsAboutMessages(requestor)]) {
      expect(await failureOf(call())).toMatchObject({ decision: "retryable", fault: "side", status: answer.status });
    }
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

  describe("one message read by itself", () => {
    /** A known ticket 7 whose messages are read one by one; `whole` is what GetTicket says meanwhile. */
    const asked = async (single: ScriptedAnswer, whole: ScriptedAnswer) => {
      let known = false;
      const conversation = await answering(({ url }) => {
        if (url.includes("GetTicketUserMessage")) return single;
        return known ? whole : json({ TicketId: 7, UserMessages: [] });
      });
      await conversation.requestor.readTicket(ticketId(7));
      known = true;
      return conversation;
    };
    const message = (fields: object) => ({ Id: 2, Body: "x", Private: true, ...fields });
    const ticket = (...messages: readonly object[]) => json({ TicketId: 7, UserMessages: messages });

    test.each([
      ["another message", json(message({ Id: 3 }))],
      ["an error", json({ Message: "Nothing here." })],
      ["a page of a proxy", html(400)],
      ["a timeout told as 400", json({ Message: "Timeout expired." }, 400)],
    ])("that comes as %s is asked for again", async (_what, single: ScriptedAnswer) => {
      await using conversation = await asked(single, ticket());
      const error = await failureOf(conversation.requestor.readMessages(ticketId(7), [messageId(2)]));
      expect(error).toMatchObject({ decision: "retryable", fault: "side" });
    });

    test.each([json({ Message: "The message was not found." }, 400), { status: 404 }, json(null), { status: 204 }])(
      "and not found is gone only when its ticket does not have it either",
      async (single: ScriptedAnswer) => {
        const read = async (whole: ScriptedAnswer) => {
          await using conversation = await asked(single, whole);
          return await conversation.requestor.readMessages(ticketId(7), [messageId(2)]);
        };
        expect(await read(ticket())).toEqual([]);
        expect(await read(ticket(message({})))).toMatchObject([{ id: "2", visibility: "internal" }]);
        expect(await failureOf(read({ status: 404 }))).toMatchObject({ decision: "permanent", fault: "ticket" });
        expect(await failureOf(read(html(502)))).toMatchObject({ decision: "retryable", fault: "side" });
      },
    );

    test("that is public is believed only where its ticket has it, so that a moved one is not handed over", async () => {
      const read = async (whole: ScriptedAnswer) => {
        await using conversation = await asked(json(message({ Private: false })), whole);
        return await conversation.requestor.readMessages(ticketId(7), [messageId(2)]);
      };
      expect(await read(ticket(message({ Id: 1 })))).toEqual([]);
      expect(await read(ticket(message({ Private: false })))).toMatchObject([{ id: "2", visibility: "public" }]);
      expect(await read(ticket(message({})))).toMatchObject([{ id: "2", visibility: "internal" }]);
    });

    test("that is internal costs one call", async () => {
      await using conversation = await asked(json(message({})), html(500));
      const read = await conversation.requestor.readMessages(ticketId(7), [messageId(2)]);
      expect(read).toMatchObject([{ id: "2", visibility: "internal" }]);
    });
  });

  test.each([
    { Private: false, private: true },
    { PRIVATE: true, private: false },
    { Private: false, IsPrivate: true },
    { Private: "false", isPrivate: "true" },
    { Private: false, IsPrivate: null },
  ])("of two spellings of Private the more private one counts: %j", async (fields) => {
    const listing = await listed(json({ TicketId: 7, UserMessages: [{ Id: 1, Body: "x", ...fields }] }));
    expect(listing?.messages[0]?.message?.visibility).toBe("internal");
  });

  test("in XML too, of two spellings of Private the more private one counts", async () => {
    const body =
      "<T><TicketId>7</TicketId><UserMessages><M><Body>x</Body><Id>1</Id><private>true</private>" +
      "<Private>false</Private></M></UserMessages></T>";
    const listing = await listed({ status: 200, type: "application/xml", body }, "xml");
    expect(listing?.messages[0]?.message?.visibility).toBe("internal");
  });

  test("spellings of Private that agree on false are public, and IsPrivate alone says nothing", async () => {
    const messages = [
      { Id: 1, Body: "x", Private: false, private: "false", IsPrivate: false },
      { Id: 2, Body: "x", IsPrivate: false },
    ];
    const listing = await listed(json({ TicketId: 7, UserMessages: messages }));
    expect(listing?.messages.map(({ message }) => message?.visibility)).toEqual(["public", "internal"]);
  });
});

import { DeliveryError } from "@ticket-bridge/helpdesk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { answering, json } from "./testing/answering.ts";
import { nastyText, representable } from "./testing/nasty-text.ts";
import { ticketId } from "./testing/outgoing.ts";
import type { ScriptedAnswer } from "./testing/scripted-server.ts";
import type { DataContract, ListMember } from "./wire/data-contract.ts";
import { xmlWire } from "./wire/xml-wire.ts";

const xml = (body: string): ScriptedAnswer => ({ status: 200, type: "application/xml; charset=utf-8", body });

const structures = (itemName: string, items: ListMember["items"]): ListMember => ({
  namespace: "urn:structures",
  itemName,
  items,
});

/** The part of GetTicketResult that the bridge reads, for writing it in the way Requestor does. */
const ticketResult: DataContract<object> = {
  name: "GetTicketResult",
  members: {
    Closed: "flag",
    IsPrivateMessageSupported: "flag",
    Subject: "text",
    SubmitterKey: "text",
    TicketId: "number",
    TicketREF: "text",
    UserMessages: structures("TicketUserMessage", {
      Attachments: structures("Attachment", { ContentLength: "number", FileName: "text", Id: "number" }),
      Body: "text",
      CreatedUTC: "text",
      Deleted: "flag",
      Edited: "flag",
      EditedTimeUTC: "text",
      Html: "flag",
      Id: "number",
      Private: "flag",
      UserFullName: "text",
      UserProviderKey: "text",
    }),
  },
};

const text = nastyText.map(representable);
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const date = orNull(fc.constantFrom("2026-01-02T03:04:05", "2026-01-02T03:04:05.678", "2026-01-02T03:04:05Z", "soon"));
const file = fc.record({ ContentLength: fc.nat(), FileName: text, Id: fc.integer({ min: 1, max: 9 }) });
const message = fc.record({
  Id: fc.integer({ min: 1, max: 1_000_000 }),
  Body: orNull(text),
  CreatedUTC: date,
  Deleted: fc.boolean(),
  Edited: fc.boolean(),
  EditedTimeUTC: date,
  Html: fc.boolean(),
  Private: orNull(fc.boolean()),
  UserFullName: orNull(text),
  UserProviderKey: orNull(fc.constantFrom("k", "jane")),
  Attachments: orNull(fc.array(file, { maxLength: 3 })),
});
const ticket = fc.record({
  TicketId: fc.constant(7),
  TicketREF: orNull(fc.constant("INC-000007")),
  Subject: orNull(text),
  Closed: fc.boolean(),
  IsPrivateMessageSupported: fc.boolean(),
  SubmitterKey: orNull(fc.constant("jane")),
  UserMessages: fc.uniqueArray(message, { selector: ({ Id }) => Id, maxLength: 4 }),
});

describe("an answer in XML", () => {
  const listingOf = async (of: () => ScriptedAnswer) => {
    const conversation = await answering(of);
    return {
      listing: () => conversation.requestor.listMessages(ticketId(7)),
      [Symbol.asyncDispose]: () => conversation[Symbol.asyncDispose](),
    };
  };

  test("says the same as the answer in JSON, lists of one and of none too", async () => {
    let answer: ScriptedAnswer = { status: 500 };
    await using conversation = await listingOf(() => answer);
    await fc.assert(
      fc.asyncProperty(ticket, async (told) => {
        answer = json(told);
        const inJson = await conversation.listing();
        answer = xml(xmlWire.write(ticketResult, told));
        expect(await conversation.listing()).toEqual(inJson);
        expect(inJson?.messages).toHaveLength(told.UserMessages.length);
      }),
      { numRuns: 150 },
    );
  });

  test("of any shape gives a ticket, no ticket or a DeliveryError, and never a public message by doubt (P3)", async () => {
    const name = fc.constantFrom(
      "Id",
      "Body",
      "Private",
      "private",
      "IsPrivate",
      "d2p1:Private",
      "Attachments",
      "User",
    );
    const value = fc.constantFrom("1", "false", "true", "FALSE", "0", "", " ", "no", "<a>1</a>", "<!-- false -->true");
    const members = fc.array(fc.tuple(name, value), { maxLength: 6 });
    let body = "";
    let published = 0;
    await using conversation = await listingOf(() => xml(body));
    await fc.assert(
      fc.asyncProperty(members, async (told) => {
        const inner = told.map(([tag, said]) => `<${tag}>${said}</${tag}>`).join("");
        const items = `<UserMessages><M><Id>5</Id>${inner}</M></UserMessages>`;
        body = `<T xmlns:d2p1="urn:y"><TicketId>7</TicketId>${items}</T>`;
        const outcome = await conversation.listing().catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(DeliveryError);
          return;
        }
        const [read] = (outcome as { messages: { message: { visibility: string } }[] }).messages;
        if (read?.message.visibility !== "public") return;
        published += 1;
        const privacy = told.filter(([tag]) => /private$/i.test(tag));
        expect(privacy.some(([tag]) => !tag.startsWith("Is"))).toBe(true);
        expect(privacy.filter(([, said]) => said.toLowerCase() !== "false")).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(published).toBeGreaterThan(0);
  });
});

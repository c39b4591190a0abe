import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { messageFrom, noDetails, ticket } from "../testing/messages.ts";
import { requestorMessageFromWire } from "./message-from-wire.ts";
import type { RequestorMessageWire } from "./wire.ts";

const key = "0F8FAD5B-D9CB-469F-A165-70867728950E";
const context = { ticketId: ticket(734), ownUserProviderKey: "11111111-2222-3333-4444-555555555555" };
const wire: RequestorMessageWire = {
  Id: 8812,
  CreatedUTC: "2026-01-02T03:04:05",
  FirstMessage: false,
  UserFullName: "Jane Doe",
  UserProviderKey: key,
  Html: false,
  Body: "The printer is dead",
  Edited: false,
  EditedTimeUTC: null,
  Deleted: false,
  Private: false,
  Attachments: [],
};

const read = (different: RequestorMessageWire, around: Partial<Parameters<typeof requestorMessageFromWire>[1]> = {}) =>
  requestorMessageFromWire({ ...wire, ...different }, { ...context, ...around });

describe("a Requestor message is read", () => {
  it("with all that it says", () => {
    expect(read({})).toEqual(
      messageFrom("requestor", { author: { name: "Jane Doe", email: null, role: "unknown" }, details: noDetails }),
    );
  });

  it("with the device it was written on", () => {
    expect(read({ IsMobileDevice: true })?.details).toEqual({ ...noDetails, fromMobileDevice: true });
  });

  it("from XML, where all is text", () => {
    const xml = {
      ...wire,
      Id: "8812",
      Html: "false",
      Private: "false",
      Edited: "false",
      Deleted: "false",
      Attachments: "",
    };
    expect(requestorMessageFromWire(xml, context)).toEqual(read({}));
  });

  it("as nothing without a usable id", () => {
    for (const Id of [undefined, null, 0, -1, "x", 1.5]) expect(read({ Id })).toBeNull();
  });

  it("as HTML or plain", () => {
    expect(read({ Html: true, Body: "<p>x</p>" })?.content).toEqual({ format: "html", text: "<p>x</p>" });
    expect(read({ Html: "true" })?.content.format).toBe("html");
    expect(read({ Html: null, Body: null })?.content).toEqual({ format: "plain", text: "" });
  });

  it("with its edit and its deletion", () => {
    expect(read({ Edited: true, EditedTimeUTC: "2026-01-02T03:04:06" })?.changedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 6));
    expect(read({ Edited: false, EditedTimeUTC: "2026-01-02T03:04:06" })?.changedAt).toBeNull();
    expect(read({ Edited: true, EditedTimeUTC: "0001-01-01T00:00:00" })?.changedAt).toBeNull();
    expect(read({ Deleted: true })?.deleted).toBe(true);
  });

  it("with its attachments, under the names of JSON or XML", () => {
    const one = { Id: 5, FileName: "a.pdf", ContentType: "application/pdf", ContentLength: 12 };
    const expected = [{ id: "5", name: "a.pdf", contentType: "application/pdf", size: 12, inline: false }];
    expect(read({ Attachments: [one] })?.attachments).toEqual(expected);
    expect(read({ Attachments: { Attachment: one } })?.attachments).toEqual(expected);
    expect(read({ Attachments: { Attachment: [one] } })?.attachments).toEqual(expected);
    expect(read({ Attachments: null })?.attachments).toEqual([]);
  });

  it.each([
    ["a number", [12], ["attachment 12"]],
    ["numbers in XML", { int: ["12", "13"] }, ["attachment 12", "attachment 13"]],
    ["a text", ["report.pdf"], ["report.pdf"]],
    ["a number alone", 12, ["attachment 12"]],
    ["a text alone", "report.pdf", ["report.pdf"]],
    ["an object without a name", [{ Id: 7 }], ["attachment 7"]],
    ["an object that tells nothing", [{ Odd: true }, {}], ["attachment", "attachment"]],
    ["one object where a list should be", { Id: 7, FileName: "a.pdf" }, ["a.pdf"]],
    ["an entry that is empty", [null, [], ""], ["attachment", "attachment", "attachment"]],
    ["a list in a list", { Attachment: [[{ FileName: "a.pdf" }]] }, ["attachment"]],
    ["no list", { Attachment: [] }, []],
    ["no list, told by XML", { "@nil": "true" }, []],
    ["white space", " ", []],
  ])("with an attachment for every entry: %s", (_what, Attachments, names) => {
    expect(read({ Attachments })?.attachments.map((attachment) => attachment.name)).toEqual(names);
  });
});

describe("who may read it", () => {
  it.each([
    [false, "public"],
    ["false", "public"],
    ["False", "public"],
    [true, "internal"],
    ["true", "internal"],
    [undefined, "internal"],
    [null, "internal"],
    [0, "internal"],
    ["0", "internal"],
    ["", "internal"],
    ["no", "internal"],
    [[], "internal"],
  ])("Private %s is %s", (Private, visibility) => {
    expect(read({ Private })?.visibility).toBe(visibility);
  });

  it.each([
    [{ Private: false, private: true }],
    [{ private: "true", Private: "false" }],
    [{ Private: false, IsPrivate: true }],
    [{ Private: false, isPrivate: null }],
    [{ Private: false, ISPRIVATE: "maybe" }],
    [{ Private: undefined, IsPrivate: false }],
  ])("is the most private of what %j says", (spellings) => {
    expect(read(spellings)?.visibility).toBe("internal");
  });

  it("is public where all spellings agree", () => {
    expect(read({ Private: false, IsPrivate: "false" } as RequestorMessageWire)?.visibility).toBe("public");
  });

  it("is never public unless Private is false, whatever else the wire holds", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.constantFrom(true, "true", null)),
        fc.dictionary(fc.string(), fc.anything()),
        (Private, noise) => {
          fc.pre(Private !== false && !(typeof Private === "string" && Private.trim().toLowerCase() === "false"));
          expect(requestorMessageFromWire({ ...noise, Id: 1, Private }, context)?.visibility).toBe("internal");
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("its author", () => {
  it("may stand in a nested user, should the deprecated fields go", () => {
    const User = { FullName: "Kim Agent", UserProviderKey: key, Email: "kim@example.com", IsOperator: true };
    const message = read({ User, UserFullName: undefined, UserProviderKey: undefined }, { ownUserProviderKey: key });
    expect(message?.author).toEqual({ name: "Kim Agent", email: "kim@example.com", role: "agent" });
    expect(message?.writtenBy).toBe("bridge");
    expect(read({ User: { ...User, IsOperator: false } })?.author.role).toBe("customer");
  });

  it("is an agent when the message is private, and the customer when he is the submitter", () => {
    expect(read({ Private: true })?.author.role).toBe("agent");
    expect(read({}, { customerKey: key.toLowerCase() })?.author.role).toBe("customer");
  });

  it.each([
    ["the bridge's own key, in other letters and braces", `{${key.toLowerCase()}}`, "bridge"],
    ["another key", "11111111-2222-3333-4444-555555555555", "other"],
    ["no key of the bridge known", null, "unknown"],
  ])("is told by account: %s", (_what, ownUserProviderKey, writtenBy) => {
    expect(read({}, { ownUserProviderKey })?.writtenBy).toBe(writtenBy);
  });

  it("is unknown when no key was told", () => {
    expect(read({ UserProviderKey: null })?.writtenBy).toBe("unknown");
  });
});

it("any input is survived", () => {
  const garbage = fc.record(Object.fromEntries([...Object.keys(wire), "User"].map((name) => [name, fc.anything()])));
  fc.assert(
    fc.property(fc.oneof(fc.anything(), garbage), fc.nat({ max: 5 }), (value, Id) => {
      requestorMessageFromWire(value as RequestorMessageWire, context);
      const message = requestorMessageFromWire({ ...(value as RequestorMessageWire), Id }, context);
      expect(message === null).toBe(Id === 0);
    }),
    { numRuns: 500 },
  );
});

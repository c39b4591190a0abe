import fc from "fast-check";
import { expect, test } from "vitest";

import { readOwnError } from "./error-body.ts";

test("a business rule's message is read from JSON and from XML", () => {
  expect(readOwnError('{"Message":"Ticket not found."}')).toBe("Ticket not found.");
  expect(readOwnError("<Error><Message>Ticket not found.</Message></Error>")).toBe("Ticket not found.");
});

test("the faults of ModelState are named", () => {
  const expected = "The request is invalid. (post.TicketId: An error has occurred.)";
  expect(
    readOwnError('{"Message":"The request is invalid.","ModelState":{"post.TicketId":["An error has occurred."]}}'),
  ).toBe(expected);
  expect(
    readOwnError(
      "<Error><Message>The request is invalid.</Message><ModelState><post.TicketId>An error has occurred.</post.TicketId></ModelState></Error>",
    ),
  ).toBe(expected);
});

test("a fault within a list is named in XML as in JSON", () => {
  const name = "newMessagePost.Attachments_x005B_0_x005D_.Data";
  expect(readOwnError(`<Error><ModelState><${name}>Not base64.</${name}></ModelState></Error>`)).toBe(
    "newMessagePost.Attachments[0].Data: Not base64.",
  );
});

test("details are added, a stack trace is not", () => {
  const body = { message: "An error has occurred.", ExceptionMessage: "Deadlock.", StackTrace: "at Foo.Bar()" };
  expect(readOwnError(JSON.stringify(body))).toBe("An error has occurred. (Deadlock.)");
});

test("an answer that is not Requestor's own gives nothing", () => {
  for (const text of [
    "",
    "   ",
    "<!DOCTYPE html><html><body>502</body></html>",
    "<html><head><title>404</title></head></html>",
    "<NewMessageResult><TicketMessageId>1</TicketMessageId></NewMessageResult>",
    '{"error":"gateway"}',
    '{"Message":"cut',
    '"Message"',
    "[]",
    '{"Message":""}',
    '{"Message":{"a":1}}',
    "Bad Request",
  ]) {
    expect(readOwnError(text)).toBeNull();
  }
});

test("is total on any text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((text) => `<Error>${text}</Error>`),
      ),
      (text) => {
        const sentence = readOwnError(text);
        expect(sentence === null || sentence !== "").toBe(true);
      },
    ),
  );
});

import { expect, it } from "vitest";

import type { HttpAnswer } from "./answer.ts";
import { statusError, unreadableAnswer } from "./status-error.ts";

const answer = (status: number, text = "", more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  status,
  headers: {},
  text,
  url: "http://helpdesk.example/x?token=secret",
  retryAfterMs: null,
  ...more,
});
const read = { method: "GET", url: "http://helpdesk.example/x?token=secret", safeToRepeat: true } as const;
const write = { method: "POST", url: "http://x.example/", name: "Tickets/NewMessage", safeToRepeat: false } as const;

it.each([
  [200, "uncertain", "side"],
  [302, "uncertain", "side"],
  [307, "retryable", "side"],
  [400, "permanent", "message"],
  [401, "retryable", "side"],
  [403, "permanent", "ticket"],
  [404, "permanent", "ticket"],
  [408, "uncertain", "side"],
  [409, "permanent", "message"],
  [413, "permanent", "message"],
  [415, "retryable", "side"],
  [421, "retryable", "side"],
  [422, "permanent", "message"],
  [429, "retryable", "side"],
  [500, "uncertain", "side"],
  [502, "uncertain", "side"],
  [503, "uncertain", "side"],
  [504, "uncertain", "side"],
])("a write answered %i is %s, a fault of the %s", (status, decision, fault) => {
  const error = statusError({ side: "requestor", request: write, answer: answer(status) });
  expect(error).toMatchObject({ decision, fault, status });
});

it.each([302, 408, 429, 500, 502, 503, 504])("a read answered %i is retryable, a fault of the side", (status) => {
  const error = statusError({ side: "requestor", request: read, answer: answer(status) });
  expect(error).toMatchObject({ decision: "retryable", fault: "side", status });
});

it.each([400, 403, 404, 405, 409, 410, 418, 422, 451])(
  "a %i that is not in the helpdesk's own words is the side's, for reads and writes, and was not carried out",
  (status) => {
    for (const text of ["<!DOCTYPE html><html>Blocked</html>", '{"error":"gateway"}', "Forbidden"]) {
      for (const request of [read, write]) {
        const error = statusError({ side: "requestor", request, answer: answer(status, text), ownError: null });
        expect(error).toMatchObject({ decision: "retryable", fault: "side", status });
      }
    }
  },
);

it("a 413 means the message's size whoever says it", () => {
  const error = statusError({ side: "requestor", request: write, answer: answer(413, "<html>Too large</html>") });
  expect(error).toMatchObject({ decision: "permanent", fault: "message" });
});

it("says in a sentence who answered what, and that it was not the helpdesk itself", () => {
  const page = answer(503, "<!DOCTYPE html><html>secret</html>", { retryAfterMs: 5000 });
  const error = statusError({ side: "requestor", request: { ...write, safeToRepeat: true }, answer: page });
  expect(error.message).toBe("Requestor answered 503 to POST Tickets/NewMessage (an HTML page, not its own error)");
  expect(error).toMatchObject({ retryAfterMs: 5000, ownErrorBody: false });
});

it("quotes the helpdesk's own error in one line of bounded length", () => {
  const ownError = `Ticket\r\n is   locked ${"x".repeat(1000)}`;
  const error = statusError({ side: "superoffice", request: write, answer: answer(500, "{}"), ownError });
  expect(error.ownErrorBody).toBe(true);
  expect(error.message).toContain("SuperOffice answered 500 to POST Tickets/NewMessage: Ticket is locked xxx");
  expect(error.message).toContain("it may have been carried out");
  expect(error.message.length).toBeLessThan(450);
});

it.each([read, write])("never shows what must not be shown, for $method", (request) => {
  const ownError = 'The text "my alarm code is 4711" cannot be stored by bridge:hunter2-hunter2';
  const secrets = ["Hello,\nmy alarm code is 4711", "hunter2-hunter2"];
  const error = statusError({ side: "requestor", request, answer: answer(400, "{}"), ownError, secrets });
  expect(error.message).toContain('The text "[…]" cannot be stored by bridge:[…]');
});

it("never shows the query of the address", () => {
  expect(statusError({ side: "superoffice", request: read, answer: answer(500) }).message).toBe(
    "SuperOffice answered 500 to GET /x (an empty body)",
  );
});

it("calls an HTML page in place of JSON uncertain for a write and retryable for a read", () => {
  const page = answer(200, "<html>login</html>");
  const call = { side: "superoffice", answer: page, expected: "JSON" } as const;
  expect(unreadableAnswer({ ...call, request: write })).toMatchObject({ decision: "uncertain", fault: "side" });
  const error = unreadableAnswer({ ...call, request: read });
  expect(error).toMatchObject({ decision: "retryable", fault: "side" });
  expect(error.message).toBe("SuperOffice answered 200 to GET /x with an HTML page instead of JSON");
});

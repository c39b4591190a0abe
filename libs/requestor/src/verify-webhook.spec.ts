import { createHmac } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { readRequestorWebhook, verifyRequestorWebhook } from "./verify-webhook.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "utf8");
const sign = (body: Uint8Array, secret: string): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

const body = bytes('{"TicketId":47}');

test("a signature of any of the secrets is accepted, in either case", () => {
  expect(verifyRequestorWebhook(body, sign(body, "old"), ["new", "old"])).toBe(true);
  expect(verifyRequestorWebhook(body, sign(body, "new"), ["new", "old"])).toBe(true);
  expect(verifyRequestorWebhook(body, sign(body, "new").toUpperCase(), ["new"])).toBe(true);
});

test("a missing, foreign, cut or unprefixed signature is refused", () => {
  const right = sign(body, "secret");
  const wrong = [undefined, "", sign(body, "other"), right.slice(0, -1), right.slice(7), `${right}00`, "sha256="];
  for (const signature of wrong) expect(verifyRequestorWebhook(body, signature, ["secret"])).toBe(false);
});

test("a body that was changed by one byte is refused", () => {
  expect(verifyRequestorWebhook(bytes('{"TicketId":48}'), sign(body, "secret"), ["secret"])).toBe(false);
});

test("without a secret, or with an empty one, nothing is accepted", () => {
  expect(verifyRequestorWebhook(body, sign(body, ""), [""])).toBe(false);
  expect(verifyRequestorWebhook(body, sign(body, ""), [])).toBe(false);
});

test("a ticket is named by id or by reference, the id wins", () => {
  expect(readRequestorWebhook(body)).toEqual({ kind: "ticket", ticketId: "47" });
  expect(readRequestorWebhook(bytes('{"ticketid":"47"}'))).toEqual({ kind: "ticket", ticketId: "47" });
  expect(readRequestorWebhook(bytes('{"TicketREF":"INC-000047"}'))).toEqual({
    kind: "reference",
    reference: "INC-000047",
  });
  expect(readRequestorWebhook(bytes('{"TicketRef":"REQ-000001","TicketId":null}'))).toEqual({
    kind: "reference",
    reference: "REQ-000001",
  });
  expect(readRequestorWebhook(bytes('{"TicketREF":"INC-000047","TicketId":5}'))).toEqual({
    kind: "ticket",
    ticketId: "5",
  });
});

test("anything else is of another kind, and nothing throws", () => {
  for (const text of [
    "",
    "null",
    "[]",
    "47",
    '"x"',
    "{}",
    '{"TicketId":-1}',
    '{"TicketId":1.5}',
    '{"TicketREF":"x"}',
  ]) {
    expect(readRequestorWebhook(bytes(text))).toEqual({ kind: "other" });
  }
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (raw) => {
      expect(["ticket", "reference", "other"]).toContain(readRequestorWebhook(raw).kind);
    }),
  );
});

import { createHmac } from "node:crypto";

import { afterEach, describe, expect, it } from "vitest";

import { Stage } from "./testing/desk.ts";
import { readSuperOfficeWebhook, verifySuperOfficeWebhook } from "./verify-webhook.ts";

const stage = new Stage();
afterEach(() => stage.end());

const body = Buffer.from('{"Event":"ticket.changed","PrimaryKey":734,"Note":"größer"}');
const sign = (secret: string, bytes = body) => createHmac("sha256", secret).update(bytes).digest("base64");

describe("a signature", () => {
  it("is accepted under any of the secrets", () => {
    expect(verifySuperOfficeWebhook(body, sign("new"), ["old", "new"])).toBe(true);
    expect(verifySuperOfficeWebhook(body, sign("schlüssel"), ["schlüssel"])).toBe(true);
  });

  it.each([
    ["missing", undefined, ["secret"]],
    ["empty", "", ["secret"]],
    ["of another secret", sign("other"), ["secret"]],
    ["of another body", sign("secret", Buffer.from("{}")), ["secret"]],
    ["in hex", createHmac("sha256", "secret").update(body).digest("hex"), ["secret"]],
    ["cut short", sign("secret").slice(0, 20), ["secret"]],
    ["of the empty secret", sign(""), [""]],
    ["right, but no secret is known", sign("secret"), []],
  ])("is refused when it is %s", (_name, signature, secrets) => {
    expect(verifySuperOfficeWebhook(body, signature, secrets)).toBe(false);
  });
});

const event = (fields: Record<string, unknown>, headers: Record<string, string> = {}) =>
  readSuperOfficeWebhook(Buffer.from(JSON.stringify(fields)), headers);

describe("an event", () => {
  it("about a ticket gives its id and what changed", () => {
    const changed = { Event: "ticket.changed", PrimaryKey: 734 };
    expect(event({ ...changed, Changes: ["id", "Last_Changed"] })).toEqual({
      kind: "ticket",
      ticketId: "734",
      changes: ["id", "last_changed"],
    });
    expect(event(changed)).toEqual({ kind: "ticket", ticketId: "734", changes: null });
    expect(event({ ...changed, PrimaryKey: "734", Changes: "?" })).toMatchObject({ kind: "ticket", changes: null });
    expect(event({ ...changed, Event: "ticket.created", Changes: [] })).toMatchObject({ kind: "ticket" });
    expect(event({ PrimaryKey: 734 }, { "x-superoffice-event": "ticket.changed" })).toMatchObject({ kind: "ticket" });
  });

  it.each(["last_changed", "num_messages", "num_replies", "read_status", "has_attachment"])(
    "counts when %s changed",
    (column) => {
      expect(event({ Event: "ticket.changed", PrimaryKey: 1, Changes: [column] }).kind).toBe("ticket");
    },
  );

  it("of mere reading, of another entity or without a ticket is nothing", () => {
    expect(event({ Event: "ticket.changed", PrimaryKey: 1, Changes: ["id", "read_by_owner"] }).kind).toBe("other");
    expect(event({ Event: "ticket.changed", PrimaryKey: 1, Changes: [] }).kind).toBe("other");
    expect(event({ Event: "contact.changed", PrimaryKey: 1 }).kind).toBe("other");
    expect(event({ Event: "ticket.changed", PrimaryKey: 0 }).kind).toBe("other");
  });

  it("of the test call is a test", () => {
    expect(event({ Event: "test", PrimaryKey: 0, Entity: "test" })).toEqual({ kind: "test" });
    expect(event({}, { "x-hook-test": "true" })).toEqual({ kind: "test" });
    expect(event({}, { "x-superoffice-event": "test" })).toEqual({ kind: "test" });
  });

  it.each(["", "{", "null", "7", "[]", '"x"', '{"Event":{},"PrimaryKey":[]}', "\u0000\uffff"])(
    "that makes no sense is nothing: %j",
    (text) => {
      expect(readSuperOfficeWebhook(Buffer.from(text), { "x-hook-test": ["a", "b"] })).toEqual({ kind: "other" });
    },
  );
});

it("what SuperOffice posts is verified and understood", async () => {
  const received: { kind: string; valid: boolean }[] = [];
  const target = await stage.server((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const signature = request.headers["x-superoffice-signature"];
      const valid = verifySuperOfficeWebhook(raw, typeof signature === "string" ? signature : undefined, ["s3cret"]);
      received.push({ kind: readSuperOfficeWebhook(raw, request.headers).kind, valid });
      response.end();
    });
  });
  const simulator = await stage.simulator({ webhooks: { requireHttps: false } });
  const { id } = simulator.control.createTicket();
  await simulator.control.registerWebhook({ targetUrl: target, secret: "s3cret" });
  simulator.control.addMessage(id, { text: "hi" });
  simulator.control.readTicket(id);
  await expect.poll(() => received.length).toBe(3);
  expect(received.map(({ kind }) => kind).sort()).toEqual(["other", "test", "ticket"]);
  expect(received.every(({ valid }) => valid)).toBe(true);
});

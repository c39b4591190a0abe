import type { DeliveryError, Marker, Message } from "@ticket-bridge/helpdesk";
import { composeMirror, isAuthentic, markerCode } from "@ticket-bridge/mapping";
import { startRequestorSimulator, type FaultSpec, type RequestorSimulator } from "@ticket-bridge/simulators";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { Requestor } from "./adapter.ts";
import { failureOf, requestorAt } from "./testing/requestor-at.ts";
import { free, messageId, outgoing, ticketId } from "./testing/outgoing.ts";

type Fault = FaultSpec extends infer One ? (One extends unknown ? Omit<One, "match"> : never) : never;
type Outcome = Pick<DeliveryError, "decision" | "fault" | "status">;

const uncertain = (status: number | null): Outcome => ({ decision: "uncertain", fault: "side", status });
const waits = (status: number | null): Outcome => ({ decision: "retryable", fault: "side", status });

/** What one fault does to a write: whether it was committed, and what the adapter says. */
const writes: readonly (readonly [string, Fault, committed: boolean, Outcome])[] = [
  ["a reset before the commit", { kind: "reset-before-commit" }, false, uncertain(null)],
  ["a reset after the commit", { kind: "reset-after-commit" }, true, uncertain(null)],
  ["no answer after the commit", { kind: "timeout-after-commit" }, true, uncertain(null)],
  ["a 500 page", { kind: "status", status: 500 }, false, uncertain(500)],
  ["a 500 page after the commit", { kind: "status", status: 500, point: "after-commit" }, true, uncertain(500)],
  ["a 500 in Requestor's words", { kind: "status", status: 500, body: "own-error" }, false, uncertain(500)],
  ["a 502 page", { kind: "status", status: 502 }, false, uncertain(502)],
  ["a 503 page", { kind: "status", status: 503 }, false, uncertain(503)],
  ["a web page with 200", { kind: "html-instead-of-json" }, false, uncertain(200)],
  [
    "a web page with 200 after the commit",
    { kind: "html-instead-of-json", point: "after-commit" },
    true,
    uncertain(200),
  ],
  ["a 429", { kind: "status", status: 429 }, false, waits(429)],
  ["a 404 page", { kind: "status", status: 404 }, false, waits(404)],
  ["a 400 page of a proxy", { kind: "status", status: 400 }, false, waits(400)],
  ["a 403 page of a firewall", { kind: "status", status: 403 }, false, waits(403)],
  ["a proxy's JSON 422", { kind: "status", status: 422, body: "json" }, false, waits(422)],
  ["a 405", { kind: "status", status: 405, body: "own-error" }, false, waits(405)],
  [
    "a 403",
    { kind: "status", status: 403, body: "own-error" },
    false,
    { decision: "permanent", fault: "ticket", status: 403 },
  ],
  ["a 413 page", { kind: "status", status: 413 }, false, { decision: "permanent", fault: "message", status: 413 }],
];

const reads: readonly (readonly [string, Fault, Outcome])[] = [
  ["resets", { kind: "reset-before-commit", times: "always" }, waits(null)],
  ["no answer", { kind: "timeout-after-commit", times: 3 }, waits(null)],
  ["500 pages", { kind: "status", status: 500, times: "always" }, waits(500)],
  ["502 pages", { kind: "status", status: 502, times: "always" }, waits(502)],
  ["503 pages", { kind: "status", status: 503, times: "always" }, waits(503)],
  ["404 pages", { kind: "status", status: 404, times: "always" }, waits(404)],
  ["400 pages", { kind: "status", status: 400, times: "always" }, waits(400)],
  ["403 pages", { kind: "status", status: 403, times: "always" }, waits(403)],
  ["405 pages", { kind: "status", status: 405, times: "always" }, waits(405)],
  ["empty 400s", { kind: "status", status: 400, body: "empty", times: "always" }, waits(400)],
  ["a proxy's JSON 404", { kind: "status", status: 404, body: "json", times: "always" }, waits(404)],
  ["web pages with 200", { kind: "html-instead-of-json", times: "always" }, waits(200)],
  ["429s", { kind: "status", status: 429, times: "always" }, waits(429)],
];

describe.each(["json", "xml"] as const)("over %s", (wire) => {
  let simulator: RequestorSimulator;
  let requestor: Requestor & AsyncDisposable;

  beforeAll(async () => {
    simulator = await startRequestorSimulator();
    requestor = requestorAt(simulator.url, { wire, headersMs: 400 });
    await requestor.describeAccount();
  });
  afterEach(() => {
    simulator.control.faults.clear();
    simulator.control.alterBodies({});
    simulator.control.clearRecords();
  });
  afterAll(async () => {
    await requestor[Symbol.asyncDispose]();
    await simulator.stop();
  });

  const fail = (path: string, fault: Fault): number =>
    simulator.control.faults.add({ ...fault, match: { path: `/api/Tickets/${path}` } });

  test.each(writes)("a write that meets %s is judged by what is known", async (_what, fault, committed, outcome) => {
    const { id } = simulator.control.createTicket();
    fail("NewMessage", fault);
    expect(await failureOf(requestor.createMessage(outgoing(id), free))).toMatchObject(outcome);
    expect(simulator.control.messages(id)).toHaveLength(committed ? 1 : 0);
    expect(simulator.control.requests()).toMatchObject({ "POST /api/Tickets/NewMessage": 1 });
  });

  test.each(reads)("a read that meets %s is never taken for a missing ticket", async (_what, fault, outcome) => {
    const { id } = simulator.control.createTicket();
    const one = simulator.control.addMessage(id, { text: "x" });
    await requestor.readTicket(ticketId(id));
    fail("GetTicket", fault);
    expect(await failureOf(requestor.readTicket(ticketId(id)))).toMatchObject(outcome);
    if (fault.times === "always") {
      expect(await failureOf(requestor.listMessages(ticketId(id)))).toMatchObject(outcome);
      expect(await failureOf(requestor.readMessages(ticketId(id), [messageId(one.id)]))).toMatchObject(outcome);
      expect(await failureOf(requestor.listMarked(ticketId(id)))).toMatchObject(outcome);
    }
  });

  test("a single reset or gateway page does not disturb a read", async () => {
    const { id } = simulator.control.createTicket();
    fail("GetTicket", { kind: "reset-before-commit" });
    expect((await requestor.readTicket(ticketId(id)))?.id).toBe(String(id));
    fail("GetTicket", { kind: "status", status: 502 });
    expect((await requestor.readTicket(ticketId(id)))?.id).toBe(String(id));
  });

  test("latency only delays", async () => {
    const { id } = simulator.control.createTicket();
    simulator.control.faults.add({ kind: "latency", ms: 100, times: "always" });
    const created = await requestor.createMessage(outgoing(id), free);
    expect(await requestor.readMessages(ticketId(id), [created.id])).toHaveLength(1);
  });

  test("Retry-After is told in milliseconds", async () => {
    const { id } = simulator.control.createTicket();
    await using hurried = requestorAt(simulator.url, { wire });
    await hurried.describeAccount();
    fail("NewMessage", { kind: "status", status: 429, retryAfter: 7 });
    const error = await failureOf(hurried.createMessage(outgoing(id), free));
    expect(error).toMatchObject({ decision: "retryable", fault: "side", retryAfterMs: 7_000 });
  });

  test("a 401 that passes disturbs neither a read nor a write, and the write is made once", async () => {
    const { id } = simulator.control.createTicket();
    fail("GetTicket", { kind: "unauthorized" });
    expect((await requestor.readTicket(ticketId(id)))?.id).toBe(String(id));
    fail("NewMessage", { kind: "unauthorized" });
    const created = await requestor.createMessage(outgoing(id), free);
    expect(simulator.control.messages(id).map((message) => String(message.id))).toEqual([created.id]);
  });

  test("a 401 while the account works concerns the ticket", async () => {
    const { id } = simulator.control.createTicket();
    fail("", { kind: "unauthorized", times: "always" });
    for (const call of [() => requestor.readTicket(ticketId(id)), () => requestor.createMessage(outgoing(id), free)]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ decision: "permanent", fault: "ticket", status: 401 });
      expect(error.message).toContain("Authorization has been denied for this request.");
    }
    expect(simulator.control.messages(id)).toEqual([]);
  });

  test("a 401 for the account too concerns the side", async () => {
    const { id } = simulator.control.createTicket();
    simulator.control.faults.add({ kind: "unauthorized", times: "always" });
    for (const call of [
      () => requestor.describeAccount(),
      () => requestor.readTicket(ticketId(id)),
      () => requestor.createMessage(outgoing(id), free),
    ]) {
      expect(await failureOf(call())).toMatchObject({ decision: "retryable", fault: "side", status: 401 });
    }
  });

  test("whatever is wrong with the account's own call, the side waits", async () => {
    for (const status of [400, 403, 404, 410, 500]) {
      simulator.control.faults.add({ kind: "status", status, body: "own-error", times: 3 });
      expect(await failureOf(requestor.describeAccount())).toMatchObject({ decision: "retryable", fault: "side" });
      simulator.control.faults.clear();
    }
    expect((await requestor.describeAccount()).canWriteInternal).toBe(true);
  });

  test("a lost lease stops the write before its bytes, with its own error", async () => {
    const { id } = simulator.control.createTicket();
    const lost = new Error("the lease is lost");
    const write = requestor.createMessage(outgoing(id), {
      beforeBytes: () => {
        throw lost;
      },
    });
    await expect(write).rejects.toBe(lost);
    expect(simulator.control.messages(id)).toEqual([]);
  });

  test("a lease lost during the second look at a 401 stops the second write", async () => {
    const { id } = simulator.control.createTicket();
    fail("NewMessage", { kind: "unauthorized" });
    const lost = new Error("the lease is lost");
    let writesBegun = 0;
    const write = requestor.createMessage(outgoing(id), {
      beforeBytes: () => {
        writesBegun += 1;
        if (writesBegun > 1) throw lost;
      },
    });
    await expect(write).rejects.toBe(lost);
    expect(simulator.control.messages(id)).toEqual([]);
  });

  test.each(["plain", "html"] as const)(
    "a %s write whose answer was lost is found again, whatever the helpdesk did to the body",
    async (format) => {
      const { id } = simulator.control.createTicket();
      simulator.control.alterBodies({
        reindent: true,
        wrapInP: true,
        changeEntities: true,
        stripComments: true,
        trimTrailingSpace: true,
      });
      const marker: Marker = {
        side: "superoffice",
        ticketId: ticketId(734),
        messageId: messageId(8812),
        revision: 1,
      };
      const keys = { bridgeId: "bridge.example", secret: "s3cret" };
      const source: Message = {
        side: "superoffice",
        ticketId: marker.ticketId,
        id: marker.messageId,
        createdAt: 1_767_323_045_000,
        changedAt: null,
        visibility: "internal",
        content: { format, text: format === "html" ? "<p>Größe &ndash; „ok“</p><p>b </p>" : "Größe – „ok“  \n b  " },
        author: { name: "Jörg Müller & Söhne", email: null, role: "customer" },
        writtenBy: "other",
        kind: "message",
        marker: null,
        deleted: false,
        attachments: [],
      };
      const mirror = composeMirror(source, "requestor", marker, { ...keys, ticketId: ticketId(id) }).outgoing;
      const code = markerCode(marker, keys.bridgeId, keys.secret);

      fail("NewMessage", { kind: "reset-after-commit" });
      expect((await failureOf(requestor.createMessage(mirror, free))).decision).toBe("uncertain");
      simulator.control.addMessage(id, { text: `> ${mirror.content.text}` });
      simulator.control.addMessage(id, { text: "no marker at all" });

      const found = await requestor.findMarked(ticketId(id), marker, code);
      expect(found).toMatchObject([{ marker: { messageId: "8812", revision: 1, code }, writtenBy: "bridge" }]);
      expect(await requestor.listMarked(ticketId(id))).toEqual(found);
      expect(found.every((one) => isAuthentic(one.marker, { ...keys, ticketId: marker.ticketId }))).toBe(true);
      for (const other of [
        { ...marker, revision: 2 },
        { ...marker, messageId: messageId(1) },
      ]) {
        expect(await requestor.findMarked(ticketId(id), other, code)).toEqual([]);
      }
      expect(
        await requestor.findMarked(
          ticketId(id),
          marker,
          code.replace(/^./, (c) => (c === "0" ? "1" : "0")),
        ),
      ).toEqual([]);
    },
  );

  test("a mirror is still found after somebody edited its head away or deleted it", async () => {
    const { id } = simulator.control.createTicket();
    const head = "[Jane Doe, 2026-01-02 03:04 UTC, SuperOffice message 8812/1, k3f9a2bc7d4e5f6g]\n\nHello";
    const created = await requestor.createMessage(outgoing(id, { content: { format: "plain", text: head } }), free);
    simulator.control.editMessage(Number(created.id), { text: "Hello" });
    expect(await requestor.listMarked(ticketId(id))).toMatchObject([{ id: created.id, marker: { messageId: "8812" } }]);
    simulator.control.deleteMessage(Number(created.id));
    expect(await requestor.listMarked(ticketId(id))).toMatchObject([{ id: created.id, marker: { messageId: "8812" } }]);
  });
});

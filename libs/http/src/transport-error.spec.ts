import type net from "node:net";
import { inspect } from "node:util";

import { afterEach, describe, expect, it } from "vitest";

import { cleanUp, clientFor, failureOf, httpServer, read, socketServer, stopLatest, write } from "./testing/bench.ts";

afterEach(cleanUp);

describe("a call whose bytes never left", () => {
  it("is retryable when the connection is refused, a write too, after a few quick tries", async () => {
    const url = await httpServer((_request, response) => response.end());
    await stopLatest();
    const { client, budget } = clientFor();
    const error = await failureOf(client.send(write(url)));
    expect(error).toMatchObject({ decision: "retryable", fault: "side", status: null });
    expect(error.message).toBe(
      "Requestor could not be reached for POST Tickets/NewMessage: connection refused, ECONNREFUSED",
    );
    expect(budget.taken).toBe(3);
  });

  it("is retryable when the host name is unknown", async () => {
    const { client } = clientFor();
    const error = await failureOf(client.send(write("http://no-such-host.invalid/")));
    expect(error).toMatchObject({ decision: "retryable", fault: "side" });
    expect(error.message).toContain("Requestor could not be reached for POST Tickets/NewMessage");
  });

  it("is retryable when TLS does not come about", async () => {
    const url = await socketServer((socket) => socket.end("this is not TLS\r\n"));
    const { client } = clientFor();
    const error = await failureOf(client.send(write(url.replace("http:", "https:"))));
    expect(error).toMatchObject({ decision: "retryable", fault: "side" });
  });

  it("is retryable when no connection comes about in time", async () => {
    const url = await socketServer(() => undefined);
    const { client } = clientFor({ timeouts: { connectMs: 60, headersMs: 150, bodyMs: 150 } });
    const error = await failureOf(client.send(write(url.replace("http:", "https:"))));
    expect(error).toMatchObject({ decision: "retryable", fault: "side" });
    expect(error.message).toContain("could not be reached");
  });

  it("rejects with the signal's reason when aborted before, while waiting for the permit or for the connection", async () => {
    const url = await socketServer(() => undefined);
    const { client, budget } = clientFor();
    const reason = new Error("stopping");
    await expect(client.send(write(url, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    const controller = new AbortController();
    let started = false;
    const call = client.send(
      write(url.replace("http:", "https:"), { signal: controller.signal, beforeBytes: () => (started = true) }),
    );
    await expect.poll(() => budget.held).toBe(1);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(started).toBe(false);
  });
});

type Breakage = (socket: net.Socket) => void;
const breakages: Record<string, Breakage> = {
  "reset before any byte of the answer": (socket) => socket.resetAndDestroy(),
  "closed before any byte of the answer": (socket) => socket.end(),
  "no answer in time": () => undefined,
  "half of the answer, then silence": (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
  "half of the answer, then closed": (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
  "a broken chunk": (socket) => socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"),
  "an answer that is no HTTP": (socket) => socket.end("hello\r\n\r\n"),
  "an answer beyond the size cap": (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${"x".repeat(5000)}`),
};

describe("a call that got no complete answer", () => {
  for (const [name, breakage] of Object.entries(breakages)) {
    it(`is uncertain for a write and is sent once: ${name}`, async () => {
      let requests = 0;
      const url = await socketServer((socket) =>
        socket.once("data", () => {
          requests += 1;
          breakage(socket);
        }),
      );
      const { client, budget } = clientFor({ maxResponseBytes: 1000 });
      const error = await failureOf(client.send(write(url)));
      expect(error).toMatchObject({ decision: "uncertain", fault: "side" });
      expect(error.message).toContain("it may have been carried out");
      expect(error.message).not.toContain("secret");
      expect(requests).toBe(1);
      expect(budget.taken).toBe(1);
    });
  }

  it("keeps no byte of the answer in the error or its causes", async () => {
    const url = await socketServer((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 2xx\r\nsecret-of-the-answer: 1\r\n\r\nsecret-of-the-answer")),
    );
    const { client } = clientFor();
    for (const request of [read, write]) {
      const error = await failureOf(client.send(request(url)));
      expect(error.cause).toBeInstanceOf(Error);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("secret-of-the-answer");
      expect(inspect(error, { depth: null })).toContain("HTTPParserError");
    }
  });

  it("is retryable for a read, after three tries", async () => {
    let requests = 0;
    const url = await socketServer((socket) =>
      socket.once("data", () => {
        requests += 1;
        socket.resetAndDestroy();
      }),
    );
    const { client } = clientFor();
    expect(await failureOf(client.send(read(url)))).toMatchObject({ decision: "retryable", fault: "side" });
    expect(requests).toBe(3);
  });

  it("is permanent for a read whose answer is beyond the size cap", async () => {
    const url = await httpServer((_request, response) => response.end("x".repeat(5000)));
    const { client } = clientFor({ maxResponseBytes: 1000 });
    expect(await failureOf(client.send(read(url)))).toMatchObject({ decision: "permanent", fault: "message" });
  });

  it("is uncertain for a write aborted after its bytes left, and the signal's reason for a read", async () => {
    let requests = 0;
    const url = await socketServer((socket) => socket.on("data", () => (requests += 1)));
    const { client } = clientFor({ timeouts: { connectMs: 1000, headersMs: 60_000, bodyMs: 1000 } });
    const reason = new Error("stopping");
    for (const request of [write, read]) {
      const controller = new AbortController();
      const before = requests;
      const call = client.send(request(url, { signal: controller.signal })).catch((error: unknown) => error);
      await expect.poll(() => requests).toBe(before + 1);
      controller.abort(reason);
      const outcome = await call;
      if (request === read) expect(outcome).toBe(reason);
      else expect(outcome).toMatchObject({ decision: "uncertain" });
    }
  });
});

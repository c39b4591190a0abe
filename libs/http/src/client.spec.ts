import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";

import { DeliveryError, type CallBudget } from "@ticket-bridge/helpdesk";
import { afterEach, describe, expect, it } from "vitest";

import { createHttpClient, type HttpClient, type HttpClientOptions } from "./client.ts";
import type { HttpRequest } from "./request.ts";

const cleanups: (() => Promise<unknown>)[] = [];
const budgets: WatchedBudget[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  for (const budget of budgets.splice(0)) expect(budget.held, "a permit was not given back").toBe(0);
});

/** Counts permits, and remembers pauses. */
class WatchedBudget implements CallBudget {
  held = 0;
  taken = 0;
  pauses: number[] = [];
  priorities: string[] = [];
  acquire(priority: string, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    this.held += 1;
    this.taken += 1;
    this.priorities.push(priority);
    return Promise.resolve(() => {
      this.held -= 1;
    });
  }
  pauseFor(milliseconds: number): Promise<void> {
    this.pauses.push(milliseconds);
    return Promise.resolve();
  }
}

function clientFor(options: Partial<HttpClientOptions> = {}): { client: HttpClient; budget: WatchedBudget } {
  const budget = new WatchedBudget();
  budgets.push(budget);
  const client = createHttpClient({
    side: "requestor",
    budget,
    timeouts: { connectMs: 1000, headersMs: 150, bodyMs: 150 },
    random: () => 0.5,
    sleep: () => Promise.resolve(),
    ...options,
  });
  cleanups.push(() => client.close());
  return { client, budget };
}

async function httpServer(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  return listening(server, () => server.closeAllConnections());
}

/** A server of bare sockets: what it does with one request is up to the test. */
async function socketServer(onSocket: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => sockets.delete(socket));
    onSocket(socket);
  });
  return listening(server, () => sockets.forEach((socket) => socket.destroy()));
}

async function listening(server: net.Server, dropAll: () => void): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(async () => {
    const closed = once(server, "close");
    server.close();
    dropAll();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** undici offers a socket again one turn of the event loop after its answer ended. */
async function socketIsFree(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
}

const read = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  name: "Tickets/GetTicket",
  safeToRepeat: true,
  ...more,
});

const write = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  name: "Tickets/NewMessage",
  body: '{"Message":"a customer\'s secret"}',
  safeToRepeat: false,
  ...more,
});

async function failureOf(call: Promise<unknown>): Promise<DeliveryError> {
  const outcome = await call.then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome && outcome.error instanceof DeliveryError) return outcome.error;
  throw new Error("expected a DeliveryError", { cause: outcome });
}

describe("an answered call", () => {
  it("gives status, headers and text, and sends what was asked", async () => {
    let seen: http.IncomingMessage | undefined;
    let body = "";
    const url = await httpServer((request, response) => {
      seen = request;
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        response.writeHead(201, { "content-type": "application/json; charset=utf-8", "x-two": ["a", "b"] });
        response.end('{"ok":"ja, größer"}');
      });
    });
    const { client, budget } = clientFor({ userAgent: "ticket-bridge/test" });
    const answer = await client.send(
      write(`${url}/api?x=1`, { headers: { authorization: "Basic abc" }, correlationId: "c-1\r\nx: y" }),
    );
    expect(answer).toMatchObject({ status: 201, text: '{"ok":"ja, größer"}', retryAfterMs: null });
    expect(answer.headers["x-two"]).toBe("a, b");
    expect(seen?.url).toBe("/api?x=1");
    expect(seen?.headers).toMatchObject({
      authorization: "Basic abc",
      "user-agent": "ticket-bridge/test",
      "x-request-id": "c-1x:y",
    });
    expect(body).toBe('{"Message":"a customer\'s secret"}');
    expect(budget.priorities).toEqual(["live"]);
  });

  it("decodes the body by its charset, and by UTF-8 when the charset is unknown", async () => {
    const url = await httpServer((request, response) => {
      const latin = request.url === "/latin";
      response.writeHead(200, { "content-type": `text/plain; charset=${latin ? "iso-8859-1" : "no-such-charset"}` });
      response.end(Buffer.from("größer", latin ? "latin1" : "utf8"));
    });
    const { client } = clientFor();
    expect((await client.send(read(`${url}/latin`))).text).toBe("größer");
    expect((await client.send(read(`${url}/other`))).text).toBe("größer");
  });

  it("returns a redirect as it is, so that a credential stays with its host", async () => {
    let elsewhere = 0;
    const other = await httpServer((_request, response) => {
      elsewhere += 1;
      response.end();
    });
    const url = await httpServer((_request, response) => response.writeHead(302, { location: other }).end());
    const { client } = clientFor();
    expect((await client.send(read(url, { headers: { authorization: "Basic abc" } }))).status).toBe(302);
    expect(elsewhere).toBe(0);
  });

  it("keeps its socket for the next call", async () => {
    let connections = 0;
    const server = http.createServer((_request, response) => response.end("{}"));
    server.on("connection", () => (connections += 1));
    const url = await listening(server, () => server.closeAllConnections());
    const { client } = clientFor();
    for (let call = 0; call < 3; call += 1) {
      await client.send(write(url));
      await socketIsFree();
    }
    expect(connections).toBe(1);
  });
});

describe("beforeBytes", () => {
  it("is called after the permit was taken and the connection stood, right before the bytes", async () => {
    const order: string[] = [];
    const url = await socketServer((socket) => {
      order.push("connected");
      socket.once("data", () => {
        order.push("bytes");
        socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
      });
    });
    const { client, budget } = clientFor();
    await client.send(
      write(url, {
        beforeBytes: () => {
          order.push(`before bytes, ${budget.held} permit`);
        },
      }),
    );
    expect(order.indexOf("before bytes, 1 permit")).toBeLessThan(order.indexOf("bytes"));
    expect(order).toHaveLength(3);
  });

  it("keeps the bytes back when it throws, passes its own error and gives the permit back", async () => {
    let requests = 0;
    const url = await httpServer((_request, response) => {
      requests += 1;
      response.end("{}");
    });
    const { client, budget } = clientFor();
    for (const lost of [new Error("lease lost"), new DeliveryError("lost", { decision: "retryable", fault: "side" })]) {
      const beforeBytes = (): void => {
        throw lost;
      };
      await expect(client.send(write(url, { beforeBytes }))).rejects.toBe(lost);
      expect(budget.held).toBe(0);
    }
    expect(budget.taken).toBe(2);
    expect((await client.send(read(url))).status).toBe(200);
    expect(requests).toBe(1);
  });
});

describe("a call whose bytes never left", () => {
  it("is retryable when the connection is refused, a write too, after a few quick tries", async () => {
    const url = await httpServer((_request, response) => response.end());
    await cleanups.pop()?.();
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

describe("a kept-alive socket", () => {
  it("that the server resets when the next write arrives leaves that write uncertain and sends it once", async () => {
    let writes = 0;
    let connections = 0;
    const url = await socketServer((socket) => {
      connections += 1;
      let requests = 0;
      socket.on("data", (chunk) => {
        requests += 1;
        if (chunk.toString().startsWith("POST")) writes += 1;
        if (requests === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        else socket.resetAndDestroy();
      });
    });
    const { client } = clientFor();
    await client.send(read(url));
    await socketIsFree();
    expect(await failureOf(client.send(write(url)))).toMatchObject({ decision: "uncertain" });
    expect(writes).toBe(1);
    expect(connections).toBe(1);
  });

  it("that the server closed while idle is replaced without a failure, and the write arrives once", async () => {
    let writes = 0;
    const closed: Promise<unknown>[] = [];
    const url = await socketServer((socket) => {
      closed.push(once(socket, "close"));
      socket.on("data", (chunk) => {
        if (chunk.toString().startsWith("POST")) writes += 1;
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        if (chunk.toString().startsWith("GET")) socket.end();
      });
    });
    const { client } = clientFor();
    await client.send(read(url));
    await closed[0];
    expect((await client.send(write(url))).status).toBe(200);
    expect(writes).toBe(1);
  });
});

describe("a refusal that passes", () => {
  async function answering(status: number, headers: http.OutgoingHttpHeaders, times: number) {
    const seen = { requests: 0 };
    const url = await httpServer((_request, response) => {
      seen.requests += 1;
      if (seen.requests <= times) response.writeHead(status, headers).end("busy");
      else response.end("{}");
    });
    return { url, seen };
  }

  it.each([429, 502, 503, 504])("is tried again for a read: %i", async (status) => {
    const { url, seen } = await answering(status, {}, 2);
    const { client, budget } = clientFor();
    expect((await client.send(read(url))).status).toBe(200);
    expect(seen.requests).toBe(3);
    expect(budget.taken).toBe(3);
  });

  it("is handed over after three tries", async () => {
    const { url, seen } = await answering(503, {}, 99);
    const { client } = clientFor();
    expect(await client.send(read(url))).toMatchObject({ status: 503, text: "busy" });
    expect(seen.requests).toBe(3);
  });

  it.each([429, 500, 502, 503, 504])("is never tried again for a write: %i", async (status) => {
    const { url, seen } = await answering(status, {}, 1);
    const { client } = clientFor();
    expect((await client.send(write(url))).status).toBe(status);
    expect(seen.requests).toBe(1);
  });

  it.each([
    [429, "7", 7000],
    [503, "Sat, 03 Jan 2026 10:00:30 GMT", 30_000],
  ])(
    "with Retry-After pauses the whole budget and is not tried again at once: %i",
    async (status, header, expected) => {
      const { url, seen } = await answering(status, { "retry-after": header }, 1);
      const { client, budget } = clientFor({ now: () => Date.UTC(2026, 0, 3, 10, 0, 0) });
      expect(await client.send(read(url))).toMatchObject({ status, retryAfterMs: expected });
      expect(budget.pauses).toEqual([expected]);
      expect(seen.requests).toBe(1);
    },
  );

  it("keeps its answer when the pause cannot be stored", async () => {
    const { url } = await answering(429, { "retry-after": "1" }, 1);
    const { client, budget } = clientFor();
    budget.pauseFor = () => Promise.reject(new Error("database away"));
    expect((await client.send(write(url))).status).toBe(429);
  });

  it("stops waiting between tries when aborted", async () => {
    const { url } = await answering(503, {}, 99);
    const controller = new AbortController();
    const reason = new Error("stopping");
    const { client } = clientFor({
      sleep: (_milliseconds, signal) => {
        controller.abort(reason);
        return Promise.reject(new Error("aborted", { cause: signal?.reason }));
      },
    });
    await expect(client.send(read(url, { signal: controller.signal }))).rejects.toBe(reason);
  });
});

it("says that the budget does not answer instead of throwing its error", async () => {
  const { client, budget } = clientFor();
  budget.acquire = () => Promise.reject(new Error("database away"));
  expect(await failureOf(client.send(write("http://127.0.0.1:1/")))).toMatchObject({ decision: "retryable" });
});

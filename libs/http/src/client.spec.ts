import { once } from "node:events";
import http from "node:http";

import { DeliveryError } from "@ticket-bridge/helpdesk";
import { afterEach, describe, expect, it } from "vitest";

import {
  cleanUp,
  clientFor,
  failureOf,
  httpServer,
  listening,
  read,
  socketIsFree,
  socketServer,
  write,
} from "./testing/bench.ts";

afterEach(cleanUp);

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

it("says that the budget does not answer instead of throwing its error", async () => {
  const { client, budget } = clientFor();
  budget.acquire = () => Promise.reject(new Error("database away"));
  expect(await failureOf(client.send(write("http://127.0.0.1:1/")))).toMatchObject({ decision: "retryable" });
});

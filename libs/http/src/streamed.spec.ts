import { createHash } from "node:crypto";

import type { ByteSink, StoredBytes } from "@ticket-bridge/helpdesk";
import { afterEach, describe, expect, it } from "vitest";

import { cleanUp, clientFor, failureOf, httpServer, read, write } from "./testing/bench.ts";

afterEach(cleanUp);

const piece = Buffer.alloc(64 * 1024, "abcdefg");

/** So many pieces, counted as they are asked for. */
function pieces(count: number): StoredBytes & { asked: number } {
  const body = {
    asked: 0,
    size: count * piece.length,
    async *open() {
      for (let at = 0; at < count; at += 1) {
        body.asked += 1;
        yield await Promise.resolve(piece);
      }
    },
  };
  return body;
}

interface Hashing {
  size: number;
  tries: number;
  begin(): void;
  write(bytes: Uint8Array): void;
  digest(): string;
}

function hashing(): Hashing {
  let hash = createHash("sha256");
  const sink = {
    size: 0,
    tries: 0,
    begin() {
      hash = createHash("sha256");
      sink.size = 0;
      sink.tries += 1;
    },
    write(bytes: Uint8Array) {
      hash.update(bytes);
      sink.size += bytes.length;
    },
    digest: () => hash.digest("hex"),
  };
  return sink;
}

async function receiving(): Promise<{ url: string; got: { size: number; length: string | undefined; ended: number } }> {
  const got = { size: 0, length: undefined as string | undefined, ended: 0 };
  const url = await httpServer((request, response) => {
    got.length = request.headers["content-length"];
    request.on("data", (chunk: Buffer) => (got.size += chunk.length));
    request.on("error", () => undefined);
    request.on("end", () => {
      got.ended += 1;
      response.end("{}");
    });
  });
  return { url, got };
}

describe("a body of stored bytes", () => {
  it("goes out a piece at a time with its length said before", async () => {
    const { url, got } = await receiving();
    const body = pieces(40);
    const { client } = clientFor();
    let looks = 0;
    const answer = await client.send(write(url, { body, whileSending: () => (looks += 1) }));
    expect(answer.status).toBe(200);
    expect(got).toEqual({ size: body.size, length: String(body.size), ended: 1 });
    expect(looks).toBe(39);
  });

  it("of no bytes is a body all the same", async () => {
    const { url, got } = await receiving();
    const { client } = clientFor();
    expect((await client.send(write(url, { body: pieces(0) }))).status).toBe(200);
    expect(got).toEqual({ size: 0, length: "0", ended: 1 });
  });

  it("is broken off in the middle by what whileSending throws, and the server never has it whole", async () => {
    const { url, got } = await receiving();
    const stop = new Error("no longer ours");
    const { client } = clientFor();
    let looks = 0;
    const sent = client.send(
      write(url, {
        body: pieces(40),
        whileSending: () => {
          looks += 1;
          if (looks === 20) throw stop;
        },
      }),
    );
    await expect(sent).rejects.toBe(stop);
    expect((await client.send(write(url, { body: pieces(1) }))).status).toBe(200);
    expect(got.ended).toBe(1);
  });

  it("is not begun when beforeBytes throws", async () => {
    const { url, got } = await receiving();
    const stop = new Error("no longer ours");
    const body = pieces(4);
    const { client } = clientFor();
    const sent = client.send(
      write(url, {
        body,
        beforeBytes: () => {
          throw stop;
        },
      }),
    );
    await expect(sent).rejects.toBe(stop);
    expect([body.asked, got.size]).toEqual([0, 0]);
  });

  it("fails with the error of its own source, which was certainly not carried out", async () => {
    const { url, got } = await receiving();
    const broken = new Error("disk");
    const body: StoredBytes = {
      size: 2 * piece.length,
      async *open() {
        yield await Promise.resolve(piece);
        throw broken;
      },
    };
    const { client } = clientFor();
    await expect(client.send(write(url, { body }))).rejects.toBe(broken);
    expect(got.ended).toBe(0);
  });

  it("is uncertain when the connection breaks on the way", async () => {
    const url = await httpServer((request) => {
      request.once("data", () => request.socket.resetAndDestroy());
      request.on("error", () => undefined);
    });
    const { client } = clientFor();
    const failure = await failureOf(client.send(write(url, { body: pieces(400) })));
    expect(failure).toMatchObject({ decision: "uncertain", fault: "side" });
  });
});

describe("a body into a sink", () => {
  it("comes byte for byte, and no faster than it is taken", async () => {
    const total = 200 * piece.length;
    let written = 0;
    const url = await httpServer((_request, response) => {
      response.writeHead(200, { "content-length": String(total) });
      const more = (): void => {
        while (written < total) {
          written += piece.length;
          if (response.write(piece)) continue;
          response.once("drain", more);
          return;
        }
        response.end();
      };
      more();
    });
    const { client } = clientFor();
    const sink = hashing();
    let ahead = 0;
    const slow: ByteSink = {
      begin: () => sink.begin(),
      write: async (bytes) => {
        sink.write(bytes);
        ahead = Math.max(ahead, written - sink.size);
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
    const answer = await client.send(read(url, { sink: slow }));
    const expected = createHash("sha256");
    for (let at = 0; at < 200; at += 1) expected.update(piece);
    expect({ size: sink.size, digest: sink.digest(), text: answer.text }).toEqual({
      size: total,
      digest: expected.digest("hex"),
      text: "",
    });
    expect(ahead).toBeLessThan(total);
  });

  it("begins anew when the connection broke in the middle", async () => {
    let calls = 0;
    const url = await httpServer((request, response) => {
      calls += 1;
      response.writeHead(200, { "content-length": "6" });
      response.write("abc");
      if (calls === 1) setTimeout(() => request.socket.resetAndDestroy(), 20);
      else response.end("def");
    });
    const { client } = clientFor();
    const sink = hashing();
    expect((await client.send(read(url, { sink }))).status).toBe(200);
    expect([sink.tries, sink.size]).toEqual([2, 6]);
    expect(sink.digest()).toBe(createHash("sha256").update("abcdef").digest("hex"));
  });

  it("is left alone by an answer that is not 200", async () => {
    const url = await httpServer((_request, response) => response.writeHead(404).end("no such file"));
    const { client } = clientFor();
    const sink = hashing();
    expect(await client.send(read(url, { sink }))).toMatchObject({ status: 404, text: "no such file" });
    expect(sink.tries).toBe(0);
  });

  it("is given up with the sink's own error", async () => {
    const url = await httpServer((_request, response) => {
      response.write(piece);
      response.end(piece);
    });
    const full = new Error("disk full");
    const { client } = clientFor();
    const sink: ByteSink = { begin: () => undefined, write: () => Promise.reject(full) };
    await expect(client.send(read(url, { sink }))).rejects.toBe(full);
  });
});

import type http from "node:http";

import { afterEach, describe, expect, it } from "vitest";

import { cleanUp, clientFor, httpServer, read, write } from "./testing/bench.ts";

afterEach(cleanUp);

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

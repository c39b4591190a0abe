import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";

import { DeliveryError, type CallBudget } from "@ticket-bridge/helpdesk";

import { createHttpClient, type HttpClient, type HttpClientOptions } from "../client.ts";
import type { HttpRequest } from "../request.ts";

const cleanups: (() => Promise<unknown>)[] = [];
const budgets: WatchedBudget[] = [];

/** Stops what a test started; fails when a permit was not given back. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  for (const budget of budgets.splice(0)) {
    if (budget.held !== 0) throw new Error(`${budget.held} permits were not given back`);
  }
}

/** Stops the server or client that was started last. */
export async function stopLatest(): Promise<void> {
  await cleanups.pop()?.();
}

/** Counts permits, and remembers pauses. */
export class WatchedBudget implements CallBudget {
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

export function clientFor(options: Partial<HttpClientOptions> = {}): { client: HttpClient; budget: WatchedBudget } {
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

export async function httpServer(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  return listening(server, () => server.closeAllConnections());
}

/** A server of bare sockets: what it does with one request is up to the test. */
export async function socketServer(onSocket: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => sockets.delete(socket));
    onSocket(socket);
  });
  return listening(server, () => sockets.forEach((socket) => socket.destroy()));
}

export async function listening(server: net.Server, dropAll: () => void): Promise<string> {
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
export async function socketIsFree(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
}

export const read = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  name: "Tickets/GetTicket",
  safeToRepeat: true,
  ...more,
});

export const write = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  name: "Tickets/NewMessage",
  body: '{"Message":"a customer\'s secret"}',
  safeToRepeat: false,
  ...more,
});

export async function failureOf(call: Promise<unknown>): Promise<DeliveryError> {
  const outcome = await call.then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome && outcome.error instanceof DeliveryError) return outcome.error;
  throw new Error("expected a DeliveryError", { cause: outcome });
}

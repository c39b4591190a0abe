import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { StartError } from "@ticket-bridge/assembly";

export interface Listening {
  readonly url: string;
  /** Takes no new requests, lets running ones end within the time, then cuts them. */
  close(withinMs: number): Promise<void>;
}

/** Serves on host and port (0: any free one). Throws StartError when that place cannot be had. */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handler);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    throw new StartError([whyNot(error, host, port)], error);
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: (withinMs) => closeServer(server, withinMs),
  };
}

/** Takes no new requests, lets running ones end within the time, then cuts them. */
export async function closeServer(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearTimeout(timer);
}

function whyNot(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "EADDRINUSE":
      return `PORT ${port} on ${host} is in use by another program; stop that one, or write another PORT.`;
    case "EACCES":
      return `PORT ${port} may not be opened by this user; write a PORT above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `HOST ${host} is no address of this machine; write for example 127.0.0.1.`;
    default:
      return `Nothing can be served on HOST ${host}, PORT ${port}: ${code || "unknown error"}.`;
  }
}

import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

import { ChangeSignal } from "../change-signal.ts";

export type Received = { headers: IncomingHttpHeaders; body: string };

/** A webhook target that answers with `status` and keeps what it got; gone when the test is. */
export async function receiver(): Promise<{
  url: string;
  received: Received[];
  answer: { status: number };
  waitFor: ChangeSignal["waitFor"];
}> {
  const received: Received[] = [];
  const answer = { status: 200 };
  const signal = new ChangeSignal();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
      response.writeHead(answer.status).end();
      signal.changed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, received, answer, waitFor: (probe, options) => signal.waitFor(probe, options) };
}

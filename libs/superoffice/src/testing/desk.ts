import http from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import {
  readMessageId,
  readTicketId,
  type MessageId,
  type OutgoingMessage,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { createHttpClient, localBudget, type HttpClient, type HttpClientOptions } from "@ticket-bridge/http";
import {
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type SuperOfficeSimulator,
  type SuperOfficeSimulatorOptions,
} from "@ticket-bridge/simulators";

import { createSuperOffice, type SuperOffice, type SuperOfficeOptions } from "../adapter.ts";
import type { SuperOfficeAuth } from "../auth.ts";

const bridgeId = "bridge.example";

export const basic = {
  scheme: "basic",
  username: SUPEROFFICE_DEFAULTS.username,
  password: SUPEROFFICE_DEFAULTS.password,
} as const satisfies SuperOfficeAuth;

/** What one test started, to be stopped after it. */
export class Stage {
  private readonly ends: (() => Promise<unknown>)[] = [];

  async end(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }

  async simulator(options: SuperOfficeSimulatorOptions = {}): Promise<SuperOfficeSimulator> {
    const simulator = await startSuperOfficeSimulator(options);
    this.ends.push(() => simulator.stop());
    return simulator;
  }

  http(headersMs = 2000, more: Partial<HttpClientOptions> = {}): HttpClient {
    const budget = localBudget({
      ratePerSecond: 2000,
      burstSeconds: 2,
      concurrency: 8,
      clock: () => performance.now(),
    });
    const client = createHttpClient({
      side: "superoffice",
      budget,
      timeouts: { connectMs: 2000, headersMs, bodyMs: 2000 },
      sleep: () => Promise.resolve(),
      ...more,
    });
    this.ends.push(() => client.close());
    return client;
  }

  adapter(url: string, more: Partial<SuperOfficeOptions> = {}): SuperOffice {
    return createSuperOffice({ url, auth: basic, http: this.http(), clock: Date.now, bridgeId, ...more });
  }

  /** A server that answers what no simulator would. Gives its origin. */
  async server(handler: http.RequestListener): Promise<string> {
    const server = http.createServer(handler).listen(0, "127.0.0.1");
    await once(server, "listening");
    this.ends.push(async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
}

export function ticketIdOf(id: number | string): TicketId {
  const read = readTicketId(id);
  if (read === null) throw new TypeError(`${id} is no ticket id`);
  return read;
}

export function messageIdOf(id: number | string): MessageId {
  const read = readMessageId(id);
  if (read === null) throw new TypeError(`${id} is no message id`);
  return read;
}

export const marker = {
  side: "requestor",
  ticketId: ticketIdOf(47),
  messageId: messageIdOf(991),
  revision: 1,
} as const;
export const code = "0123456789abcdef";
export const externalId = `<requestor.47.991.1.${code}@${bridgeId}>`;

export function outgoing(ticketId: number, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    ticketId: ticketIdOf(ticketId),
    visibility: "public",
    content: { format: "html", text: "<p>The printer is <b>dead</b></p>" },
    author: { name: "Jane Doe", email: null, role: "customer" },
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    externalId,
    ...more,
  };
}

export const sent = { beforeBytes: (): void => undefined };

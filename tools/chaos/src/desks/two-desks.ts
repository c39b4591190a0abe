import type { Side } from "@ticket-bridge/helpdesk";
import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";

import type { Holding } from "../judge/account.ts";
import type { Random } from "../random.ts";
import { FaultMix } from "./fault-mix.ts";

const secrets: Readonly<Record<Side, string>> = {
  superoffice: "superoffice-hook-secret",
  requestor: "requestor-hook-secret",
};

/** Two tickets that a bridge has to link. */
export interface Pair {
  readonly superoffice: number;
  readonly requestor: number;
  /** SuperOffice's ticket is internal, so everything said there is. */
  readonly internalTicket: boolean;
  /** Requestor's ticket cannot hold internal messages: they wait for a person. */
  readonly holdsInternal: boolean;
}

/** Both helpdesks over real sockets, with the faults of this run. */
export class TwoDesks {
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly pairs: readonly Pair[];
  readonly #faults: Readonly<Record<Side, FaultMix>>;

  private constructor(parts: {
    superoffice: SuperOfficeSimulator;
    requestor: RequestorSimulator;
    pairs: readonly Pair[];
    hangs: boolean;
  }) {
    this.superoffice = parts.superoffice;
    this.requestor = parts.requestor;
    this.pairs = parts.pairs;
    const { hangs } = parts;
    this.#faults = {
      superoffice: new FaultMix("superoffice", parts.superoffice.control.faults, { hangs }),
      requestor: new FaultMix("requestor", parts.requestor.control.faults, { hangs }),
    };
  }

  static async start(random: Random, options: { pairs: number; hangs: boolean }): Promise<TwoDesks> {
    const [superoffice, requestor] = await Promise.all([
      startSuperOfficeSimulator({ random, webhooks: { requireHttps: false, delayScale: 0.05 } }),
      startRequestorSimulator({ random }),
    ]);
    const pairs = Array.from({ length: options.pairs }, (_, place): Pair => {
      const internalTicket = place === 1;
      const holdsInternal = place !== 2;
      const ticket = superoffice.control.createTicket({
        title: `Case ${place + 1}`,
        ...(internalTicket && { slevel: "Internal" }),
      });
      const other = requestor.control.createTicket({
        subject: `Case ${place + 1}`,
        isPrivateMessageSupported: holdsInternal,
      });
      return { superoffice: ticket.id, requestor: other.id, internalTicket, holdsInternal };
    });
    return new TwoDesks({ superoffice, requestor, pairs, hangs: options.hangs });
  }

  /** What a bridge has to be told to work with them. */
  get environment(): Record<string, string> {
    return {
      SUPEROFFICE_URL: this.superoffice.url,
      SUPEROFFICE_AUTH: "basic",
      SUPEROFFICE_USERNAME: SUPEROFFICE_DEFAULTS.username,
      SUPEROFFICE_PASSWORD: SUPEROFFICE_DEFAULTS.password,
      SUPEROFFICE_WEBHOOK_SECRET: secrets.superoffice,
      REQUESTOR_URL: this.requestor.url,
      REQUESTOR_USERNAME: "bridge",
      REQUESTOR_PASSWORD: "bridge-password",
      REQUESTOR_WEBHOOK_SECRET: secrets.requestor,
    };
  }

  get ports(): Record<Side, number> {
    return {
      superoffice: Number(new URL(this.superoffice.url).port),
      requestor: Number(new URL(this.requestor.url).port),
    };
  }

  /** Points both helpdesks' webhooks at a bridge, as an administrator does again after SuperOffice gave a hook up. */
  async hook(bridgeUrl: string): Promise<void> {
    const targetUrl = `${bridgeUrl}/hooks/superoffice`;
    const { control } = this.superoffice;
    if (!control.webhooks().some((hook) => hook.targetUrl === targetUrl && hook.state === "Active")) {
      await control.registerWebhook({ targetUrl, secret: secrets.superoffice });
    }
    this.requestor.control.webhook({ url: `${bridgeUrl}/hooks/requestor`, secret: secrets.requestor, form: "ref" });
  }

  unleash(): void {
    for (const mix of Object.values(this.#faults)) mix.unleash();
  }

  calm(): void {
    for (const mix of Object.values(this.#faults)) mix.calm();
  }

  /** How many of each class were met so far, over both. */
  faultsMet(): Map<string, number> {
    const sum = new Map<string, number>();
    for (const mix of Object.values(this.#faults)) {
      for (const [name, hits] of mix.met()) sum.set(name, (sum.get(name) ?? 0) + hits);
    }
    return sum;
  }

  /** How many messages the bridge has written, both sides together. */
  written(): number {
    return this.superoffice.control.writes().length + this.requestor.control.writes().length;
  }

  /** Everything that both hold on every ticket. */
  holdings(): Holding[] {
    const times = {
      superoffice: new Map(this.superoffice.control.writes().map(({ id, time }) => [id, Date.parse(time)])),
      requestor: new Map(this.requestor.control.writes().map(({ id, time }) => [id, Date.parse(time)])),
    };
    const writtenAt = (side: Side, id: number) => times[side].get(id) ?? null;
    return [
      ...this.superoffice.control.tickets().flatMap(({ id: ticketId, messages }) =>
        messages.map(({ id, body, htmlBody, slevel }) => ({
          ...{ side: "superoffice" as const, ticketId, messageId: id, internal: slevel !== "External" },
          text: `${body}\n${htmlBody}`,
          writtenAt: writtenAt("superoffice", id),
        })),
      ),
      ...this.requestor.control.tickets().flatMap(({ id: ticketId, messages }) =>
        messages.map((message) => ({
          ...{ side: "requestor" as const, ticketId, messageId: message.id, internal: message.private },
          text: message.body,
          writtenAt: writtenAt("requestor", message.id),
        })),
      ),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all([this.superoffice.stop(), this.requestor.stop()]);
  }
}

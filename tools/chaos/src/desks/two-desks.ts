import type { Side } from "@ticket-bridge/helpdesk";
import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type LedgerEntry,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";

import type { Holding, Told } from "../judge/account.ts";
import { sleep } from "../run/sleep.ts";

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

/**
 * Every kind of fault, more often than the simulators' own mix has it. No commit comes so late that it would pass the
 * bridge's settle time, which is what an administrator has to set that for.
 */
const mix = {
  intensity: 1.5,
  writes: { "reset-after-commit": 0.08, "late-commit": 0.08, "error-after-commit": 0.04 },
  spans: { lateCommit: [100, 1_500], timeout: [1_000, 4_000], outage: [300, 2_000] },
} as const;

/** A message that a person wrote, before anybody looked what became of it. */
export interface Saying {
  readonly token: string;
  readonly side: Side;
  readonly messageId: number;
  readonly ticketId: number;
  readonly targetTicketId: number;
}

/** Both helpdesks over real sockets, with the faults of this run. */
export class TwoDesks {
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly pairs: readonly Pair[];
  #written = 0;

  private constructor(superoffice: SuperOfficeSimulator, requestor: RequestorSimulator, pairs: readonly Pair[]) {
    this.superoffice = superoffice;
    this.requestor = requestor;
    this.pairs = pairs;
    for (const { control } of [superoffice, requestor]) control.observe({ write: () => void (this.#written += 1) });
  }

  static async start(options: { pairs: number; forgetsMarkers?: boolean }): Promise<TwoDesks> {
    const [superoffice, requestor] = await Promise.all([
      startSuperOfficeSimulator({ webhooks: { requireHttps: false, delayScale: 0.05 } }),
      startRequestorSimulator(),
    ]);
    const pairs = Array.from({ length: options.pairs }, (_, place): Pair => {
      const internalTicket = place === 1;
      const holdsInternal = place !== 2;
      const title = `Case ${place + 1}`;
      const ticket = superoffice.control.createTicket({ title, ...(internalTicket && { slevel: "Internal" }) });
      const other = requestor.control.createTicket({ subject: title, isPrivateMessageSupported: holdsInternal });
      return { superoffice: ticket.id, requestor: other.id, internalTicket, holdsInternal };
    });
    const { control } = superoffice;
    if (options.forgetsMarkers) control.observe({ write: ({ id }) => void control.editMessage(id, { messageId: "" }) });
    return new TwoDesks(superoffice, requestor, pairs);
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

  unleash(seed: number): void {
    this.superoffice.control.unleash({ ...mix, seed });
    this.requestor.control.unleash({ ...mix, seed: seed + 1 });
  }

  /** Ends all faults; resolves when nothing is under way in the helpdesks that could still be seen. */
  async calm(signal: AbortSignal): Promise<void> {
    const controls = [this.superoffice.control, this.requestor.control];
    await Promise.all(controls.map((control) => control.calm()));
    const isUnderWay = () =>
      controls.some((control) => {
        const { lateCommits, lateMessages, heldCalls } = control.pending();
        return lateCommits + lateMessages + heldCalls > 0;
      });
    while (isUnderWay() && !signal.aborted) await sleep(50, signal);
  }

  /** How many of each class were met so far, over both: those of reads, of writes and of nothing that is called. */
  faultsMet(): Map<string, number> {
    const met = new Map<string, number>();
    for (const { control } of [this.superoffice, this.requestor]) {
      const { reads, writes, others } = control.faultCounts();
      for (const [kind, counts] of [
        ["write", writes],
        ["read", reads],
        ["", others],
      ] as const) {
        for (const [name, count] of Object.entries(counts)) {
          const full = [kind, name].filter(Boolean).join(": ");
          met.set(full, (met.get(full) ?? 0) + count);
        }
      }
    }
    return new Map([...met].sort(([one], [other]) => one.localeCompare(other)));
  }

  /** How many messages the bridge has written, both sides together. */
  get written(): number {
    return this.#written;
  }

  /** How many e-mails and notifications the bridge has caused. */
  get sent(): number {
    return this.superoffice.control.sent().length + this.requestor.control.sent().length;
  }

  /** What became of everything that was said, by the helpdesks' own record. */
  told(sayings: readonly Saying[]): Told[] {
    const entries = {
      superoffice: new Map(this.superoffice.control.ledger().map((entry) => [entry.id, entry])),
      requestor: new Map(this.requestor.control.ledger().map((entry) => [entry.id, entry])),
    };
    return sayings.map((saying) => {
      const entry = entries[saying.side].get(saying.messageId);
      if (entry === undefined) throw new Error(`${saying.token} was never seen in its own helpdesk.`);
      const visibility = entry.shown.map(({ at, as }) => ({ at, internal: as === "internal" }));
      return { ...saying, place: entry.seq, at: entry.visibleAt, visibility };
    });
  }

  /** Everything that both hold on every ticket. */
  holdings(): Holding[] {
    const { superoffice, requestor } = this;
    const times = {
      superoffice: writtenTimes(superoffice.control.ledger()),
      requestor: writtenTimes(requestor.control.ledger()),
    };
    return [
      ...superoffice.control.tickets().flatMap(({ id: ticketId, messages }) =>
        messages.map(({ id, body, htmlBody, slevel }) => ({
          ...{ side: "superoffice" as const, ticketId, messageId: id, internal: slevel !== "External" },
          text: `${body}\n${htmlBody}`,
          writtenAt: times.superoffice.get(id) ?? null,
        })),
      ),
      ...requestor.control.tickets().flatMap(({ id: ticketId, messages }) =>
        messages.map((message) => ({
          ...{ side: "requestor" as const, ticketId, messageId: message.id, internal: message.private },
          text: message.body,
          writtenAt: times.requestor.get(message.id) ?? null,
        })),
      ),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all([this.superoffice.stop(), this.requestor.stop()]);
  }
}

/** When each message that came through the API was stored, by the machine's clock: a helpdesk's own may be wrong. */
function writtenTimes(ledger: readonly LedgerEntry[]): Map<number, number> {
  return new Map(ledger.filter(({ via }) => via === "api").map(({ id, visibleAt }) => [id, visibleAt]));
}

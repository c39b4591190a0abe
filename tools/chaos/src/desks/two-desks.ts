import type { Side } from "@ticket-bridge/helpdesk";
import {
  startRequestorSimulator,
  startSuperOfficeSimulator,
  SUPEROFFICE_DEFAULTS,
  type LedgerEntry,
  type WriteRecord,
  type RequestorSimulator,
  type SuperOfficeSimulator,
} from "@ticket-bridge/simulators";

import type { Holding, KeptFile, OpenedTicket, Told, ToldTicket } from "../judge/account.ts";
import { sleep } from "../run/sleep.ts";
import { downloadPath, sha256 } from "./enclosures.ts";

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
export interface Saying extends Pick<
  Told,
  "token" | "side" | "messageId" | "ticketId" | "files" | "shows" | "editedTo"
> {
  /** Of a ticket that a person opened, the counterpart is known in the end only. */
  readonly target: number | OpenedTicket;
}

/** Customers and agents of both helpdesks: one without would leave Requestor's tickets unable to hold notes. */
const customer = { name: "Jane Doe", email: "jane@example.com" };

/** Both helpdesks over real sockets, with the faults of this run. */
export class TwoDesks {
  readonly superoffice: SuperOfficeSimulator;
  readonly requestor: RequestorSimulator;
  readonly pairs: readonly Pair[];
  #written = 0;
  #messages = 0;

  private constructor(superoffice: SuperOfficeSimulator, requestor: RequestorSimulator, pairs: readonly Pair[]) {
    this.superoffice = superoffice;
    this.requestor = requestor;
    this.pairs = pairs;
    const write = (record: WriteRecord) => {
      this.#written += 1;
      if (isNewMessage(record)) this.#messages += 1;
    };
    for (const { control } of [superoffice, requestor]) control.observe({ write });
  }

  static async start(options: { pairs: number; forgetsMarkers?: boolean }): Promise<TwoDesks> {
    const [superoffice, requestor] = await Promise.all([
      startSuperOfficeSimulator({ webhooks: { requireHttps: false, delayScale: 0.05 } }),
      // A search that lags longer than a write may be open would leave every ticket without an answer to a person.
      startRequestorSimulator({ searchLagMs: 1_000 }),
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
    if (options.forgetsMarkers) {
      const forget = (record: WriteRecord) =>
        isNewMessage(record) ? void control.editMessage(record.id, { messageId: "" }) : undefined;
      control.observe({ write: forget });
    }
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
      REQUESTOR_ATTACHMENT_URL: `${this.requestor.url}${downloadPath}`,
      AUTO_CREATE_TICKETS: "both",
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

  /** Everything that the bridge has written, both sides together. */
  get written(): number {
    return this.#written;
  }

  /** How many messages of it. */
  get messages(): number {
    return this.#messages;
  }

  /** A person opens a ticket on one side only. */
  open(side: Side, word: string): OpenedTicket {
    const title = `The printer ${word} is dead`;
    const { id } =
      side === "superoffice"
        ? this.superoffice.control.createTicket({ title, customer })
        : this.requestor.control.createTicket({ subject: title, type: "EndUserTicket" });
    return { word, side, ticketId: id };
  }

  /** The tickets on the other side that carry its title, oldest first. */
  counterpartsOf({ word, side }: OpenedTicket): number[] {
    const titles =
      side === "superoffice"
        ? this.requestor.control.tickets().map(({ id, subject }) => ({ id, title: subject }))
        : this.superoffice.control.tickets().map(({ id, title }) => ({ id, title }));
    return titles.flatMap(({ id, title }) => (title.includes(word) ? [id] : []));
  }

  /** A ticket of Requestor is learned from its webhook only: where all were lost, a person's next change sends another. */
  async hintAgain(opened: readonly OpenedTicket[]): Promise<void> {
    for (const ticket of opened) {
      if (ticket.side !== "requestor" || this.counterpartsOf(ticket).length > 0) continue;
      await this.requestor.control.sendHint(ticket.ticketId).catch(() => undefined);
    }
  }

  /** @param held as BridgeApi tells it */
  toldTickets(opened: readonly OpenedTicket[], held: ReadonlyMap<string, string>): ToldTicket[] {
    return opened.map((ticket) => {
      const heldFor = held.get(`${ticket.side} ${ticket.ticketId}`) ?? null;
      return { ...ticket, counterparts: this.counterpartsOf(ticket), heldFor };
    });
  }

  /** How many e-mails and notifications the bridge has caused. */
  get sent(): number {
    return this.superoffice.control.sent().length + this.requestor.control.sent().length;
  }

  /** When its helpdesk began to show a message; null while it does not, or does no more. */
  visibleSince({ side, messageId }: Saying): number | null {
    const entry = this[side].control.ledger().find(({ id, goneAt }) => id === messageId && goneAt === null);
    return entry?.visibleAt ?? null;
  }

  /** What became of everything that was said, by the helpdesks' own record. */
  told(sayings: readonly Saying[]): Told[] {
    const entries = {
      superoffice: new Map(this.superoffice.control.ledger().map((entry) => [entry.id, entry])),
      requestor: new Map(this.requestor.control.ledger().map((entry) => [entry.id, entry])),
    };
    return sayings.map(({ target, ...saying }) => {
      const entry = entries[saying.side].get(saying.messageId);
      if (entry === undefined) throw new Error(`${saying.token} was never seen in its own helpdesk.`);
      const visibility = entry.shown.map(({ at, as }) => ({ at, internal: as === "internal" }));
      const targetTicketId = typeof target === "number" ? target : (this.counterpartsOf(target)[0] ?? 0);
      return { ...saying, targetTicketId, place: entry.seq, at: entry.visibleAt, visibility };
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
          files: superoffice.control.attachments(id).map(({ name, content }) => keptFile(name, content ?? "")),
          writtenAt: times.superoffice.get(id) ?? null,
        })),
      ),
      ...requestor.control.tickets().flatMap(({ id: ticketId, messages }) =>
        messages.map((message) => ({
          ...{ side: "requestor" as const, ticketId, messageId: message.id, internal: message.private },
          text: message.body,
          files: message.attachments.map(({ fileName, data }) => keptFile(fileName, data)),
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

function keptFile(name: string, base64: string): KeptFile {
  return { name, sha256: sha256(Buffer.from(base64, "base64")) };
}

const newMessagePath = /\/(TicketMessage|SaveTicketMessageEntityWithOptions|NewMessage)$/i;

function isNewMessage({ method, path }: WriteRecord): boolean {
  return method === "POST" && newMessagePath.test(path);
}

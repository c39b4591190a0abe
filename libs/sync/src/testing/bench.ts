import type { Message, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

import { Engine } from "../engine.ts";
import { policyOf, type MirrorPolicy, type Mode, type TicketPolicy } from "../engine-context.ts";
import type { AttachmentFiles } from "../ports/attachment-files.ts";
import type { EngineLogLine } from "../ports/engine-log.ts";
import type { Store } from "../ports/store.ts";
import { linkTickets } from "../steer/link-tickets.ts";
import { FakeFeedHelpdesk } from "./fake-feed-helpdesk.ts";
import { FakeWalkedHelpdesk } from "./fake-walked-helpdesk.ts";
import { memoryStore } from "./memory-store/memory-store.ts";
import { MemoryDatabase } from "./memory-store/state.ts";
import { SimulatedClock } from "./simulated-clock.ts";

export const superofficeTicket = "734" as TicketId;
export const requestorTicket = "47" as TicketId;
export const ticketOf = { superoffice: superofficeTicket, requestor: requestorTicket };

/** A plain text, as a change of a message. */
export const text = (words: string) => ({ content: { format: "plain", text: words } as const });

/** Both helpdesks, a database and as many engines as wanted, all on one simulated clock. */
export class Bench {
  readonly clock = new SimulatedClock();
  readonly superoffice = new FakeFeedHelpdesk("superoffice", this.clock);
  readonly requestor = new FakeWalkedHelpdesk("requestor", this.clock);
  readonly database = new MemoryDatabase(() => this.clock.now());
  readonly store: Store = memoryStore(this.database);
  readonly lines: EngineLogLine[] = [];
  readonly settleMs = 120_000;
  readonly #running: Engine[] = [];
  #lastId = 0;

  async engine(
    options: {
      start?: boolean;
      mode?: Mode;
      files?: AttachmentFiles;
      store?: Store;
      creates?: Partial<TicketPolicy>;
      policy?: Partial<MirrorPolicy>;
    } = {},
  ): Promise<Engine> {
    const side = { pollMs: 10_000, callsPerSecond: 5, pollsAtOnce: 4 };
    const engine = new Engine({
      store: options.store ?? this.store,
      ...(options.files && { files: options.files }),
      helpdesks: { superoffice: this.superoffice, requestor: this.requestor },
      identity: { bridgeId: "bridge.test", secret: "a secret for tests" },
      clock: this.clock,
      random: { next: () => 0.5, id: () => this.#id() },
      log: { log: (line) => this.lines.push(line), delivered: () => undefined },
      settings: {
        mode: options.mode ?? "mirror",
        policy: { ...policyOf({}), ...options.policy },
        settleMs: this.settleMs,
        leaseMs: 10_000,
        lanesAtOnce: 4,
        sides: { superoffice: side, requestor: side },
        ...(options.creates && { createTickets: { targets: [], categories: [], priorities: [], ...options.creates } }),
      },
    });
    if (options.start ?? true) await engine.start();
    this.#running.push(engine);
    return engine;
  }

  async link(from: "now" | "start" = "now"): Promise<void> {
    await linkTickets(
      { store: this.store, helpdesks: { superoffice: this.superoffice, requestor: this.requestor } },
      { superofficeTicketId: superofficeTicket, requestorTicketId: requestorTicket, from },
    );
  }

  /** Lets time pass until nothing is pending, sending or uncertain and both sides were read again. */
  async quiet(): Promise<void> {
    await this.clock.pass(30_000);
    await this.clock.until("nothing waits", () =>
      this.database.mirrors.every(({ state }) => ["mirrored", "skipped", "held"].includes(state)),
    );
    await this.clock.pass(30_000);
  }

  /** Each mirror on one side, whole, in their order. */
  saidOn(side: Side): string[] {
    return this[side].mirrorsOn(ticketOf[side]).map(({ content }) => content.text);
  }

  /** The last line of each mirror on one side, in their order. */
  words(side: Side): (string | undefined)[] {
    return this.saidOn(side).map((text) => text.split("\n").at(-1));
  }

  /** Each row as its kind, revision and state, in their order. */
  rows(): string[] {
    return this.database.mirrors.map(({ kind, revision, state }) => `${kind} ${revision} ${state}`);
  }

  /** The youngest row. */
  last() {
    return this.database.mirrors.at(-1);
  }

  /** A person looks at all alarms that stand. */
  async acknowledge(by: string): Promise<number> {
    const standing = await this.store.standingAlarms();
    return await this.store.acknowledgeAlarms(
      by,
      standing.map(({ id }) => id),
    );
  }

  /** A person edits, and the bridge is told of it. */
  async edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
    this[side].replace(id, { changedAt: this.clock.now(), ...change });
    await this.store.hint(side, [ticketOf[side]]);
  }

  states(): string[] {
    return this.database.mirrors.map(({ state }) => state);
  }

  async stop(): Promise<void> {
    const stopping = Promise.all(this.#running.map((engine) => engine.stop()));
    await this.clock.pass(0);
    await stopping;
  }

  #id(): string {
    this.#lastId += 1;
    return `id-${this.#lastId}`;
  }
}

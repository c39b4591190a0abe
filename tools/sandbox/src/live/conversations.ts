import type { BridgeApi, BridgeStatus } from "../bridge/bridge-api.ts";
import { deskNames } from "../desks/desk.ts";
import type { DeskName, Writer } from "../desks/desk.ts";
import type { SampleTicket } from "../sample/sample-ticket.ts";
import type { Desks } from "../sample/tell-sample.ts";
import { bridgeWord } from "./bridge-word.ts";
import type { BridgeWord } from "./bridge-word.ts";
import { conversationView } from "./conversation-view.ts";
import type { ConversationView, MirrorFact, Tally } from "./conversation-view.ts";
import { LatencyMeter } from "./latency.ts";
import type { LastMirror } from "./latency.ts";
import { Mishaps } from "./mishaps.ts";
import type { MishapKind, MishapView } from "./mishaps.ts";

/** A pair of linked tickets; its key is the SuperOffice ticket's id. */
export interface Conversation {
  readonly sample: SampleTicket;
  readonly linkId: string;
}

export interface DeskView {
  readonly reference: string;
  readonly subject: string;
  readonly writers: readonly Writer[];
  readonly mishaps: MishapView;
}

/** Everything the page shows. */
export interface Snapshot {
  readonly ticket: number;
  readonly tickets: readonly { readonly key: number; readonly name: string }[];
  readonly desks: Readonly<Record<DeskName, DeskView>>;
  readonly messages: ConversationView["messages"];
  readonly bridge: BridgeWord & { readonly tally: Tally; readonly lastMirror: LastMirror | null };
}

const statusEveryMs = 1_000;
const whileUnderWayMs = 150;
const shortestGapMs = 30;

/** Follows both helpdesks and the bridge while somebody looks, and tells every viewer what changed. */
export class Conversations {
  readonly #desks: Desks;
  readonly #bridge: BridgeApi;
  readonly #conversations: readonly Conversation[];
  readonly #meter = new LatencyMeter();
  readonly #mishaps: Readonly<Record<DeskName, Mishaps>>;
  readonly #mirrors = new Map<number, readonly MirrorFact[]>();
  readonly #viewers = new Set<{ key: number; show: (snapshot: Snapshot) => void }>();
  readonly #unsubscribe: (() => void)[];
  #status: BridgeStatus | null = null;
  #statusAt = -Infinity;
  #lookDue = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #isRefreshing = false;
  #isAskedAgain = false;
  #isStopped = false;

  constructor(desks: Desks, bridge: BridgeApi, conversations: readonly Conversation[]) {
    this.#desks = desks;
    this.#bridge = bridge;
    this.#conversations = conversations;
    const changed = () => this.#refreshIn(0);
    this.#mishaps = {
      superoffice: new Mishaps(desks.superoffice, changed),
      requestor: new Mishaps(desks.requestor, changed),
    };
    for (const desk of deskNames) this.#meter.ignore(desks[desk], this.#ticketIds(desk));
    this.#unsubscribe = deskNames.map((desk) => desks[desk].onChange(() => this.#lookSoon()));
  }

  has(key: number): boolean {
    return this.#conversations.some(({ sample }) => sample.superoffice.id === key);
  }

  get firstKey(): number {
    return this.#conversations[0]?.sample.superoffice.id ?? 0;
  }

  /** Calls `show` as soon as the bridge was asked, and after every change; the returned function ends that. */
  follow(key: number, show: (snapshot: Snapshot) => void): () => void {
    const viewer = { key, show };
    this.#viewers.add(viewer);
    if (this.#mirrors.has(key)) show(this.#snapshot(key));
    this.#refreshIn(0);
    return () => {
      this.#viewers.delete(viewer);
    };
  }

  ticketId(key: number, desk: DeskName): number {
    return this.#sample(key)[desk].id;
  }

  happen(desk: DeskName, kind: MishapKind): void {
    this.#mishaps[desk].start(kind);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const end of this.#unsubscribe) end();
    for (const desk of deskNames) this.#mishaps[desk].stop();
  }

  /** A helpdesk changes many times in one go; looked at is once, right after it. */
  #lookSoon(): void {
    if (this.#lookDue) return;
    this.#lookDue = true;
    setImmediate(() => {
      this.#lookDue = false;
      if (this.#isStopped) return;
      for (const desk of deskNames) this.#meter.look(this.#desks[desk], this.#ticketIds(desk));
      this.#publish();
      this.#refreshIn(shortestGapMs);
    });
  }

  #refreshIn(milliseconds: number): void {
    if (this.#isStopped) return;
    const at = performance.now() + milliseconds;
    if (this.#isRefreshing) {
      this.#isAskedAgain = true;
    } else if (at < this.#timerAt) {
      clearTimeout(this.#timer);
      this.#timerAt = at;
      this.#timer = setTimeout(() => void this.#refresh(), milliseconds);
    }
  }

  async #refresh(): Promise<void> {
    this.#timerAt = Infinity;
    if (this.#viewers.size === 0) return;
    this.#isRefreshing = true;
    this.#isAskedAgain = false;
    const watched = new Set([...this.#viewers].map(({ key }) => key));
    await Promise.all([...[...watched].map((key) => this.#readMirrors(key)), this.#readStatus()]);
    this.#isRefreshing = false;
    if (this.#isStopped) return;
    this.#publish();
    const isUnderWay = [...watched].some((key) => this.#view(key).tally.waiting > 0);
    this.#refreshIn(this.#isAskedAgain ? shortestGapMs : isUnderWay ? whileUnderWayMs : statusEveryMs);
  }

  async #readMirrors(key: number): Promise<void> {
    const conversation = this.#conversations.find(({ sample }) => sample.superoffice.id === key);
    if (!conversation) return;
    const mirrors = await this.#bridge.mirrors(conversation.linkId).catch(() => null);
    this.#mirrors.set(key, mirrors ?? this.#mirrors.get(key) ?? []);
  }

  async #readStatus(): Promise<void> {
    if (performance.now() - this.#statusAt < statusEveryMs / 2) return;
    this.#statusAt = performance.now();
    this.#status = await this.#bridge.status().catch(() => null);
  }

  #publish(): void {
    for (const { key, show } of this.#viewers) if (this.#mirrors.has(key)) show(this.#snapshot(key));
  }

  #snapshot(key: number): Snapshot {
    const { messages, tally } = this.#view(key);
    const lastMirror = this.#meter.last([...this.#mirrors.values()].flat());
    return {
      ticket: key,
      tickets: this.#conversations.map(({ sample }) => ({
        key: sample.superoffice.id,
        name: this.#desks.superoffice.subject(sample.superoffice.id),
      })),
      desks: { superoffice: this.#desk(key, "superoffice"), requestor: this.#desk(key, "requestor") },
      messages,
      bridge: { ...bridgeWord(this.#status, tally), tally, lastMirror },
    };
  }

  #view(key: number): ConversationView {
    const { superoffice, requestor } = this.#sample(key);
    const held = {
      superoffice: this.#desks.superoffice.messages(superoffice.id),
      requestor: this.#desks.requestor.messages(requestor.id),
    };
    return conversationView(held, this.#mirrors.get(key) ?? []);
  }

  #desk(key: number, name: DeskName): DeskView {
    const desk = this.#desks[name];
    const id = this.ticketId(key, name);
    return {
      reference: desk.reference(id),
      subject: desk.subject(id),
      writers: desk.writers(id),
      mishaps: this.#mishaps[name].view(),
    };
  }

  #sample(key: number): SampleTicket {
    const found = this.#conversations.find(({ sample }) => sample.superoffice.id === key);
    if (!found) throw new RangeError(`There is no conversation ${key}.`);
    return found.sample;
  }

  #ticketIds(desk: DeskName): number[] {
    return this.#conversations.map(({ sample }) => sample[desk].id);
  }
}

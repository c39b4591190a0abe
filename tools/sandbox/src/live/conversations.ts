import type { BridgeApi, BridgeStatus, LinkFact } from "../bridge/bridge-api.ts";
import { deskNames } from "../desks/desk.ts";
import type { DeskMessage, DeskName, Writer } from "../desks/desk.ts";
import type { Desks } from "../sample/tell-sample.ts";
import { bridgeWord } from "./bridge-word.ts";
import type { BridgeWord } from "./bridge-word.ts";
import { conversationView } from "./conversation-view.ts";
import type { ConversationView, MirrorFact, Tally } from "./conversation-view.ts";
import { LatencyMeter } from "./latency.ts";
import type { LastMirror } from "./latency.ts";
import { Mishaps } from "./mishaps.ts";
import type { MishapKind, MishapView } from "./mishaps.ts";

/** What the bridge told of a link, and which messages stood in its tickets when it was asked. */
interface Told {
  readonly mirrors: readonly MirrorFact[];
  readonly before: ReadonlySet<string>;
}

export interface DeskView {
  readonly reference: string;
  readonly subject: string;
  readonly writers: readonly Writer[];
  readonly mishaps: MishapView;
}

/** Everything the page shows. */
export interface Snapshot {
  /** A pair of linked tickets is known by the SuperOffice ticket's id. */
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
  #links: readonly LinkFact[];
  readonly #meter = new LatencyMeter();
  readonly #mishaps: Readonly<Record<DeskName, Mishaps>>;
  readonly #told = new Map<number, Told>();
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

  /** @param links the pairs known so far, in the order in which they are offered; more come as the bridge makes them */
  constructor(desks: Desks, bridge: BridgeApi, links: readonly LinkFact[]) {
    this.#desks = desks;
    this.#bridge = bridge;
    this.#links = links;
    const changed = () => this.#refreshIn(0);
    this.#mishaps = {
      superoffice: new Mishaps(desks.superoffice, changed),
      requestor: new Mishaps(desks.requestor, changed),
    };
    for (const desk of deskNames) this.#meter.ignore(desks[desk], this.#ticketIds(desk));
    this.#unsubscribe = deskNames.map((desk) => desks[desk].onChange(() => this.#lookSoon()));
  }

  has(key: number): boolean {
    return this.#links.some(({ superofficeTicketId }) => superofficeTicketId === key);
  }

  get firstKey(): number {
    return this.#links[0]?.superofficeTicketId ?? 0;
  }

  /** Calls `show` as soon as the bridge was asked, and after every change; the returned function ends that. */
  follow(key: number, show: (snapshot: Snapshot) => void): () => void {
    const viewer = { key, show };
    this.#viewers.add(viewer);
    if (this.#told.has(key)) show(this.#snapshot(key));
    this.#refreshIn(0);
    return () => {
      this.#viewers.delete(viewer);
    };
  }

  ticketId(key: number, desk: DeskName): number {
    return ticketIn(desk, this.#link(key));
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
    await Promise.all([...[...watched].map((key) => this.#readMirrors(key)), this.#readOverview()]);
    this.#isRefreshing = false;
    if (this.#isStopped) return;
    this.#publish();
    const isUnderWay = [...watched].some((key) => this.#view(key).tally.waiting > 0);
    this.#refreshIn(this.#isAskedAgain ? shortestGapMs : isUnderWay ? whileUnderWayMs : statusEveryMs);
  }

  async #readMirrors(key: number): Promise<void> {
    const held = this.#held(key);
    const before = new Set(deskNames.flatMap((desk) => held[desk].map(({ id }) => `${desk}:${id}`)));
    const mirrors = await this.#bridge.mirrors(this.#link(key).id).catch(() => null);
    if (mirrors) this.#told.set(key, { mirrors, before });
    else if (!this.#told.has(key)) this.#told.set(key, { mirrors: [], before: new Set() });
  }

  async #readOverview(): Promise<void> {
    if (performance.now() - this.#statusAt < statusEveryMs / 2) return;
    this.#statusAt = performance.now();
    const [status, links] = await Promise.all([
      this.#bridge.status().catch(() => null),
      this.#bridge.links().catch(() => []),
    ]);
    this.#status = status;
    const added = links.filter(({ superofficeTicketId }) => !this.has(superofficeTicketId));
    this.#links = [...this.#links, ...added];
  }

  #publish(): void {
    for (const { key, show } of this.#viewers) if (this.#told.has(key)) show(this.#snapshot(key));
  }

  #snapshot(key: number): Snapshot {
    const { messages, tally } = this.#view(key);
    const lastMirror = this.#meter.last([...this.#told.values()].flatMap(({ mirrors }) => mirrors));
    return {
      ticket: key,
      tickets: this.#links.map((link) => ({ key: link.superofficeTicketId, name: this.#name(link) })),
      desks: { superoffice: this.#desk(key, "superoffice"), requestor: this.#desk(key, "requestor") },
      messages,
      bridge: { ...bridgeWord(this.#status, tally), tally, lastMirror },
    };
  }

  /** The shorter subject: the bridge writes a mark behind that of a ticket it makes. */
  #name(link: LinkFact): string {
    const names = deskNames.map((desk) => this.#desks[desk].subject(ticketIn(desk, link)));
    return names.reduce((shortest, name) => (name.length < shortest.length ? name : shortest));
  }

  #view(key: number): ConversationView {
    const told = this.#told.get(key);
    const isOld = (desk: DeskName, id: number) => told?.before.has(`${desk}:${id}`) === true;
    return conversationView(this.#held(key), told?.mirrors ?? [], isOld);
  }

  #held(key: number): Record<DeskName, readonly DeskMessage[]> {
    return {
      superoffice: this.#desks.superoffice.messages(this.ticketId(key, "superoffice")),
      requestor: this.#desks.requestor.messages(this.ticketId(key, "requestor")),
    };
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

  #link(key: number): LinkFact {
    const found = this.#links.find(({ superofficeTicketId }) => superofficeTicketId === key);
    if (!found) throw new RangeError(`There is no conversation ${key}.`);
    return found;
  }

  #ticketIds(desk: DeskName): number[] {
    return this.#links.map((link) => ticketIn(desk, link));
  }
}

function ticketIn(desk: DeskName, { superofficeTicketId, requestorTicketId }: LinkFact): number {
  return desk === "superoffice" ? superofficeTicketId : requestorTicketId;
}

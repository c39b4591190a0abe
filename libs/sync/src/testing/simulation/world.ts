import { otherSide, sides, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { parseTicketMarker } from "@ticket-bridge/mapping";

import { MemoryDatabase } from "../memory-store/state.ts";
import { SimulatedClock } from "../simulated-clock.ts";
import type { Extras } from "./extras.ts";
import type { OpenedTicket } from "./opened-tickets.ts";
import type { SafetyRules } from "./safety-rules.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { SimulatedNetwork } from "./simulated-network.ts";
import { SimulatedRequestor } from "./simulated-requestor.ts";
import { SimulatedSuperOffice } from "./simulated-superoffice.ts";
import { Story } from "./story.ts";
import type { SeenTicket } from "./ticket-calls.ts";
import { withFiles } from "./with-files.ts";

/** Two tickets that are linked. */
export type Pair = Readonly<Record<Side, TicketId>>;

export const settleMs = 120_000;
export const leaseMs = 10_000;
export const callsPerSecond = 5;

export interface LinkEvent {
  readonly at: number;
  readonly what: "linked from now" | "linked from start" | "unlinked";
}

/** What the checks must know of people's acts that no helpdesk holds. */
export interface Acts {
  readonly links: Map<Pair, LinkEvent[]>;
  /** Messages that the operator skipped or adopted a mirror for, as `side/id`. */
  readonly settledByHand: Set<string>;
  /** Rows of edits and deletions that the operator skipped or named a message for. */
  readonly settledRows: Set<string>;
  /** Tickets whose creation the operator skipped or ended by a ticket of his own, as `side/id`. */
  readonly settledTickets: Set<string>;
  /** Messages that the operator took for the mirror of another. */
  readonly takenAsMirrors: Set<string>;
  /** Messages that were held or skipped by a person at some time, also when a restored database does not know. */
  readonly setAside: Set<string>;
  /** When the database was restored from a backup. */
  readonly restores: number[];
  /** SuperOffice tickets: whether the ticket itself was External, from when. */
  readonly ticketsPublic: Map<TicketId, { readonly at: number; readonly public: boolean }[]>;
}

export const identity = { bridgeId: "bridge.test", secret: "the secret of a simulation" };

export const skipReason = "Skipped by hand.";
export const unlinkReason = "Its tickets were unlinked.";

/** Everything of one simulation that its actors share. */
export class World {
  readonly clock = new SimulatedClock();
  readonly database = new MemoryDatabase(() => this.clock.now());
  readonly story = new Story(this.clock);
  readonly rules: SafetyRules;
  readonly extras: Extras;
  readonly desks: Readonly<{ superoffice: SimulatedSuperOffice; requestor: SimulatedRequestor }>;
  readonly networks: Readonly<Record<Side, SimulatedNetwork>>;
  /** Those that a person linked from the beginning, and behind them what the bridge made. */
  readonly pairs: Pair[];
  /** Tickets that people opened and nobody linked. */
  readonly opened: OpenedTicket[] = [];
  /** Where something was written, edited, deleted or opened, in its order: what a helpdesk would send webhooks for. */
  readonly touched: { readonly side: Side; readonly ticketId: TicketId }[] = [];
  readonly acts: Acts = {
    links: new Map(),
    settledByHand: new Set(),
    settledRows: new Set(),
    settledTickets: new Set(),
    takenAsMirrors: new Set(),
    setAside: new Set(),
    restores: [],
    ticketsPublic: new Map(),
  };
  /** False once peace is made: then nothing goes wrong any more. */
  troubled = true;
  /** Where the database is restored nobody touches mirrors by hand: a mirror without marker and row is nobody's. */
  readonly restored: boolean;

  constructor(random: SeededRandom, rules: SafetyRules, extras: Extras) {
    const { clock, story } = this;
    this.rules = rules;
    this.extras = extras;
    const desk = () => ({
      clock,
      reading: rules.reading,
      skewMs: random.between(-300_000, 300_000),
      ownAccountKnown: random.chance(0.7),
    });
    this.desks = { superoffice: new SimulatedSuperOffice(desk()), requestor: new SimulatedRequestor(desk()) };
    const isReady = (name: string) => this.#isReady(name);
    const network = (side: Side) => {
      const told = (seen: SeenTicket) => this.#noteTicket(side, seen);
      return new SimulatedNetwork({ clock, random: random.fork(), settleMs, callsPerSecond, story, isReady, told });
    };
    this.networks = { superoffice: network("superoffice"), requestor: network("requestor") };
    if (extras.files !== null) {
      for (const side of sides) withFiles(this.desks[side], extras.files);
      this.desks.superoffice.savesTogether = extras.files.savedTogether;
    }
    const count = random.chance(0.05) ? random.between(8, 16) : random.between(1, 6);
    this.pairs = Array.from({ length: count }, (_, n) => ({
      superoffice: String(700 + n) as TicketId,
      requestor: String(40 + n) as TicketId,
    }));
    if (random.chance(0.3)) this.desks.requestor.publicOnly.add("40");
    this.restored = random.chance(0.15);
  }

  #isReady(name: string): boolean {
    const rows = [...this.database.attachments.values()].flatMap((places) => [...places.values()]);
    return rows.some((row) => row.name === name && row.state === "ready" && row.targetId !== null);
  }

  #noteTicket(side: Side, { ticketId, asked }: SeenTicket): void {
    const marker = parseTicketMarker(asked.title);
    this.touched.push({ side, ticketId });
    this.story.tell(`${side}/${ticketId}: a ticket is made, ${JSON.stringify(asked.title)}`);
    if (marker === null || marker.side === side) return;
    const { superoffice, requestor } = { [side]: ticketId, [marker.side]: marker.ticketId } as Pair;
    const pair = { superoffice, requestor };
    this.pairs.push(pair);
    this.acts.links.set(pair, [{ at: this.clock.now(), what: "linked from start" }]);
  }

  /** Where people write. */
  ticketsOf(side: Side): readonly TicketId[] {
    const paired = this.pairs.map((pair) => pair[side]);
    const alone = this.opened.filter((ticket) => ticket.side === side && !paired.includes(ticket.ticketId));
    return [...new Set(paired), ...alone.map(({ ticketId }) => ticketId)];
  }

  /** Null while it has none. */
  counterpart(side: Side, ticketId: TicketId): TicketId | null {
    return this.pairOf(side, ticketId)?.[otherSide(side)] ?? null;
  }

  pairOf(side: Side, ticketId: TicketId): Pair | undefined {
    return this.pairs.find((candidate) => candidate[side] === ticketId);
  }

  /** What people did to the link of this ticket. */
  linksOf(side: Side, ticketId: TicketId): readonly LinkEvent[] {
    const pair = this.pairOf(side, ticketId);
    return (pair === undefined ? undefined : this.acts.links.get(pair)) ?? [];
  }

  /** Whether nothing was ever linked with this ticket: what is written there has nowhere to go. */
  isAlone(side: Side, ticketId: TicketId): boolean {
    return this.database.links.every(({ tickets }) => tickets[side] !== ticketId);
  }

  noteLink(pair: Pair, what: LinkEvent["what"]): void {
    const events = this.acts.links.get(pair) ?? [];
    events.push({ at: this.clock.now(), what });
    this.acts.links.set(pair, events);
    this.story.tell(`the operator: tickets ${pair.superoffice} and ${pair.requestor} are ${what}`);
  }

  /** Remembers who is set aside now, before a restored database forgets it or a retry moves it. */
  noteSetAside(): void {
    for (const { state, reason, sourceSide, sourceMessageId, trace } of this.database.mirrors) {
      const isSkipped = state === "skipped" && (reason === unlinkReason || reason === skipReason);
      if (isSkipped || state === "held" || trace.some(({ what }) => what === "held")) {
        this.acts.setAside.add(nameOf(sourceSide, sourceMessageId));
      }
    }
  }
}

/** A message or a ticket of either side by one name. */
export function nameOf(side: Side, id: MessageId | TicketId): string {
  return `${side}/${id}`;
}

import { otherSide, sides, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";

import { MemoryDatabase } from "../memory-store/state.ts";
import { SimulatedClock } from "../simulated-clock.ts";
import type { Extras } from "./extras.ts";
import type { SafetyRules } from "./safety-rules.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { SimulatedNetwork } from "./simulated-network.ts";
import { SimulatedRequestor } from "./simulated-requestor.ts";
import { SimulatedSuperOffice } from "./simulated-superoffice.ts";
import { Story } from "./story.ts";
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
  /** Messages that the operator took for the mirror of another. */
  readonly takenAsMirrors: Set<string>;
  /** Messages that were held or skipped by a person at some time, also when a restored database does not know. */
  readonly setAside: Set<string>;
  /** When the database was restored from a backup. */
  readonly restores: number[];
  /** SuperOffice tickets: whether the ticket itself was External, from when. */
  readonly ticketsPublic: Map<TicketId, { readonly at: number; readonly public: boolean }[]>;
}

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
  readonly pairs: readonly Pair[];
  readonly acts: Acts = {
    links: new Map(),
    settledByHand: new Set(),
    settledRows: new Set(),
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
    const network = () =>
      new SimulatedNetwork({ clock, random: random.fork(), settleMs, callsPerSecond, story, isReady });
    this.networks = { superoffice: network(), requestor: network() };
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

  counterpart(side: Side, ticketId: TicketId): TicketId {
    return this.pairOf(side, ticketId)[otherSide(side)];
  }

  pairOf(side: Side, ticketId: TicketId): Pair {
    const pair = this.pairs.find((candidate) => candidate[side] === ticketId);
    if (pair === undefined) throw new Error(`Ticket ${ticketId} is not linked.`);
    return pair;
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

/** A message of either side by one name. */
export function nameOf(side: Side, id: MessageId): string {
  return `${side}/${id}`;
}

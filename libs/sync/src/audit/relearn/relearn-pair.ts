import {
  DeliveryError,
  otherSide,
  sideName,
  sides,
  type Helpdesk,
  type MessageId,
  type MessageStub,
  type Side,
  type Ticket,
} from "@ticket-bridge/helpdesk";

import type { SideReading } from "../../decide/compare-ticket.ts";
import { relearnTicket, type LearnedMirror, type LearnedTicket } from "../../decide/relearn-ticket.ts";
import type { KnownAs } from "../../ports/backfill-store.ts";
import type { Clock, Random } from "../../ports/clock.ts";
import type { RelearnedMirror } from "../../ports/relearn-store.ts";
import type { Store } from "../../ports/store.ts";
import { readBothSides } from "../read-both-sides.ts";
import type { RelearnedTicket, RelearnOptions, RelearnOutcome, RelearnPair } from "./words.ts";

export interface RelearnContext {
  readonly store: Pick<Store, "knownMessages" | "linkOfTicket" | "relearnLink">;
  readonly helpdesks: Readonly<Record<Side, Helpdesk>>;
  readonly identity: { readonly bridgeId: string; readonly secret: string };
  readonly clock: Clock;
  readonly random: Random;
}

interface PairRead {
  readonly sides: Readonly<Record<Side, SideReading>>;
  readonly stubs: Readonly<Record<Side, ReadonlyMap<MessageId, MessageStub>>>;
  readonly isLinked: boolean;
}

/** Reads the two tickets, decides, and stores it where that is wanted. Rejects with DeliveryError for a fault of a side. */
export async function relearnPair(
  context: RelearnContext,
  pair: RelearnPair,
  options: Pick<RelearnOptions, "apply" | "signal">,
): Promise<RelearnedTicket> {
  const standing = await standingLink(context, pair);
  if (standing.taken.length > 0) return leftAlone(pair, "contradiction", standing.taken);
  const read = await readPair(context, pair, options.signal);
  if ("unreadable" in read) return leftAlone(pair, "unreadable", [read.unreadable]);
  const known = await readKnown(context, read.sides);
  const { isLinked } = standing;
  const facts = { tickets: pair, sides: read.sides, known, isLinked, identity: context.identity };
  const learned = relearnTicket(facts);
  if (learned.contradictions.length > 0) return leftAlone(pair, "contradiction", learned.contradictions);
  const count = learned.mirrors.superoffice.length + learned.mirrors.requestor.length;
  if (count === 0 && learned.known === 0) return leftAlone(pair, "nothing", []);
  if (options.apply && (count > 0 || !isLinked)) {
    const taken = await store(context, pair, { ...read, isLinked }, learned);
    if (taken !== null) return leftAlone(pair, "contradiction", [taken]);
  }
  return {
    ...pair,
    outcome: count > 0 || !isLinked ? "relearned" : "known",
    isNewLink: !isLinked,
    mirrors: { superoffice: learned.mirrors.superoffice.length, requestor: learned.mirrors.requestor.length },
    known: learned.known,
    onlySource: learned.onlySource,
    newer: learned.newer,
    reasons: [],
  };
}

export function leftAlone(pair: RelearnPair, outcome: RelearnOutcome, reasons: readonly string[]): RelearnedTicket {
  return {
    ...{ superoffice: pair.superoffice, requestor: pair.requestor, outcome, reasons },
    isNewLink: false,
    mirrors: { superoffice: 0, requestor: 0 },
    known: 0,
    onlySource: { superoffice: [], requestor: [] },
    newer: { superoffice: 0, requestor: 0 },
  };
}

async function standingLink(
  { store }: RelearnContext,
  pair: RelearnPair,
): Promise<{ readonly isLinked: boolean; readonly taken: readonly string[] }> {
  const taken: string[] = [];
  let isLinked = false;
  for (const side of sides) {
    const link = await store.linkOfTicket(side, pair[side]);
    if (link === null) continue;
    const partner = side === "superoffice" ? link.requestorTicketId : link.superofficeTicketId;
    if (partner === pair[otherSide(side)]) isLinked = true;
    else taken.push(takenBy(pair, side, partner));
  }
  return { isLinked, taken };
}

function takenBy(pair: RelearnPair, side: Side, partner: string): string {
  const other = sideName(otherSide(side));
  return `Ticket ${pair[side]} in ${sideName(side)} is linked with ticket ${partner} in ${other}, and markers say ${pair[otherSide(side)]}.`;
}

/** What a helpdesk answers to a dry run is nobody's business but its own: nothing is recorded of it. */
const unrecorded = {
  worked: () => Promise.resolve(),
  failed: () => Promise.resolve(),
  answers: () => Promise.resolve(),
};

async function readPair(
  { helpdesks, clock }: RelearnContext,
  pair: RelearnPair,
  signal: AbortSignal,
): Promise<Omit<PairRead, "isLinked"> | { readonly unreadable: string }> {
  const stubs: Record<Side, ReadonlyMap<MessageId, MessageStub>> = { superoffice: new Map(), requestor: new Map() };
  try {
    const both = await readBothSides(
      { helpdesks, clock, health: unrecorded },
      {
        tickets: pair,
        wanted: (side, { messages }) => {
          stubs[side] = new Map(messages.map((stub) => [stub.id, stub]));
          return stubs[side].keys();
        },
        options: { signal },
      },
    );
    return both.kind === "unreadable" ? { unreadable: both.reason } : { sides: both.sides, stubs };
  } catch (error) {
    if (error instanceof DeliveryError && error.fault !== "side") return { unreadable: error.message };
    throw error;
  }
}

/** Of what stands there, and of sources that are gone and still named. */
async function readKnown(
  { store }: RelearnContext,
  read: Readonly<Record<Side, SideReading>>,
): Promise<Readonly<Record<Side, ReadonlyMap<MessageId, KnownAs>>>> {
  const of = (side: Side) => {
    const named = [...read[otherSide(side)].messages.values()].flatMap(({ marker }) => marker?.messageId ?? []);
    return store.knownMessages(side, [...new Set([...read[side].ids, ...named])]);
  };
  return { superoffice: await of("superoffice"), requestor: await of("requestor") };
}

async function store(
  context: RelearnContext,
  pair: RelearnPair,
  { sides: read, stubs, isLinked }: PairRead,
  learned: LearnedTicket,
): Promise<string | null> {
  const title = (side: Side): Ticket => read[side].ticket;
  const mirrors = (side: Side) =>
    learned.mirrors[side].map((mirror) => withListing(mirror, stubs[side].get(mirror.id), read[side]));
  const made = await context.store.relearnLink({
    link: {
      superofficeTicketId: pair.superoffice,
      requestorTicketId: pair.requestor,
      superofficeTitle: title("superoffice").title,
      requestorTitle: title("requestor").title,
      requestorRef: title("requestor").ref,
      present: learned.present,
    },
    mirrors: { superoffice: mirrors("superoffice"), requestor: mirrors("requestor") },
    correlationId: () => context.random.id(),
  });
  if (!("taken" in made)) return null;
  const when = isLinked ? "is not linked as it was any more" : "was linked by somebody meanwhile";
  return `One of the tickets ${when}: nothing was stored of them.`;
}

function withListing(mirror: LearnedMirror, stub: MessageStub | undefined, { messages }: SideReading): RelearnedMirror {
  const message = messages.get(mirror.id);
  const createdAt = stub?.createdAt ?? message?.createdAt ?? null;
  return { ...mirror, createdAt, version: stub?.version ?? null, visibility: message?.visibility ?? null };
}

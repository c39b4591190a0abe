import { type Side, type TicketId, otherSide } from "@ticket-bridge/helpdesk";
import type { BackfillLease, Creation, LaneLease, Link, Mirror, Store } from "@ticket-bridge/sync";

import type { Scene } from "../scene.ts";
import { steps } from "./steps.ts";

/** Who makes the same calls on one of the two stores, and knows what they left behind there. */
export interface Actor {
  readonly scene: Scene;
  /** The newest last; those that were lost or given back stay, so that they are tried again. */
  readonly leases: Record<"store" | "other", LaneLease[]>;
  /** Row ids by the tickets of the pair, also of removed links: they need not be the same in two databases. */
  readonly linkIds: Map<string, string>;
  /** By side and ticket: what the last claim of its poll gave along. */
  readonly readings: Map<string, string>;
  /** In the order in which they were made. */
  readonly runs: string[];
  /** The newest lease of a run. */
  readonly runLeases: Partial<Record<"store" | "other", BackfillLease>>;
  /** In the same order in both stores. */
  creations: readonly Creation[];
  links: readonly Link[];
  /** In the same order in both stores. */
  mirrors: readonly Mirror[];
}

export function createActor(scene: Scene): Actor {
  return {
    scene,
    leases: { store: [], other: [] },
    linkIds: new Map(),
    readings: new Map(),
    runs: [],
    runLeases: {},
    creations: [],
    links: [],
    mirrors: [],
  };
}

export const ticketOf = (number: number) => String(number) as TicketId;

/** The name a link goes by in both stores. */
export function nameOfLink(actor: Actor, id: string): string {
  return [...actor.linkIds].find(([, known]) => known === id)?.[0] ?? "unknown";
}

export const nameOfMirror = (actor: Actor, id: string): string => {
  const mirror = actor.mirrors.find((known) => known.id === id);
  return mirror === undefined ? "unknown" : `${mirror.source.side} ${mirror.source.messageId} ${mirror.revision}`;
};

/** The one that a number means among however many there are. */
export function pick<Item>(items: readonly Item[], place: number): Item | undefined {
  return items.length === 0 ? undefined : items[place % items.length];
}

export function pickLink(actor: Actor, place: number): string {
  return pick([...actor.linkIds.values()], place) ?? "none";
}

export function pickMirror(actor: Actor, place: number): { id: string; targetTicket: number } {
  const mirror = pick(actor.mirrors, place);
  return { id: mirror?.id ?? "none", targetTicket: mirror === undefined ? 1 : targetTicketOf(actor, mirror) };
}

export function targetTicketOf(actor: Actor, { linkId, source }: Mirror): number {
  const [superoffice, requestor] = nameOfLink(actor, linkId).split("-").map(Number);
  const tickets: Record<Side, number | undefined> = { superoffice, requestor };
  return tickets[otherSide(source.side)] ?? 1;
}

/** What has to be looked at first, and one that is settled, for what must be refused. */
export function pickInLane(actor: Actor, lease: LaneLease, place: number): Mirror | undefined {
  const lane = actor.mirrors.filter(
    ({ linkId, direction }) => linkId === lease.linkId && direction === lease.direction,
  );
  const isOpen = ({ state }: Mirror) => ["pending", "sending", "uncertain"].includes(state);
  const settled = pick(
    lane.filter((mirror) => !isOpen(mirror)),
    place,
  );
  return pick([...lane.filter(isOpen), ...(settled === undefined ? [] : [settled])], place);
}

export const storeOf = (actor: Actor, worker: "store" | "other"): Store => actor.scene[worker];

/** How long ago a moment was. */
export const age = (actor: Actor, at: number | null) => (at === null ? null : steps(actor.scene.now() - at));

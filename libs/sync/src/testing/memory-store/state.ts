import type { Direction, Message, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

import type { Identity } from "../../ports/identity-store.ts";
import type { MirrorState, TraceLine } from "../../ports/mirror-store.ts";
import type { SideStanding } from "../../ports/side-store.ts";
import type { WakeTopic } from "../../ports/wake.ts";

export interface LinkRow {
  readonly id: string;
  readonly tickets: Readonly<Record<Side, TicketId>>;
  readonly titles: Record<Side, string>;
  requestorRef: string | null;
  paused: boolean;
  active: boolean;
  readonly createdAt: number;
  readonly pollDue: Record<Side, number>;
  readonly pollTrouble: Record<Side, string | null>;
  /** Read whole since it was linked and since the feed began. */
  readonly readWhole: Record<Side, boolean>;
}

export interface LaneRow {
  readonly linkId: string;
  readonly direction: Direction;
  nextSeq: number;
  dueAt: number | null;
  epoch: number;
  leasedBy: string | null;
  leaseUntil: number;
  failures: number;
  reason: string | null;
  stopped: boolean;
}

export interface MirrorRow {
  readonly id: string;
  readonly linkId: string;
  readonly direction: Direction;
  readonly seq: number;
  readonly sourceSide: Side;
  readonly sourceTicketId: TicketId;
  readonly sourceMessageId: MessageId;
  readonly sourceCreatedAt: number | null;
  readonly correlationId: string;
  readonly capturedAt: number;
  state: MirrorState;
  reason: string | null;
  attempts: number;
  targetMessageId: MessageId | null;
  settleUntil: number | null;
  copy: Message | null;
  copyAt: number | null;
  losses: readonly string[];
  firstSentAt: number | null;
  sentAt: number | null;
  mirroredAt: number | null;
  updatedAt: number;
  readonly trace: TraceLine[];
}

/** Everything a database would hold; shared by all stores of one simulation, as replicas share a server. */
export class MemoryDatabase {
  readonly now: () => number;
  readonly links: LinkRow[] = [];
  readonly lanes: LaneRow[] = [];
  readonly mirrors: MirrorRow[] = [];
  readonly present = new Set<string>();
  readonly feeds = new Map<Side, { at: number; id: MessageId }[]>();
  readonly feedReadAt = new Map<Side, number>();
  readonly sides = new Map<Side, SideStanding>();
  readonly listeners = new Set<(topic: WakeTopic) => void>();
  identity: Identity | null = null;
  #lastId = 0;

  /** @param now the database's clock, milliseconds since 1970 UTC */
  constructor(now: () => number) {
    this.now = now;
  }

  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  wake(topic: WakeTopic): void {
    for (const listener of this.listeners) listener(topic);
  }

  lane(linkId: string, direction: Direction): LaneRow | undefined {
    return this.lanes.find((lane) => lane.linkId === linkId && lane.direction === direction);
  }

  link(id: string): LinkRow | undefined {
    return this.links.find((link) => link.id === id);
  }

  mirrorOfSource(side: Side, messageId: MessageId): MirrorRow | undefined {
    return this.mirrors.find((row) => row.sourceSide === side && row.sourceMessageId === messageId);
  }

  mirrorWithTarget(targetSide: Side, messageId: MessageId): MirrorRow | undefined {
    return this.mirrors.find((row) => row.sourceSide !== targetSide && row.targetMessageId === messageId);
  }

  isPaused(side: Side): boolean {
    return this.sides.get(side)?.paused ?? false;
  }

  /** Whoever holds the lane loses it: a row was moved that it may be about to send. */
  fence(lane: LaneRow): void {
    lane.epoch += 1;
    lane.leasedBy = null;
    this.makeDue(lane);
  }

  makeDue(lane: LaneRow): void {
    lane.dueAt = lane.dueAt === null ? this.now() : Math.min(lane.dueAt, this.now());
    this.wake("lanes");
  }
}

export function presentKey(linkId: string, side: Side, messageId: MessageId): string {
  return `${linkId}/${side}/${messageId}`;
}

import type { Direction, MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";

import type {
  BackfillOptions,
  BackfillPlan,
  BackfillResult,
  BackfillState,
  ReportLine,
  StopCause,
  TicketOfRun,
} from "../../backfill/words.ts";
import type { ListedTicket } from "../../ports/backfill-store.ts";
import type { NamedToken } from "../../ports/access-store.ts";
import type { OperatorAct } from "../../ports/act-store.ts";
import type { CreationState } from "../../ports/creation-store.ts";
import type { AttachmentMirror } from "../../ports/attachment-store.ts";
import type { Alarm, Audit } from "../../ports/audit-store.ts";
import type { Identity } from "../../ports/identity-store.ts";
import type { MirrorKind } from "../../ports/lane-store.ts";
import type { MirrorState, TraceLine } from "../../ports/mirror-store.ts";
import type { SideStanding } from "../../ports/side-store.ts";
import type { WakeTopic } from "../../ports/wake.ts";

export interface LinkRow {
  readonly id: string;
  readonly tickets: Record<Side, TicketId>;
  readonly titles: Record<Side, string>;
  requestorRef: string | null;
  paused: boolean;
  active: boolean;
  readonly createdAt: number;
  readonly pollDue: Record<Side, number>;
  readonly pollUrgency: Record<Side, "hint" | "active" | "quiet">;
  readonly pollTrouble: Record<Side, string | null>;
  /** Read whole since it was linked and since the feed began. */
  readonly readWhole: Record<Side, boolean>;
  /** Listings asked for in an earlier one do not count as the whole. */
  readonly generation: Record<Side, number>;
  /** When a message was last captured, on either side. */
  activeAt: number | null;
}

export interface LaneRow {
  readonly linkId: string;
  readonly direction: Direction;
  nextSeq: number;
  dueAt: number | null;
  epoch: number;
  leasedBy: string | null;
  leaseUntil: number | null;
  failures: number;
  reason: string | null;
  stopped: boolean;
  /** What was sent last, the newest at the end. */
  crossings: readonly { readonly hashStart: string; readonly capturedAt: number }[];
}

export interface MirrorRow {
  readonly id: string;
  readonly linkId: string;
  readonly direction: Direction;
  readonly seq: number;
  readonly sourceSide: Side;
  sourceTicketId: TicketId;
  readonly sourceMessageId: MessageId;
  readonly kind: MirrorKind;
  visibility: Visibility | null;
  readonly revision: number;
  readonly sourceCreatedAt: number | null;
  readonly correlationId: string;
  readonly capturedAt: number;
  state: MirrorState;
  reason: string | null;
  attempts: number;
  suspicions: number;
  suspectedAt: number;
  suspicion: string | null;
  observed: boolean;
  targetMessageId: MessageId | null;
  /** On the first revision: what a listing showed of the source last, and whether it is told to be gone. */
  seenVersion: string | null;
  gone: boolean;
  carriedHash: string | null;
  writtenHash: string | null;
  previous: string | null;
  settleUntil: number | null;
  /** The message as JSON: what is read back is never the object that was stored. */
  copy: string | null;
  copyAt: number | null;
  losses: readonly string[];
  firstSentAt: number | null;
  sentAt: number | null;
  mirroredAt: number | null;
  updatedAt: number;
  trace: readonly TraceLine[];
  readonly backfillId: string | null;
}

export interface CreationRow {
  readonly id: string;
  readonly sourceSide: Side;
  readonly sourceTicketId: TicketId;
  targetTicketId: TicketId | null;
  state: CreationState;
  reason: string | null;
  attempts: number;
  failures: number;
  firstMessageId: MessageId | null;
  withoutContact: boolean;
  wanted: boolean;
  settleUntil: number | null;
  dueAt: number | null;
  epoch: number;
  leasedBy: string | null;
  leaseUntil: number | null;
  carriedHash: string | null;
  losses: readonly string[];
  sentAt: number | null;
  firstSentAt: number | null;
  madeAt: number | null;
  readonly correlationId: string;
  trace: readonly TraceLine[];
  waitingSince: number | null;
  suspicions: number;
  suspectedAt: number;
  suspicion: string | null;
  readonly learnedAt: number;
  updatedAt: number;
  backfillId: string | null;
}

export interface BackfillRow {
  readonly id: string;
  readonly options: BackfillOptions;
  state: BackfillState;
  reason: string | null;
  stopCause: StopCause | null;
  stopAsked: boolean;
  carrier: { readonly workerId: string; readonly name: string; readonly since: number } | null;
  until: number;
  epoch: number;
  plan: BackfillPlan | null;
  result: BackfillResult;
  ticketsTotal: number | null;
  readonly createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  tickets: BackfillTicketRow[];
}

export interface BackfillTicketRow extends TicketOfRun {
  readonly place: number;
  readonly ids: ListedTicket["ids"];
  readonly paired: ListedTicket["paired"];
  readonly left: ListedTicket["left"];
  linkId: string | null;
  state: "waiting" | "working" | "done" | "failed";
  reason: string | null;
  findings: readonly ReportLine[];
}

export type AuditRow = Omit<Audit, "linkId" | "superofficeTicketId" | "requestorTicketId"> & {
  readonly claimedUntil: number | null;
};

export type AlarmRow = Alarm & { acknowledgedBy: string | null; endedAt: number | null };

export type TokenRow = NamedToken & { readonly hash: string };

export interface SessionRow {
  readonly tokenId: string | null;
  readonly expiresAt: number;
}

export interface FeedPoint {
  readonly at: number;
  readonly id: MessageId;
}

export interface FeedRow {
  newest: FeedPoint;
  /** When a reading last came as far as the newest id. */
  readAt: number;
  checkpoints: readonly FeedPoint[];
}

export interface AttachmentRow extends AttachmentMirror {
  readonly storedAt: number;
}

/** Everything a database would hold; shared by all stores of one simulation, as replicas share a server. */
export class MemoryDatabase {
  readonly now: () => number;
  readonly links: LinkRow[] = [];
  readonly lanes: LaneRow[] = [];
  readonly mirrors: MirrorRow[] = [];
  /** By mirror and place. */
  readonly attachments = new Map<string, Map<number, AttachmentRow>>();
  readonly creations: CreationRow[] = [];
  readonly backfills: BackfillRow[] = [];
  readonly audits = new Map<string, AuditRow>();
  readonly alarms: AlarmRow[] = [];
  tokens: readonly TokenRow[] = [];
  /** By hash. */
  readonly sessions = new Map<string, SessionRow>();
  acts: readonly OperatorAct[] = [];
  readonly creatingSince = new Map<Side, number>();
  readonly present = new Set<string>();
  /** Of these such as are present only until a run is over with them, by its id. */
  readonly heldBack = new Map<string, string>();
  readonly feeds = new Map<Side, FeedRow>();
  readonly sides = new Map<Side, SideStanding>();
  readonly lastWriteAt = new Map<Side, number>();
  readonly readers = new Map<Side, { workerId: string; until: number }>();
  readonly listeners = new Set<(topic: WakeTopic) => void>();
  identity: Identity | null = null;
  readonly #lastIds = { link: 0, mirror: 0, creation: 0, backfill: 0 };

  /** @param now the database's clock, milliseconds since 1970 UTC */
  constructor(now: () => number) {
    this.now = now;
  }

  nextId(of: "link" | "mirror" | "creation" | "backfill"): string {
    this.#lastIds[of] += 1;
    return String(this.#lastIds[of]);
  }

  wake(topic: WakeTopic): void {
    for (const listener of this.listeners) listener(topic);
  }

  /** Wakes whoever works on lanes, when this one can be claimed now. */
  wakeFor(lane: LaneRow): void {
    if (lane.leasedBy === null && lane.dueAt !== null && lane.dueAt <= this.now()) this.wake("lanes");
  }

  lane(linkId: string, direction: Direction): LaneRow | undefined {
    return this.lanes.find((lane) => lane.linkId === linkId && lane.direction === direction);
  }

  lanesOf(linkId: string): readonly LaneRow[] {
    return this.lanes.filter((lane) => lane.linkId === linkId);
  }

  link(id: string): LinkRow | undefined {
    return this.links.find((link) => link.id === id);
  }

  activeLink(id: string): LinkRow | undefined {
    return this.links.find((link) => link.id === id && link.active);
  }

  linkOfTicket(side: Side, ticketId: TicketId): LinkRow | undefined {
    return this.links.find((link) => link.active && link.tickets[side] === ticketId);
  }

  mirror(id: string): MirrorRow | undefined {
    return this.mirrors.find((row) => row.id === id);
  }

  mirrorOfSource(side: Side, messageId: MessageId, revision = 1): MirrorRow | undefined {
    return this.mirrors.find(
      (row) => row.sourceSide === side && row.sourceMessageId === messageId && row.revision === revision,
    );
  }

  /** The message and what it became later, in their order. */
  revisionsOf(side: Side, messageId: MessageId): MirrorRow[] {
    const rows = this.mirrors.filter((row) => row.sourceSide === side && row.sourceMessageId === messageId);
    return rows.sort((a, b) => a.revision - b.revision);
  }

  mirrorWithTarget(targetSide: Side, messageId: MessageId): MirrorRow | undefined {
    return this.mirrors.find((row) => row.sourceSide !== targetSide && row.targetMessageId === messageId);
  }

  isPaused(side: Side): boolean {
    return this.sides.get(side)?.paused ?? false;
  }
}

export function presentKey(linkId: string, side: Side, messageId: MessageId): string {
  return `${linkId}/${side}/${messageId}`;
}

/** Text as PostgreSQL can hold it, which knows neither the NUL character nor half surrogate pairs. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

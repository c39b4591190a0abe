import type { Direction, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";
import type {
  CauseOf,
  Link,
  Mirror,
  MirrorFilter,
  MirrorKind,
  MirrorState,
  Page,
  ReportLine,
} from "@ticket-bridge/sync";

import type { PlaceOfLine } from "./places-of-lines.ts";

/** How one direction stands at this moment; messages and new tickets that come from its source alike. */
export interface DirectionStanding {
  /** Pending or being sent. */
  readonly waiting: number;
  /** How many of these are tickets that get their counterpart. */
  readonly waitingTickets: number;
  /** How many of these wait only because a person paused their ticket. */
  readonly waitingPaused: number;
  readonly uncertain: number;
  /** Uncertain ones whose settle time is over, but for those of a paused ticket. */
  readonly overdue: number;
  readonly held: number;
  /**
   * Age of the oldest message or new ticket that waits or is uncertain; 0 when there is none. Of paused tickets nothing
   * counts, nor do new tickets that the bridge itself waits for, as they have no message yet.
   */
  readonly oldestWaitingSeconds: number;
  /** The same of the new tickets alone. */
  readonly oldestTicketSeconds: number;
  /** How long the live messages of the last hour took from capture to answer, counted by delayClasses. */
  readonly delays: readonly number[];
}

export interface MirroredMinute {
  readonly direction: Direction;
  /** Milliseconds since 1970 UTC. */
  readonly minute: number;
  readonly count: number;
}

export const linkStates = ["active", "paused", "unlinked", "waiting", "held", "stopped", "trouble"] as const;
/** `active`: linked and not paused; `stopped`: nothing crosses one way until a person acts; `trouble`: a lane waits with a reason, is stopped, or a ticket cannot be read. */
export type LinkState = (typeof linkStates)[number];

export const linkSorts = ["newest", "activity", "waiting"] as const;
/** `activity`: the last captured message first; `waiting`: the longest waiting first, and only links where one waits. */
export type LinkSort = (typeof linkSorts)[number];

export interface LinkSearch {
  /** An id of either side, a reference, or words that a title's words begin with; null: all. */
  readonly words: string | null;
  /** Null: what is linked. */
  readonly state: LinkState | null;
  /** Which way that is to be so, where it is said of one: `waiting`, `held`, `stopped` and `trouble`. Null: either. */
  readonly direction?: Direction | null;
  readonly sort: LinkSort;
}

export interface FoundLink extends Link {
  readonly active: boolean;
  /** When a message was last captured in it; milliseconds since 1970 UTC. */
  readonly activeAt: number | null;
  /** Since when its oldest message waits. */
  readonly waitingSince: number | null;
}

export interface MirrorSearch extends Omit<MirrorFilter, "state"> {
  /** `waiting`: pending or being sent, as a direction's standing counts it. */
  readonly state: MirrorState | "waiting" | null;
  /** A key of causeOf; with it only held and uncertain ones are found, as what needs attention counts them. */
  readonly cause: string | null;
  readonly kind: MirrorKind | null;
  /** When they were captured, milliseconds since 1970 UTC: from this moment on, and before that one. */
  readonly from: number | null;
  readonly until: number | null;
  /** Words that the reason's words begin with; with them only held, uncertain and skipped ones are found. */
  readonly words: string | null;
}

/** Held or uncertain, which of them. */
export interface AttentionFilter {
  /** Messages or tickets alone: some causes are both's. */
  readonly of: CauseOf | null;
  /** A key of causeOf. */
  readonly cause: string | null;
  /** The source side. */
  readonly side: Side | null;
  /** Messages of this link alone, and no tickets. */
  readonly linkId: string | null;
}

/** What is held or uncertain for one cause. */
export interface AttentionGroup {
  readonly of: CauseOf;
  readonly cause: string;
  readonly held: number;
  readonly uncertain: number;
  /** By the side it comes from. */
  readonly bySource: Readonly<Record<Side, number>>;
  /** Of these alone, as `Attention` has it of all. */
  readonly fingerprint: string;
  /** Since when the oldest is known, milliseconds since 1970 UTC. */
  readonly oldestAt: number;
  /** The oldest one, its ticket at the source, its reason, and who may read a message as it was seen last. */
  readonly example: {
    readonly id: string;
    readonly source: { readonly side: Side; readonly ticketId: TicketId };
    /** Null: a ticket without a counterpart. */
    readonly linkId: string | null;
    readonly reason: string | null;
    readonly visibility: Visibility | null;
  };
}

/** What a filter of what needs attention names. */
export interface Attention {
  /** Another text once one went or came, or has another cause or state; to be compared with what this store gave before. */
  readonly fingerprint: string;
  /** The largest first. */
  readonly groups: readonly AttentionGroup[];
}

/** Each of what a filter of what needs attention names. */
export interface AttentionSet {
  /** Of exactly these, as `Attention` has it. */
  readonly fingerprint: string;
  /** Messages, then tickets, the oldest first. */
  readonly all: readonly { readonly of: CauseOf; readonly id: string }[];
}

/** The lanes of one direction that go on only once a person acted, like one whose other ticket is gone. */
export interface StoppedLanes {
  readonly count: number;
  /** Why the one of the oldest link stands still; null: none does. */
  readonly reason: string | null;
}

export const changeTopics = [
  "mirrors",
  "attention",
  "links",
  "creations",
  "audit",
  "backfills",
  "sides",
  "hooks",
  "acts",
] as const;
export type ChangeTopic = (typeof changeTopics)[number];

/** For each topic a text that is another one once something of it was changed and can be read, in whichever process. */
export type ChangeMarks = Readonly<Record<ChangeTopic, string>>;

/**
 * What the admin page reads beyond the engine's ports. Each is a statement of its own that finds its rows by index, so
 * that a page is as quick over a million messages as over a hundred. Cursors are what the page before gave.
 */
export interface DashboardReads {
  /**
   * Cheap enough for once a second. A change that takes back another one within that time may pass unseen. Marks are to
   * be compared with those that the same store gave before.
   */
  changeMarks(): Promise<ChangeMarks>;
  directionStandings(): Promise<Readonly<Record<Direction, DirectionStanding>>>;
  stoppedLanes(): Promise<Readonly<Record<Direction, StoppedLanes>>>;
  /** For how long a helpdesk asked for quiet. */
  quietSeconds(): Promise<Readonly<Record<Side, number>>>;
  /** Links that are not polled because a person paused them. */
  countPausedLinks(): Promise<number>;
  /** Counts anew what was mirrored in the last minutes, so that messages on their way need not; called every ten seconds. */
  countMinutes(): Promise<void>;
  /** How many were mirrored over the last so many minutes, added up by so many, and the database's clock. */
  mirroredMinutes(
    lastMinutes: number,
    bucketMinutes: number,
  ): Promise<{ readonly now: number; readonly minutes: readonly MirroredMinute[] }>;
  searchLinks(search: LinkSearch, options: { cursor: string | null; limit: number }): Promise<Page<FoundLink>>;
  /** Newest first. */
  searchMirrors(search: MirrorSearch, options: { cursor: string | null; limit: number }): Promise<Page<Mirror>>;
  attentionGroups(filter: AttentionFilter): Promise<Attention>;
  countAttention(filter: AttentionFilter): Promise<Readonly<Record<CauseOf, number>>>;
  /** However many they are: ask for their number first. */
  attentionSet(filter: AttentionFilter): Promise<AttentionSet>;
  /** The rows of a link about these messages, edits and deletions too, whichever side they come from. */
  mirrorsOfMessages(linkId: string, ids: Readonly<Record<Side, readonly string[]>>): Promise<readonly Mirror[]>;
  /** Where lines of a report are shown, in their order. */
  placesOfLines(lines: readonly ReportLine[]): Promise<readonly PlaceOfLine[]>;
}

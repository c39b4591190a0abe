import type { Direction, Message, MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";

import type { MirrorState } from "./mirror-store.ts";

/**
 * The right to work on one lane (one link, one direction) until the lease ends. `epoch` grows with every claim, so a
 * worker that was stopped and overtaken can change nothing any more.
 */
export interface LaneLease {
  readonly linkId: string;
  readonly direction: Direction;
  readonly epoch: number;
  readonly sourceTicketId: TicketId;
  readonly targetTicketId: TicketId;
  /** The lane's next_seq when it was claimed or last loaded: release goes idle only if nothing came since. */
  readonly nextSeq: number;
  /** How often in a row the lane was released with `stopped` or a counting `again`; 0 after any progress. */
  readonly failures: number;
}

/** A text that was sent over a link lately. */
export interface Crossing {
  readonly direction: Direction;
  /** The beginning of its content hash. */
  readonly hashStart: string;
  /** How long ago its message was captured. When it was sent says less: a backlog of both ways is sent at once. */
  readonly capturedAgoMs: number;
}

export interface LoadedLane {
  readonly messages: readonly LaneMessage[];
  /** The lane's current nextSeq, for the lease. */
  readonly nextSeq: number;
  /** What was sent over the link last, at least the last 50 texts each way, in any order. Forgotten at a resume. */
  readonly crossings: readonly Crossing[];
  /** No live message waits behind a run's history, which therefore goes behind live traffic (P8). */
  readonly isUnhurried: boolean;
}

/** A lane just claimed. */
export interface ClaimedLane extends LaneLease {
  /**
   * What loading it now would bring, where that came with the claim: always so for a lane of no more than
   * {@link loadedWithClaim} undelivered messages, unless others changed it at that moment or its copies are large.
   */
  readonly loaded: LoadedLane | null;
  /** An alarm stands that nobody has acknowledged: nothing public may be written. */
  readonly publicStopped: boolean;
}

/** Live traffic: a lane has one new message or a few, and a statement for its loading would be a fifth of them all. */
export const loadedWithClaim = 5;

/** What a row carries across: a message, what its source became later, or that its source is gone. */
export const mirrorKinds = ["message", "edit", "deletion"] as const;
export type MirrorKind = (typeof mirrorKinds)[number];

/** A row of the same source with a lower revision. */
export interface EarlierRevision {
  readonly mirrorId: string;
  readonly revision: number;
  readonly kind: MirrorKind;
  readonly state: MirrorState;
  readonly targetMessageId: MessageId | null;
  /**
   * What it carried, or asked for. Null where it was never sent, and of one that was skipped by itself; of a skipped one
   * that has it a person decided, or its mirror said so already.
   */
  readonly carriedHash: string | null;
  /** As of `writtenHash`: all that its attempts may have left on the target. */
  readonly writtenHash: string | null;
}

export type UndeliveredState = "pending" | "sending" | "uncertain";

/** One undelivered message of a lane. Durations are measured by the database's clock at loading. */
export interface LaneMessage {
  readonly mirrorId: string;
  readonly sourceMessageId: MessageId;
  readonly correlationId: string;
  readonly state: UndeliveredState;
  readonly attempts: number;
  /** How often in a row it met a failure that may be its own while others passed, and the last one's sentence. */
  readonly suspicions: number;
  readonly suspicion: string | null;
  readonly kind: MirrorKind;
  /** 1 is the mirror, 2 and on what its source became later. */
  readonly revision: number;
  /** The rows of the same source before this one, in their order; none of a first revision. */
  readonly earlier: readonly EarlierRevision[];
  /** What its source said when it was held or tried last, as of {@link EarlierRevision}; null where it was neither. */
  readonly carriedHash: string | null;
  /** What an earlier attempt of this row asked for, as of {@link EarlierRevision}; null where it was never sent. */
  readonly writtenHash: string | null;
  /** The target's text that a person was shown when it was held, or that an earlier attempt replaced. */
  readonly previous: string | null;
  /** The copy taken at capture, null when capture only saw the id or the copy was dropped (retry by hand). */
  readonly copy: Message | null;
  readonly copyAgeMs: number | null;
  /** How long ago it was captured. */
  readonly capturedAgoMs: number;
  /** Uncertain only: how long an earlier attempt may still appear at the target; 0 or less when that is over. */
  readonly settleRemainingMs: number | null;
  /** True when this message's id is already stored as the target of a mirror: it is ours (P5). */
  readonly mappedAsTarget: boolean;
  /**
   * True when the opposite lane of the link has a `sending` or `uncertain` row whose first attempt is older than this
   * message's capture: its write may be this very message. A younger one cannot be, and two lanes never wait for each
   * other.
   */
  readonly oppositeInFlight: boolean;
  /** A run carries it: whatever the policy says, nobody is notified and no mail leaves (P6). */
  readonly isHistory: boolean;
}

/** A line of a mirror's trace. `what` is a word for programs, `detail` is for people; never a message body. */
export interface TraceEvent {
  readonly what: string;
  readonly detail: string;
  /** Of a call to the target: the X-Request-Id that it was given. */
  readonly requestId?: string;
  /** The HTTP status that the target answered with; null or left out where no answer came. */
  readonly status?: number | null;
}

/** A line of a mirror's trace that may be committed later than it happened. */
export interface MirrorEvent extends TraceEvent {
  /** How long ago it happened; left out: just now. */
  readonly agoMs?: number;
  /** Where the line before it tells the same `what`, they are one: with its own time, and how often and when last. */
  readonly joins?: boolean;
}

interface ChangeBase {
  readonly mirrorId: string;
  /**
   * Of the source as it was just seen. It only fills what is not known, or says internal, then of all rows of the source:
   * what a look has noted meanwhile may be newer, and that a source became public is for the next look to tell (P3).
   */
  readonly visibility?: Visibility | undefined;
  /** What came before its event and stands in no commit yet, in order. */
  readonly before?: readonly MirrorEvent[];
  readonly event: MirrorEvent;
}

interface Suspicion {
  /**
   * The sentence of a failure that is the side's unless others pass meanwhile. The first one counts, and each
   * that comes after something was written to the target's side since the last that counted; a message that is
   * mirrored, skipped or held begins anew.
   */
  readonly suspicion?: string | null;
}

/** A step of a mirror's state machine. Each also appends its events to the trace. */
export type MirrorChange =
  | (ChangeBase & {
      readonly to: "sending";
      readonly attemptId: string;
      /** What will be found on the target: MessageId or the attribution line's code. */
      readonly marker: string;
      /** Of what the source says; also noted as one of the link's crossings. Null of what is no message of its own. */
      readonly contentHash: string | null;
      /** Of all that crosses of the source as it is sent now. */
      readonly carriedHash: string | null;
      /** What will stand on the target: `public` or `internal`, the hash of its content, and those of earlier attempts. */
      readonly writtenHash: string;
      /** The text that this replaces on the target; what is known of it already stays where it is left out. */
      readonly previous?: string | null;
      /** What this attempt cannot carry: its answer may be lost, and nobody knows it then. */
      readonly losses: readonly string[];
    })
  | (ChangeBase & {
      readonly to: "mirrored";
      /** Null where nothing was added: the mirror was changed in its place. */
      readonly targetMessageId: MessageId | null;
      /** What a person should know of it all the same. */
      readonly reason?: string | null;
      /** What was lost besides what its attempt could not carry. */
      readonly losses?: readonly string[];
      /** For a row of which nobody kept what was sent; what is known of it stays. */
      readonly carriedHash?: string | null;
    })
  | (ChangeBase & {
      readonly to: "skipped";
      readonly reason: string;
      /** Of the source where its mirror says so already. Without it nothing counts as settled. */
      readonly carriedHash?: string | null;
      /** It is gone, and crosses should it come back; its version is forgotten, so that it is looked at where it is listed. */
      readonly gone?: boolean;
    })
  | (ChangeBase & {
      readonly to: "held";
      readonly reason: string;
      /** The target's text as the person who looks at it is shown it. */
      readonly previous?: string | null;
      /** Of the source as it is held: one that did not change since is not tried again by itself. */
      readonly carriedHash?: string | null;
    })
  /** The settle time starts anew at the database's now. Null leaves what is known as it is: only the trace tells more. */
  | (ChangeBase &
      Suspicion & { readonly to: "uncertain"; readonly reason: string | null; readonly settleMs: number | null })
  /** Surely not written: to be tried again; counts an attempt. */
  | (ChangeBase &
      Suspicion & {
        readonly to: "pending";
        readonly reason: string;
        /** Nothing was tried, only shown what would be done: counts no attempt, and is not loaded again to be observed. */
        readonly observed?: boolean;
      });

export type LaneRelease =
  /** Nothing left that could be done now. If messages came since `nextSeq` the lane is due at once. */
  | { readonly kind: "idle" }
  /** Gave way to others with work left: due at once. */
  | { readonly kind: "yield" }
  /** Waits, and says why; `counts` when it was a failure that lengthens the next wait. */
  | { readonly kind: "again"; readonly afterMs: number; readonly reason: string; readonly counts: boolean }
  /** A fault of the ticket: shown as stopped with the reason, looked at again after the time; counts as a failure. */
  | { readonly kind: "stopped"; readonly afterMs: number; readonly reason: string };

/** What is known of one revision of a source message's mirror. */
export interface SourceStanding {
  readonly mirrorId: string;
  readonly correlationId: string;
  readonly linkId: string;
  readonly state: MirrorState;
  readonly targetMessageId: MessageId | null;
}

export interface LaneClaim {
  readonly directions: readonly Direction[];
  readonly limit: number;
  readonly leaseMs: number;
  /** As for loading. */
  readonly unobserved?: boolean;
  /** Only lanes of the tickets that this run works on. */
  readonly ofBackfill?: string;
}

export interface LaneStore {
  /**
   * Claims up to `limit` due lanes with FOR UPDATE SKIP LOCKED and epoch + 1. Leaves out lanes of paused links and
   * lanes whose source or target side is paused. A lane whose lease ended counts as due. Only lanes of these
   * directions: while a helpdesk is down its lanes are not even claimed.
   *
   * Lanes in which nothing but a run's history waits are left to that run's own workers, as long as a process carries it
   * out.
   */
  claimLanes(workerId: string, options: LaneClaim): Promise<readonly ClaimedLane[]>;

  /** The lane's undelivered messages in order, at most `limit`; `unobserved`: without those observed since they came. */
  loadLane(lease: LaneLease, limit: number, options?: { readonly unobserved: boolean }): Promise<LoadedLane>;

  /**
   * Makes the changes in one commit, in order, and renews the lease. False, and nothing changed, when the lease is no
   * longer ours. A `mirrored` with a target id that another row already has rejects with TargetTakenError; one whose
   * row already is `mirrored` with the same target id (the other lane recognised it first) is fine.
   */
  recordChanges(lease: LaneLease, leaseMs: number, changes: readonly MirrorChange[]): Promise<boolean>;

  /**
   * The same with the release in the same commit, for the last changes of a lane. False, and neither was done, when the
   * lease is no longer ours.
   */
  recordAndRelease(lease: LaneLease, changes: readonly MirrorChange[], release: LaneRelease): Promise<boolean>;

  /** Renews the leases that are still ours; returns those. One statement for all lanes of a worker. */
  renewLeases(leases: readonly LaneLease[], leaseMs: number): Promise<readonly LaneLease[]>;

  /** Gives the lane back WHERE epoch is ours; a lease that was lost is left alone. */
  releaseLane(lease: LaneLease, release: LaneRelease): Promise<void>;

  /**
   * Makes every lane due that has undelivered messages and waits for nothing: what a bridge that only observed has left.
   * Called once at start.
   */
  wakeIdleLanes(): Promise<void>;

  /** The mirror of a source message, or of what it became later; null when that was never captured. */
  standingOf(side: Side, messageId: MessageId, revision: number): Promise<SourceStanding | null>;

  /**
   * A message was recognised as the mirror of `mirrorId` by its authentic marker before its id was stored: that row
   * becomes mirrored with this target, under its lane's row lock; what it carries counts as `carriedOfUnremembered` where it was
   * never sent as far as the database remembers. `settled-elsewhere`: it has another target already.
   * With the target it has already, the event is only added, and the reason shown: what a person should know of it.
   */
  adoptRecognised(
    mirrorId: string,
    targetMessageId: MessageId,
    event: TraceEvent,
    reason?: string | null,
  ): Promise<"adopted" | "settled-elsewhere">;
}

/** The target message is already the mirror of something else. */
export class TargetTakenError extends Error {
  override readonly name = "TargetTakenError";
}

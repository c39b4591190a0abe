import type { Direction, MessageId, Side, TicketId, Visibility } from "@ticket-bridge/helpdesk";

import type { MirrorKind } from "./lane-store.ts";
import type { Page } from "./link-store.ts";

export const mirrorStates = ["pending", "sending", "mirrored", "skipped", "uncertain", "held"] as const;
export type MirrorState = (typeof mirrorStates)[number];

export interface Mirror {
  readonly id: string;
  readonly linkId: string;
  readonly direction: Direction;
  readonly kind: MirrorKind;
  /** Who may read the source, as it was seen last, internal where that is in doubt; null while nobody has seen it. */
  readonly visibility: Visibility | null;
  /** 1 is the message itself; later ones are its edits and its deletion. */
  readonly revision: number;
  readonly source: { readonly side: Side; readonly ticketId: TicketId; readonly messageId: MessageId };
  readonly target: { readonly side: Side; readonly ticketId: TicketId; readonly messageId: MessageId } | null;
  readonly state: MirrorState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly correlationId: string;
  readonly capturedAt: number;
  readonly sourceCreatedAt: number | null;
  readonly sentAt: number | null;
  readonly mirroredAt: number | null;
  readonly updatedAt: number;
}

/** As of TraceEvent; what is not known is left out, as it is of all that was kept before it was known. */
export interface TraceLine {
  readonly at: number;
  readonly what: string;
  readonly detail: string;
  readonly requestId?: string;
  readonly status?: number;
  /** Of what happened several times in a row: how often, and when last; `at` is the first time. */
  readonly times?: number;
  readonly lastAt?: number;
}

export interface MirrorWithTrace extends Mirror {
  /** Of an edit: the target's text that it replaces. */
  readonly previous: string | null;
  readonly losses: readonly string[];
  readonly trace: readonly TraceLine[];
}

export interface MirrorFilter {
  readonly state: MirrorState | null;
  readonly linkId: string | null;
  /** The source side. */
  readonly side: Side | null;
}

/** What came of an operator's act. `wrong-state` names the state it found. */
export type OperatorOutcome =
  | { readonly outcome: "done"; readonly mirror: Mirror }
  | { readonly outcome: "not-found" }
  | { readonly outcome: "wrong-state"; readonly state: MirrorState }
  | { readonly outcome: "target-taken" };

export interface MirrorStore {
  listMirrors(filter: MirrorFilter, options: { cursor: string | null; limit: number }): Promise<Page<Mirror>>;
  getMirror(id: string): Promise<MirrorWithTrace | null>;
  /** From `held`: pending again, the stored copy dropped so that it is read anew. From `uncertain`: read back at once. */
  retryMirror(id: string): Promise<OperatorOutcome>;
  /** What its row asked for counts as settled: the same is not asked for again (`planChange`). */
  skipMirror(id: string, reason: string): Promise<OperatorOutcome>;
  /**
   * The caller has checked that the target exists, is on the link's ticket and not more public than the source. What it
   * carries counts as `carriedOfUnremembered` where it was never sent.
   */
  adoptMirror(id: string, targetMessageId: MessageId): Promise<OperatorOutcome>;
  countMirrors(): Promise<Readonly<Record<MirrorState, number>>>;
  /** How many are mirrored, each way. */
  countMirrored(): Promise<Readonly<Record<Direction, number>>>;
  /** Age in seconds of the oldest pending, sending or uncertain message; 0 when nothing waits. */
  oldestWaitingSeconds(): Promise<number>;
}

import type { Helpdesk, Side } from "@ticket-bridge/helpdesk";

import type { AuthorNames } from "@ticket-bridge/mapping";

import type { PostMemory } from "./deliver/post-memory.ts";
import type { TicketMemory } from "./deliver/ticket-memory.ts";
import type { PausedSides } from "./paused-sides.ts";
import type { PublicWrites } from "./public-writes.ts";
import type { AttachmentFiles } from "./ports/attachment-files.ts";
import type { Clock, Random } from "./ports/clock.ts";
import type { EngineLog } from "./ports/engine-log.ts";
import type { Identity } from "./ports/identity-store.ts";
import type { Store } from "./ports/store.ts";
import type { SideHealth } from "./side-health.ts";

/** `observe`: reads and decides, shows on each message what it would write, and writes nothing to a helpdesk. */
export type Mode = "mirror" | "observe";

export interface EngineSettings {
  readonly mode: Mode;
  /** How long a write without an answer may still appear at its target. */
  readonly settleMs: number;
  /** How long a stopped worker keeps its lane. */
  readonly leaseMs: number;
  /** Lanes worked on at the same time. */
  readonly lanesAtOnce: number;
  readonly sides: Readonly<Record<Side, SideSettings>>;
  /** Without it no tickets are made. */
  readonly createTickets?: TicketPolicy;
  /** Without it nobody is renamed, nothing is mailed, edits are mirrored and deletions noted. */
  readonly policy?: MirrorPolicy;
}

/** A number of one side and what it is called on the other; null stands for every number. */
export interface TicketNumberPair {
  readonly superoffice: number | null;
  readonly requestor: number | null;
}

/** What an administrator decided about tickets without a counterpart. */
export interface TicketPolicy {
  /** Where counterparts may be made. */
  readonly targets: readonly Side[];
  /** SuperOffice's category and Requestor's service. */
  readonly categories: readonly TicketNumberPair[];
  readonly priorities: readonly TicketNumberPair[];
}

/** What an administrator decided about mirrors. */
export interface MirrorPolicy {
  /** What authors are called on the other side. */
  readonly authors: AuthorNames;
  /** The Requestor mailbox from which public mirrors of agents leave as e-mail too; null: none does (P6). */
  readonly outboundMailbox: string | null;
  /**
   * What an edit of a mirrored message does. `mirror`: the mirror is changed where the helpdesk can, else a correction is
   * appended; `note`: always appended; `ignore`: nothing.
   */
  readonly edits: "mirror" | "note" | "ignore";
  /** `note`: a deletion is told by an internal note; `ignore`: it is not. Nothing is ever deleted. */
  readonly deletes: "note" | "ignore";
}

const usualPolicy: MirrorPolicy = { authors: new Map(), outboundMailbox: null, edits: "mirror", deletes: "note" };

export function policyOf({ policy }: Pick<EngineSettings, "policy">): MirrorPolicy {
  return policy ?? usualPolicy;
}

export interface SideSettings {
  /** Feed interval in SuperOffice, shortest interval for one ticket in Requestor. */
  readonly pollMs: number;
  /** Calls a second the helpdesk allows; half of it is for polling. */
  readonly callsPerSecond: number;
  readonly pollsAtOnce: number;
}

/** The parts the engine is made of, handed down to each step. */
export interface EngineContext {
  readonly workerId: string;
  readonly store: Store;
  readonly helpdesks: Readonly<Record<Side, Helpdesk>>;
  readonly identity: Pick<Identity, "bridgeId" | "secret">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: EngineLog;
  readonly settings: EngineSettings;
  readonly health: SideHealth;
  readonly pauses: PausedSides;
  readonly publicWrites: PublicWrites;
  readonly posts: PostMemory;
  readonly tickets: TicketMemory;
  /** Without it attachments are named in the mirror, not carried. */
  readonly files?: AttachmentFiles;
  /** Aborted when the time for a clean stop is over: calls in flight are cut, and writes become uncertain. */
  readonly calls: AbortSignal;
}

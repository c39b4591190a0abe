import { causeOf, type MirrorChange, type MirrorEvent } from "@ticket-bridge/sync";

import type { MirrorState, Visibility } from "../generated/client.ts";

/** One step of one mirror's state machine, as the statement that makes it reads it from JSON. */
export interface Step {
  readonly mirror: string;
  readonly to: MirrorState;
  readonly attempt: string | null;
  readonly marker: string | null;
  readonly target: string | null;
  readonly hash: string | null;
  /** Of a mirrored one only where none is known; the empty text takes away what is known. */
  readonly carried: string | null;
  readonly written: string | null;
  readonly previous: string | null;
  readonly losses: readonly string[] | null;
  /** Null leaves that of an uncertain one that stays so. */
  readonly reason: string | null;
  /** See causeOf; null unless held or uncertain. */
  readonly cause: string | null;
  readonly settle_ms: number | null;
  readonly suspicion: string | null;
  readonly observed: boolean;
  /** Of a skipped one only: its source is gone, and crosses should it come back. */
  readonly gone: boolean;
  /** Of its source as it was just seen; null leaves what is known. */
  readonly visibility: Visibility | null;
  /** The stored copy is thrown away, so that the message is read anew. */
  readonly drop_copy: boolean;
  /** For the trace, in order; at least one. */
  readonly events: readonly MirrorEvent[];
}

const nothing = {
  attempt: null,
  marker: null,
  target: null,
  hash: null,
  carried: null,
  written: null,
  previous: null,
  losses: null,
  reason: null,
  cause: null,
  settle_ms: null,
  suspicion: null,
  observed: false,
  gone: false,
  visibility: null,
  drop_copy: false,
} as const;

export function toStep(change: MirrorChange): Step {
  const base = {
    ...nothing,
    mirror: change.mirrorId,
    to: change.to,
    visibility: change.visibility ?? null,
    events: [...(change.before ?? []), change.event],
  };
  switch (change.to) {
    case "sending":
      return {
        ...base,
        attempt: change.attemptId,
        marker: change.marker,
        hash: change.contentHash,
        carried: change.carriedHash,
        written: change.writtenHash,
        previous: change.previous ?? null,
        losses: change.losses,
      };
    case "mirrored":
      return {
        ...base,
        target: change.targetMessageId,
        losses: change.losses ?? null,
        reason: change.reason ?? null,
        carried: change.carriedHash ?? null,
      };
    case "uncertain":
      return {
        ...base,
        reason: change.reason,
        cause: change.reason === null ? null : causeOf("message", "uncertain", change.reason),
        settle_ms: change.settleMs,
        suspicion: change.suspicion ?? null,
      };
    case "pending":
      return {
        ...base,
        reason: change.reason,
        suspicion: change.suspicion ?? null,
        observed: change.observed ?? false,
      };
    case "held":
      return {
        ...base,
        reason: change.reason,
        cause: causeOf("message", "held", change.reason),
        carried: change.carriedHash ?? null,
        previous: change.previous ?? null,
      };
    case "skipped":
      return { ...base, reason: change.reason, carried: change.carriedHash ?? "", gone: change.gone ?? false };
  }
}

/** What an operator or the other lane does: a step with only what matters to it. */
export function makeStep(step: Pick<Step, "mirror" | "to" | "events"> & Partial<Step>): Step {
  return { ...nothing, ...step };
}

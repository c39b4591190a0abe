import {
  sideName,
  type Message,
  type MessageId,
  type Side,
  type TicketId,
  type Visibility,
} from "@ticket-bridge/helpdesk";

import type { EarlierRevision, LaneMessage } from "../ports/lane-store.ts";
import type { MirrorState } from "../ports/mirror-store.ts";
import { standsElsewhere } from "./stands-elsewhere.ts";
import { readWrittenHash } from "./written-hash.ts";

/** What the rows before an edit or a deletion left on the target. */
export interface MirrorSoFar {
  /** The row of the message itself. */
  readonly rowId: string;
  readonly mirrorId: MessageId;
  /** The mirror and its corrections: everything that stands there for this source. */
  readonly standing: readonly MessageId[];
  /** The revisions that reached the target. */
  readonly revisions: ReadonlySet<number>;
  /** Those of them that stand there as messages of their own. */
  readonly appended: ReadonlySet<number>;
  /** What was carried last; null where nobody kept it. */
  readonly carried: string | null;
  /** What was settled after that without being carried: a person skipped it. */
  readonly settled: { readonly carried: string; readonly mayStand: boolean } | null;
  /** It was internal, became public once, and a person settled that. */
  readonly isKeptInternal: boolean;
  /** A person was asked to publish it, by an entry that stands. */
  readonly isToBePublished: boolean;
  /** How it was written last; null where nobody kept it. */
  readonly visibility: Visibility | null;
  /** The content hashes of what the bridge may have left in the mirror: carried last, or tried since. */
  readonly written: ReadonlySet<string>;
}

export type SoFar =
  | { readonly kind: "mirrored"; readonly mirror: MirrorSoFar }
  /** A row before it was not settled when this one was loaded. */
  | { readonly kind: "unsettled" }
  | { readonly kind: "never"; readonly reason: string };

const settling: readonly MirrorState[] = ["mirrored", "skipped"];

export function soFar(earlier: readonly EarlierRevision[]): SoFar {
  const first = earlier.find(({ revision }) => revision === 1);
  if (earlier.some(({ state }) => state === "pending" || state === "sending" || state === "uncertain")) {
    return { kind: "unsettled" };
  }
  if (first?.state !== "mirrored" || first.targetMessageId === null) {
    const reason =
      first?.state === "held"
        ? "Its message is held; when that one is tried again, it is sent in its newest form."
        : "Its message was not mirrored, so there is nothing to change.";
    return { kind: "never", reason };
  }
  const mirrored = earlier.filter(({ state }) => state === "mirrored");
  const last = earlier.findLast(({ state, carriedHash }) => carriedHash !== null && settling.includes(state));
  const lastWritten = mirrored.findLast(({ writtenHash }) => writtenHash !== null)?.writtenHash ?? null;
  return {
    kind: "mirrored",
    mirror: {
      rowId: first.mirrorId,
      mirrorId: first.targetMessageId,
      standing: mirrored.flatMap(({ targetMessageId, kind }) =>
        targetMessageId === null || kind === "deletion" ? [] : [targetMessageId],
      ),
      revisions: new Set(mirrored.map(({ revision }) => revision)),
      appended: new Set(
        mirrored.flatMap(({ kind, revision, targetMessageId }) =>
          kind === "edit" && targetMessageId !== null ? [revision] : [],
        ),
      ),
      carried: mirrored.findLast(({ carriedHash }) => carriedHash !== null)?.carriedHash ?? null,
      settled:
        last?.state === "skipped" && last.carriedHash !== null
          ? { carried: last.carriedHash, mayStand: last.writtenHash !== null }
          : null,
      isKeptInternal: wasKeptInternal(earlier),
      isToBePublished: earlier.some(({ state, carriedHash }) => state === "held" && isPublic(carriedHash)),
      visibility: readWrittenHash(lastWritten).visibility,
      written: new Set(writtenLast(earlier)),
    },
  };
}

/**
 * What was carried before that stands there only where a person put it back. Attempts that were given up since may stand
 * there, and of a message that was sent more than once any copy may be the one that was kept.
 */
function writtenLast(earlier: readonly EarlierRevision[]): readonly string[] {
  const texts = earlier.map(({ writtenHash }) => readWrittenHash(writtenHash).hashes);
  const last = earlier.findLastIndex(
    ({ state, kind, targetMessageId }, place) =>
      state === "mirrored" && kind === "edit" && targetMessageId === null && texts[place]?.length !== 0,
  );
  if (last < 0) return texts.flat();
  return [...(texts[last]?.slice(0, 1) ?? []), ...texts.slice(last + 1).flat()];
}

function wasKeptInternal(earlier: readonly EarlierRevision[]): boolean {
  const hidden = earlier.findIndex(({ carriedHash }) => carriedHash?.startsWith("internal ") === true);
  if (hidden < 0) return false;
  return earlier.slice(hidden).some(({ state, carriedHash }) => state === "skipped" && isPublic(carriedHash));
}

function isPublic(carriedHash: string | null): boolean {
  return carriedHash?.startsWith("public ") === true;
}

export interface RevisionFacts {
  readonly row: Pick<LaneMessage, "kind" | "carriedHash">;
  readonly source: Side;
  readonly sourceTicketId: TicketId;
  /** The source as it is now; null when it is gone. */
  readonly message: Message | null;
  /** As of `carriedHash`; null without a message. */
  readonly carriedHash: string | null;
  readonly mirror: MirrorSoFar;
  /** An attempt of it, in the mirror's place or as a message of its own, may stand there unknown. */
  readonly mayStand: boolean;
  /** An attempt of it may have hidden its mirror. */
  readonly mayHide: boolean;
  /** Its mirror is without a file that was uploaded for it. */
  readonly lacksFiles: boolean;
}

export type RevisionDecision =
  /** `settles`: its mirror says what the source says, which is to be remembered. */
  | { readonly kind: "skip"; readonly reason: string; readonly settles: boolean }
  | { readonly kind: "hold"; readonly reason: string }
  | { readonly kind: "tell-deletion" }
  /** What was internal is public by now, and says the same. */
  | { readonly kind: "publish-by-hand" }
  | {
      readonly kind: "edit";
      readonly message: Message;
      /** What was public, or may have been published by a person who was asked to, is to be public no more. */
      readonly retract: boolean;
      /** It is public, and of what was internal until now nobody has decided yet. */
      readonly publish: boolean;
    };

export const sameAlready = "Its mirror says the same already.";

/** Decides what becomes of an edit or a deletion of a mirrored message, before its target is looked at. Pure. */
export function decideRevision(facts: RevisionFacts): RevisionDecision {
  const { row, message, mirror, carriedHash } = facts;
  const source = sideName(facts.source);
  const isGone = message === null || message.deleted;
  if (row.kind === "deletion") {
    return isGone ? { kind: "tell-deletion" } : skip(`It stands in ${source} again.`);
  }
  if (isGone) return skip(`It was deleted in ${source} before its edit could be carried.`);
  const elsewhere = standsElsewhere(message, facts.sourceTicketId);
  if (elsewhere !== null) return { kind: "hold", reason: elsewhere };
  if (carriedHash !== null && mirror.settled?.carried === carriedHash) {
    return { kind: "skip", reason: "It was settled already.", settles: true };
  }
  const [was, before] = (mirror.settled?.carried ?? mirror.carried)?.split(" ") ?? [mirror.visibility];
  // A person who skipped an edit may have brought it over by hand, and an attempt that was skipped may stand there.
  const isMoved =
    facts.mayStand ||
    facts.lacksFiles ||
    (mirror.settled !== null && (mirror.settled.mayStand || was !== mirror.carried?.split(" ")[0]));
  if (mirror.carried !== null && mirror.carried === carriedHash && !isMoved) {
    return { kind: "skip", reason: sameAlready, settles: true };
  }
  const onlyShown = before !== undefined && before === carriedHash?.split(" ")[1];
  if (was === "internal" && message.visibility === "public" && onlyShown) {
    return { kind: "publish-by-hand" };
  }
  const isInternal = message.visibility === "internal";
  const wasPublic = (was === "public" && !facts.mayHide && !wasInternalAtLast(row)) || mirror.isKeptInternal;
  const maybePublished = was !== "internal" || mirror.isToBePublished || isPublic(row.carriedHash);
  return { kind: "edit", message, retract: isInternal && maybePublished, publish: !isInternal && !wasPublic };
}

/** Whether its source was internal when this row was tried or held last. */
export function wasInternalAtLast({ carriedHash }: Pick<LaneMessage, "carriedHash">): boolean {
  return carriedHash?.startsWith("internal ") === true;
}

function skip(reason: string): RevisionDecision {
  return { kind: "skip", reason, settles: false };
}

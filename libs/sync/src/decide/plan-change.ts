import type { SourceChange } from "../ports/capture-store.ts";
import type { MirrorKind } from "../ports/lane-store.ts";
import type { MirrorState } from "../ports/mirror-store.ts";

/** A captured message as the database knows it. */
export interface StandingSource {
  readonly seenVersion: string | null;
  readonly gone: boolean;
  /** In their order; the first one is the message itself. */
  readonly revisions: readonly StandingRevision[];
  /** A worker holds the lane: what waits there may be on its way out already. */
  readonly leased: boolean;
}

export interface StandingRevision {
  readonly mirrorId: string;
  readonly revision: number;
  readonly kind: MirrorKind;
  readonly state: MirrorState;
  readonly carriedHash: string | null;
}

/** What is to be stored of a change, beside the version and whether the source is gone. */
export type ChangePlan =
  | { readonly kind: "note" }
  /** What was mirrored before anybody kept hashes is taken for what stands there. */
  | { readonly kind: "baseline" }
  /**
   * A row that waits anyway takes the copy, so that several edits cross as one; a held one, or one that is back, waits
   * again. `detail`: what its trace says of it.
   */
  | { readonly kind: "refresh"; readonly mirrorId: string; readonly reopen: boolean; readonly detail: string }
  | { readonly kind: "add"; readonly row: "edit" | "deletion"; readonly revision: number };

/**
 * Whether a source counts as gone from a change on. Who only has a version forgotten has not looked: were it there again
 * for that, the next reading would find it gone once more, and tell its deletion a second time.
 */
export function goneAfter(
  { gone, isSkipped }: Pick<StandingSource, "gone"> & { readonly isSkipped: boolean },
  { version, standing }: Pick<SourceChange, "version" | "standing">,
  plan: ChangePlan,
): boolean {
  // There it says why it was skipped, which only its being back changes.
  if (isSkipped) return gone && plan.kind === "note";
  return version === null && standing === "there" ? gone : standing !== "there";
}

/** Skipped because it was gone, and just seen: it never crossed, so that it is no edit and is asked for by no policy (P1). */
function isBack({ gone }: StandingSource, { state }: StandingRevision, change: SourceChange): boolean {
  // A list may not tell the version, and where edits are not carried no copy is kept: who may read it tells that it was read.
  const wasSeen = change.version !== null || change.copy !== null || change.visibility !== null;
  return state === "skipped" && gone && change.standing === "there" && wasSeen;
}

const note: ChangePlan = { kind: "note" };

const changed = "Its source changed before it was sent.";
const isThereAgain = "Its source, which was gone, is there again.";

/** Where it is sent, and where a person or the mirror itself has settled it: what is skipped for another reason has no hash. */
const settles: readonly MirrorState[] = ["sending", "uncertain", "mirrored", "skipped"];

/**
 * What a change of a captured message asks for. One that is only noted is known from then on, so nothing may be noted
 * that an attempt under way could miss: while a worker holds the lane a row is added, and its delivery finds out whether
 * there is anything left to carry.
 */
export function planChange(source: StandingSource, change: SourceChange): ChangePlan {
  const first = source.revisions[0];
  const last = source.revisions.at(-1);
  if (first === undefined || last === undefined) return note;
  if (isBack(source, first, change)) {
    return { kind: "refresh", mirrorId: first.mirrorId, reopen: true, detail: isThereAgain };
  }
  if (!change.follow || change.standing === "elsewhere") return note;
  if (first.state === "skipped" || first.state === "held") return note;
  // Two readings of a ticket at the same moment find the same change.
  if (change.version !== null && change.version === source.seenVersion) return note;
  const add = (row: "edit" | "deletion"): ChangePlan => ({ kind: "add", row, revision: last.revision + 1 });
  const waits = last.state === "pending" && last.kind !== "deletion" && !source.leased;
  if (change.standing === "deleted") {
    // Without its copy it is read again and found to be gone; an edit behind it would lend it its own.
    if (last === first && waits) return { kind: "refresh", mirrorId: first.mirrorId, reopen: false, detail: changed };
    return source.gone ? note : add("deletion");
  }
  if (waits) return { kind: "refresh", mirrorId: last.mirrorId, reopen: false, detail: changed };
  if (last.kind === "edit" && last.state === "held") {
    if (last.carriedHash === change.carriedHash) return note;
    return { kind: "refresh", mirrorId: last.mirrorId, reopen: true, detail: changed };
  }
  // It may be on its way out in an older form, so that even what was carried last may be news behind it.
  if (last.kind === "edit" && last.state === "pending") return add("edit");
  const carried = source.revisions.findLast(
    ({ state, carriedHash }) => settles.includes(state) && carriedHash !== null,
  );
  if (carried !== undefined) return carried.carriedHash === change.carriedHash ? note : add("edit");
  return source.seenVersion === null && first.state === "mirrored" ? { kind: "baseline" } : add("edit");
}

import type { AttachmentInfo, Message } from "@ticket-bridge/helpdesk";
import { safeFileName, shownPictures, type AttachmentOutcome } from "@ticket-bridge/mapping";

import { contentTypeOf, isEmbeddable } from "./attachment-plan.ts";
import type { AttachmentMirror, AttachmentOfRevision } from "../ports/attachment-store.ts";

/** What of an edited message's attachments is at the target already. */
export interface StandingFiles {
  /** By place, of all that are not to be sent: they stand there, or could not cross with an earlier form. */
  readonly outcomes: ReadonlyMap<number, AttachmentOutcome>;
  /** The bytes that the target keeps of the message. */
  readonly bytes: number;
  /** The names of those that stand there and that the source has no more. */
  readonly removed: readonly string[];
  /** Those that were found at the mirror although nobody remembers that they were carried: to be remembered. */
  readonly found: readonly AttachmentMirror[];
  /** Of a mirror that nobody remembers: what was uploaded for it and is not there. */
  readonly lacking: readonly AttachmentMirror[];
}

export interface StandingFacts {
  readonly message: Message;
  /** What became of the attachments of the message and its edits. */
  readonly known: readonly AttachmentOfRevision[];
  /** The revisions that reached the target. */
  readonly mirrored: ReadonlySet<number>;
  /** Those of them that are messages of their own. */
  readonly appended: ReadonlySet<number>;
  /** The mirror as just read. */
  readonly standing: Pick<Message, "content" | "attachments">;
  /** What its corrections hold. */
  readonly besides: readonly AttachmentInfo[];
  /** The target has attachments by ids of its own, which a mirror lists. */
  readonly listsIds: boolean;
  /** Nobody remembers how the message itself came to its mirror, so neither whether what was uploaded was linked. */
  readonly isUnremembered: boolean;
  /** How the text names a picture that was uploaded at this place of this revision. */
  readonly contentId: (place: number, revision: number) => string;
}

/** Tells the attachments of an edited message that are at the target from those that came with the edit. Pure. */
export function standingFiles(facts: StandingFacts): StandingFiles {
  const { message, known, mirrored, standing } = facts;
  const linked = new Map(standing.attachments.flatMap((one) => (one.id === null ? [] : [[one.id, one] as const])));
  // An attempt without an answer, or one that a person skipped, may have linked its own.
  const isLinked = ({ targetId }: AttachmentMirror): boolean =>
    facts.listsIds && targetId !== null && linked.has(targetId);
  const isTriedAgain = (row: AttachmentOfRevision): boolean => isUnlinked(row) && !facts.appended.has(row.revision);
  const isUnsure = ({ revision, targetId }: AttachmentOfRevision): boolean =>
    facts.isUnremembered && facts.listsIds && revision === 1 && targetId !== null;
  const there = known.filter(
    (row) => (mirrored.has(row.revision) && !isTriedAgain(row) && !isUnsure(row)) || isLinked(row),
  );
  const outcomes = new Map<number, AttachmentOutcome>();
  const used = new Set<AttachmentOfRevision>();
  message.attachments.forEach((info, place) => {
    const row = there.findLast((one) => !used.has(one) && isSame(one, info));
    if (row === undefined) return;
    used.add(row);
    outcomes.set(place, outcomeOf(facts, row, row.targetId === null ? undefined : linked.get(row.targetId)));
  });
  const found = findUnremembered(facts, outcomes, there);
  for (const row of found) {
    const info = row.targetId === null ? undefined : linked.get(row.targetId);
    outcomes.set(row.place, outcomeOf(facts, { ...row, revision: 1 }, info));
  }
  const carried = distinct(there.filter((row) => row.state === "ready" || isLinked(row)));
  return {
    outcomes,
    lacking: known
      .filter((row) => isUnsure(row) && !isLinked(row) && message.attachments.some((info) => isSame(row, info)))
      .map(({ revision: _revision, ...row }) => row),
    bytes: [...carried, ...found].reduce((sum, { size }) => sum + (size ?? 0), 0),
    removed: carried.filter((row) => !message.attachments.some((info) => isSame(row, info))).map(({ name }) => name),
    found,
  };
}

/**
 * It lies at the target, and was not linked with its message: the next edit brings it anew. Not where that was an edit of
 * its own already: each try would be one more message that people read, without end where the refusal lasts.
 */
function isUnlinked({ state, targetId, sha256 }: AttachmentMirror): boolean {
  return state === "lost" && targetId !== null && sha256 !== null;
}

/** The files of the message that were uploaded for its mirror and are not there, which is still to be mended or said. */
export function lackingFiles(
  { attachments }: Message,
  known: readonly AttachmentOfRevision[],
  { mirrored, appended }: Pick<StandingFacts, "mirrored" | "appended">,
): readonly AttachmentInfo[] {
  return attachments.filter((info) => {
    const last = known.findLast((row) => isSame(row, info));
    if (last === undefined || !isUnlinked(last)) return false;
    const isSaid = appended.has(last.revision) && [...mirrored].some((revision) => revision > last.revision);
    return !isSaid;
  });
}

/** Where the source tells no id, name and size are all there is. */
function isSame({ sourceId, name, size }: AttachmentMirror, info: AttachmentInfo): boolean {
  if (sourceId !== null || info.id !== null) return sourceId === info.id;
  return name === safeFileName(info.name) && isSameSize(size, info.size);
}

function isSameSize(one: number | null, other: number | null): boolean {
  return one === null || other === null || one === other;
}

function outcomeOf(
  { standing, listsIds, contentId }: StandingFacts,
  row: AttachmentOfRevision,
  linked: AttachmentInfo | undefined,
): AttachmentOutcome {
  if (row.state === "lost" && linked === undefined)
    return { kind: "lost", why: row.reason ?? "It was not carried with its message" };
  if (!listsIds) return { kind: "standing", contentId: null };
  const told = linked?.contentId?.trim().replace(/^<(.*)>$/s, "$1") ?? "";
  const given = contentId(row.place, row.revision);
  const isNamed = standing.content.text.includes(`cid:${given}`);
  return { kind: "standing", contentId: told !== "" ? told : isNamed ? given : null };
}

/**
 * What the mirror and its corrections show although no row tells of it, as of an edit that a restored database forgot:
 * the same name and size count as the same.
 *
 * @param there the rows of what stands at the target: each accounts for one attachment
 */
function findUnremembered(
  { message, standing, besides, listsIds }: StandingFacts,
  known: ReadonlyMap<number, AttachmentOutcome>,
  there: readonly AttachmentMirror[],
): readonly AttachmentMirror[] {
  const left = [...standing.attachments, ...besides];
  for (const row of there) {
    const isIts = (one: AttachmentInfo): boolean =>
      listsIds ? one.id === row.targetId : safeFileName(one.name) === row.name && isSameSize(one.size, row.size);
    const at = left.findIndex(isIts);
    if (at >= 0) left.splice(at, 1);
  }
  const shown = shownPictures(message);
  const hasEmbedded = !listsIds && standing.content.text.includes("data:image/");
  return message.attachments.flatMap((info, place): AttachmentMirror[] => {
    if (known.has(place)) return [];
    const name = safeFileName(info.name);
    const at = left.findIndex((one) => safeFileName(one.name) === name && isSameSize(one.size, info.size));
    const [same] = at < 0 ? [] : left.splice(at, 1);
    const isEmbedded = hasEmbedded && shown.has(place) && isEmbeddable(contentTypeOf(info), info.size ?? 0, 0);
    if (same === undefined && !isEmbedded) return [];
    const { contentType, size, id: sourceId } = info;
    const targetId = listsIds ? (same?.id ?? null) : null;
    return [{ place, sourceId, name, contentType, size, sha256: null, targetId, state: "ready", reason: null }];
  });
}

/** One that an attempt carried and a later form names again counts once. */
function distinct(rows: readonly AttachmentOfRevision[]): readonly AttachmentOfRevision[] {
  return rows.filter(
    (row, at) => row.sourceId === null || !rows.slice(at + 1).some((later) => later.sourceId === row.sourceId),
  );
}

import { sourceOf, takesAttachments, uploadsAttachments, type Message } from "@ticket-bridge/helpdesk";

import { isCarriedUnknown } from "../decide/carried-unknown.ts";
import type { MirrorSoFar } from "../decide/decide-revision.ts";
import { lackingFiles, standingFiles, type StandingFiles } from "../decide/standing-files.ts";
import type { AttachmentOfRevision } from "../ports/attachment-store.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { LeaseLostError } from "./held-lane.ts";
import { targetDesk, type LaneRun } from "./lane-run.ts";
import { contentIdOf } from "./upload-attachment.ts";

/** No attachments at all, or none that the target would take: what is told of them is the same each time. */
const none: StandingFiles = { outcomes: new Map(), bytes: 0, removed: [], found: [], lacking: [] };

/** What became of the attachments of a row's source so far: read where somebody asks, and only once in its turn. */
export type KnownFiles = () => Promise<readonly AttachmentOfRevision[]>;

export function knownFiles({ context, lane }: LaneRun, { sourceMessageId }: LaneMessage): KnownFiles {
  let known: ReturnType<KnownFiles> | undefined;
  return () => (known ??= context.store.attachmentsOfSource(sourceOf(lane.lease.direction), sourceMessageId));
}

const cameWithout = "Its mirror came after it was skipped, and came without it";

interface Standing {
  readonly known: KnownFiles;
  readonly mirror: MirrorSoFar;
  /** The mirror as just read. */
  readonly standing: Message;
  /** The same with its corrections. */
  readonly all: readonly Message[];
}

/**
 * What of an edited message's attachments the target has already. What is found at a mirror that nobody remembers is
 * stored with its message's own row, so that no later edit carries it again.
 */
export async function editFiles(
  run: LaneRun,
  message: Message,
  { mirror, standing, all, ...files }: Standing,
): Promise<StandingFiles> {
  const { context, lane } = run;
  const target = targetDesk(run);
  if (!takesAttachments(target)) return none;
  const known = await files.known();
  if (known.length + message.attachments.length === 0) return none;
  const { bridgeId } = context.identity;
  const found = standingFiles({
    ...{ message, known, standing },
    besides: all.flatMap(({ id, deleted, attachments }) => (id === standing.id || deleted ? [] : attachments)),
    ...{ mirrored: mirror.revisions, appended: mirror.appended },
    listsIds: uploadsAttachments(target),
    isUnremembered: isCarriedUnknown(mirror.carried),
    contentId: (place, revision) => contentIdOf({ place, revision, messageId: message.id, bridgeId }),
  });
  // Where its message's own row tells of another file, the one found stays to be found.
  const free = found.found.filter(({ place }) => !known.some((one) => one.revision === 1 && one.place === place));
  // Uploaded before its message was skipped, and never linked: this edit brings it anew.
  const lost = found.lacking
    .filter(({ state }) => state === "ready")
    .map((row) => ({ ...row, state: "lost", reason: cameWithout }) as const);
  if (isCarriedUnknown(mirror.carried) && free.length + lost.length > 0 && context.settings.mode !== "observe") {
    const ours = await context.store.recordAttachments(lane.lease, mirror.rowId, [...free, ...lost]);
    if (!ours) throw new LeaseLostError(lane.lease);
  }
  return found;
}

/** Whether the mirror lacks what was uploaded for it, so that an edit is due although the source says nothing new. */
export async function mirrorLacksFiles(...given: Parameters<typeof filesLacking>): Promise<boolean> {
  return (await filesLacking(...given)).length > 0;
}

/** The names of what it lacks. */
export async function filesLacking(
  run: LaneRun,
  message: Message,
  { revisions: mirrored, appended }: MirrorSoFar,
  known: KnownFiles,
): Promise<readonly string[]> {
  if (message.attachments.length === 0 || !uploadsAttachments(targetDesk(run))) return [];
  return lackingFiles(message, await known(), { mirrored, appended }).map(({ name }) => name);
}

import { targetOf, uploadsAttachments, type Message } from "@ticket-bridge/helpdesk";
import { composeMirror, saysTheSame, shownPictures, type AttachmentOutcome } from "@ticket-bridge/mapping";

import type { MirrorSoFar } from "../decide/decide-revision.ts";
import type { StandingFiles } from "../decide/standing-files.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { composeOptions, type LaneRun } from "./lane-run.ts";
import { supposedOutcomes } from "./supposed-outcomes.ts";

export interface Compared {
  readonly message: Message;
  readonly mirror: MirrorSoFar;
  /** The mirror and its corrections as just read. */
  readonly all: readonly Message[];
  readonly files: StandingFiles;
}

/**
 * Whether a mirror of which nobody remembers what it carries says what its source says now: in the same words, with all
 * its attachments, and to nobody else (P3).
 */
export function isSaidBy(run: LaneRun, row: LaneMessage, { message, mirror, all, files }: Compared): boolean {
  const standing = all.filter(({ deleted }) => !deleted);
  const last = standing.find(({ id }) => id === mirror.standing.at(-1));
  if (last === undefined) return false;
  if (message.visibility === "internal" && standing.some(({ visibility }) => visibility === "public")) return false;
  const side = targetOf(run.lane.lease.direction);
  const attachments = supposedOutcomes(run, message, files);
  if (attachments.some(({ kind }) => kind === "carried")) return false;
  const marker = { side: message.side, ticketId: message.ticketId, messageId: message.id, revision: 1 };
  const shown = shownPictures(message);
  const asWritten = uploadsAttachments(run.context.helpdesks[side])
    ? attachments
    : attachments.map((outcome, place) => (outcome.kind === "standing" && shown.has(place) ? embedded : outcome));
  const { outgoing } = composeMirror(message, side, marker, { ...composeOptions(run, row), attachments: asWritten });
  return saysTheSame(last.content, outgoing.content);
}

/** Stands for a picture within the text: of pictures no words are compared. */
const embedded: AttachmentOutcome = { kind: "embedded", contentType: "image/gif", base64: "R0lGODlhAQABAAAAACw=" };

import type { FoundLink } from "@ticket-bridge/store";
import {
  causeOf,
  tellCause,
  type AttachmentMirror,
  type Creation,
  type Link,
  type Mirror,
  type MirrorWithTrace,
} from "@ticket-bridge/sync";

/** The API's form of a link. */
export function linkAsJson(link: Link) {
  return { ...link, createdAt: iso(link.createdAt) };
}

/** The API's form of a link in a list. */
export function foundLinkAsJson(link: FoundLink) {
  const { active, activeAt, waitingSince } = link;
  return {
    ...linkAsJson(link),
    ...{ active, activeAt: isoOrNull(activeAt), waitingSince: isoOrNull(waitingSince) },
  };
}

/** The API's form of a ticket creation. */
export function creationAsJson(creation: Creation) {
  return { ...creation, learnedAt: iso(creation.learnedAt), updatedAt: iso(creation.updatedAt) };
}

/** The API's form of a mirror: times as ISO text. */
export function mirrorAsJson(mirror: Mirror) {
  const { id, linkId, direction, kind, visibility, revision, source, target, state, reason, attempts, correlationId } =
    mirror;
  return {
    ...{ id, linkId, direction, kind, visibility, revision, source, target, state, reason, attempts, correlationId },
    capturedAt: iso(mirror.capturedAt),
    sourceCreatedAt: isoOrNull(mirror.sourceCreatedAt),
    sentAt: isoOrNull(mirror.sentAt),
    mirroredAt: isoOrNull(mirror.mirroredAt),
    updatedAt: iso(mirror.updatedAt),
  };
}

export function mirrorWithTraceAsJson(mirror: MirrorWithTrace, attachments: readonly AttachmentMirror[]) {
  const trace = mirror.trace.map(({ at, what, detail, requestId = null, status = null, times = 1, lastAt = null }) => {
    return { at: iso(at), what, detail, requestId, status, times, lastAt: isoOrNull(lastAt) };
  });
  return {
    ...mirrorAsJson(mirror),
    previous: mirror.previous,
    advised: advisedFor(mirror),
    losses: mirror.losses,
    attachments: attachments.map(attachmentAsJson),
    trace,
  };
}

/** As what needs attention advises for all of its cause. */
function advisedFor({ state, reason }: Mirror) {
  return state === "held" || state === "uncertain" ? tellCause(causeOf("message", state, reason)).advised : null;
}

function attachmentAsJson({ sourceId, name, contentType, size, sha256, targetId, state, reason }: AttachmentMirror) {
  return { sourceId, targetId, name, contentType, size, sha256, state, reason };
}

export function isoOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : iso(milliseconds);
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

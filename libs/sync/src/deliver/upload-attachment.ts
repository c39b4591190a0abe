import {
  DeliveryError,
  type AttachmentReading,
  type AttachmentUploading,
  type Helpdesk,
  type Message,
  type MessageId,
  type OutgoingAttachment,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { AttachmentFiles } from "../ports/attachment-files.ts";
import type { AttachmentMirror, StoredAttachment } from "../ports/attachment-store.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { downloadAttachment, unavailable, type AttachmentOrder } from "./download-attachment.ts";
import { HashingSink } from "./hashing-sink.ts";
import { LeaseLostError } from "./held-lane.ts";
import type { LaneRun } from "./lane-run.ts";
import { linkOptions, uploadOptions } from "./write-options.ts";

/** Short beside any purge, long beside what a look costs: it reads the whole file. */
const believedForMs = 30 * 60_000;

type Target = Helpdesk & AttachmentUploading;

/** Nothing of the message itself was tried: it waits as it is, and the next attempt goes on with its attachments. */
export class UploadFailedError extends Error {
  override readonly name = "UploadFailedError";
  readonly failure: DeliveryError;

  constructor(failure: DeliveryError) {
    super(failure.message, { cause: failure });
    this.failure = failure;
  }
}

/**
 * Brings one attachment to the target before its message: create, store the id, upload, store that it is there. A step
 * that is stored is never made again; an upload whose end is not known, or that is old because its message waited, is
 * looked at first, and made again only where the target holds something else. Rejects with UnavailableError,
 * UploadFailedError or the source's DeliveryError.
 */
export async function uploadAttachment(
  order: AttachmentOrder,
  source: Helpdesk & AttachmentReading,
  target: Target,
  files: AttachmentFiles,
): Promise<OutgoingAttachment> {
  const there = await alreadyThere(order, target);
  if (there !== null) return there;
  const { known } = order.task;
  const file = await files.create();
  try {
    const { bytes, sha256 } = await downloadAttachment(order, source, file);
    const { size } = bytes;
    const { place, name, contentType, info } = order.task;
    const head = { name, contentType, size, contentId: contentIdOfTask(order) };
    const write = uploadOptions(order.run, order.row);
    // Another size would make its head a lie, and what was not used for long may be purged.
    const reusable = known?.size === size && known.state !== "ready" && !isOld(known) ? known.targetId : null;
    const targetId = reusable ?? (await attempt(order, target, () => target.createAttachment(head, write)));
    const created = { place, sourceId: info.id, name, contentType, size, sha256, targetId, reason: null };
    await store(order, { ...created, state: "created" });
    await attempt(order, target, () => target.uploadAttachment(targetId, bytes, write));
    await store(order, { ...created, state: "ready" });
    return outgoing(order, size, targetId);
  } finally {
    await file.remove();
  }
}

/**
 * Links to a message that was found at the target what was uploaded for it: it may have been stored without. Only what its
 * source holds still, each once: a person may have taken a file away meanwhile.
 */
export async function linkUploaded(
  run: LaneRun,
  row: LaneMessage,
  target: Target,
  { messageId, message }: { readonly messageId: MessageId; readonly message: Message },
  write: WriteOptions = linkOptions(run, row, message.visibility),
): Promise<void> {
  const uploaded = await uploadedFor(run, row);
  const ids = message.attachments.flatMap(({ id }, place) => {
    const same = uploaded.filter(({ sourceId }) => sourceId !== null && sourceId === id);
    return (same.find((one) => one.place === place) ?? same[0])?.targetId ?? [];
  });
  if (ids.length === 0) return;
  await callHelpdesk(run.context, target, "write", () => target.linkAttachments(messageId, [...new Set(ids)], write));
}

/** What stands ready at the target for the message of this row. */
export async function uploadedFor({ context }: LaneRun, row: LaneMessage): Promise<readonly AttachmentMirror[]> {
  const rows = await context.store.attachmentsOf(row.mirrorId);
  return rows.filter(isUploaded);
}

/** What was uploaded for the message of this row is lost for this reason: no later edit takes it for linked. */
export async function storeUnlinked(run: LaneRun, row: LaneMessage, reason: string): Promise<void> {
  const { context, lane } = run;
  const rows = await context.store.attachmentsOf(row.mirrorId);
  const lost = rows
    .filter(isUploaded)
    .map(({ storedAgoMs: _age, ...one }) => ({ ...one, state: "lost", reason }) as const);
  if (lost.length > 0 && !(await context.store.recordAttachments(lane.lease, row.mirrorId, lost))) {
    throw new LeaseLostError(lane.lease);
  }
}

function isUploaded({ state, targetId }: AttachmentMirror): boolean {
  return state === "ready" && targetId !== null;
}

/** SuperOffice may purge what no message has: nobody knows when, and a message may wait for a person for days. */
function isOld({ storedAgoMs }: StoredAttachment): boolean {
  return storedAgoMs > believedForMs;
}

async function alreadyThere(order: AttachmentOrder, target: Target): Promise<OutgoingAttachment | null> {
  const { known } = order.task;
  if (known === null) return null;
  const { storedAgoMs: _age, ...stored } = known;
  const { targetId, size, sha256 } = stored;
  if (targetId === null || size === null || sha256 === null) return null;
  if (stored.state !== "ready" || isOld(known)) {
    if (!(await holds(order, target, targetId, sha256))) return null;
    await store(order, { ...stored, state: "ready", reason: null });
  }
  return outgoing(order, size, targetId);
}

async function holds({ run, row }: AttachmentOrder, target: Target, id: string, sha256: string): Promise<boolean> {
  const { context } = run;
  const sink = new HashingSink();
  const options = { correlationId: row.correlationId, signal: context.calls };
  const found = await callHelpdesk(context, target, "read", () => target.readUploaded(id, sink, options));
  return found && sink.digest() === sha256;
}

async function store({ run, row }: AttachmentOrder, attachment: AttachmentMirror): Promise<void> {
  const { context, lane } = run;
  if (!(await context.store.recordAttachments(lane.lease, row.mirrorId, [attachment]))) {
    throw new LeaseLostError(lane.lease);
  }
}

async function attempt<Answer>(
  { run, row }: AttachmentOrder,
  target: Target,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await callHelpdesk(run.context, target, "write", call, row.mirrorId);
  } catch (error) {
    const refused = unavailable(error);
    if (refused !== null) throw refused;
    if (!(error instanceof DeliveryError)) throw error;
    throw new UploadFailedError(error);
  }
}

function outgoing(order: AttachmentOrder, size: number, targetId: string): OutgoingAttachment {
  const { name, contentType } = order.task;
  return { name, contentType, size, contentId: contentIdOfTask(order), content: { uploaded: targetId } };
}

function contentIdOfTask({ run, row, message, task }: AttachmentOrder): string | null {
  if (!task.isShown) return null;
  const { bridgeId } = run.context.identity;
  return contentIdOf({ place: task.place, revision: row.revision, messageId: message.id, bridgeId });
}

/** Unlike that of any other attachment, so that no mail program takes one for the other. */
export function contentIdOf(picture: {
  readonly place: number;
  readonly revision: number;
  readonly messageId: MessageId;
  readonly bridgeId: string;
}): string {
  const { place, revision, messageId, bridgeId } = picture;
  const edit = revision > 1 ? `.${revision}` : "";
  return `picture${place + 1}${edit}.${messageId}@${bridgeId}`;
}

import {
  DeliveryError,
  type AttachmentHead,
  type AttachmentInfo,
  type ByteSink,
  type MessageId,
  type ReadOptions,
  type StoredBytes,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";
import { superofficeAttachmentsFromWire } from "@ticket-bridge/mapping";

import type { ApiCall } from "./client.ts";
import type { SuperOfficeContext } from "./context.ts";
import { saysNotFound } from "./error-body.ts";
import { attachmentListWire, newAttachmentWire, savedAttachmentWire } from "./wire.ts";

/** Of all attachments of a message (attachment pages): "25 MB", taken as the larger reading, since a refusal is told. */
export const mostAttachmentBytes = 25 * 1024 * 1024;

/** GET Attachment/{id}/Content. Rejects as the port says. */
export async function readAttachment(
  context: SuperOfficeContext,
  { id }: AttachmentInfo,
  sink: ByteSink,
  options?: ReadOptions,
): Promise<void> {
  if (id === null) throw missing("SuperOffice does not tell its id");
  if (!(await readUploaded(context, id, sink, options))) throw missing("SuperOffice does not have it any more");
}

/** POST Attachment: name, type and size. */
export async function createAttachment(
  context: SuperOfficeContext,
  { name, contentType, size, contentId }: AttachmentHead,
  options: WriteOptions,
): Promise<string> {
  const call: ApiCall = {
    method: "POST",
    path: "Attachment",
    body: newAttachmentWire.parse({
      AttachmentId: 0,
      Name: name,
      ContentType: contentType,
      AttSize: size,
      InlineImage: contentId !== null,
      ContentId: contentId ?? "",
    }),
    confidential: [name],
    safeToRepeat: false,
    about: "ticket",
  };
  return (await context.client.get(call, savedAttachmentWire, options)).AttachmentId;
}

/** POST Attachment/{id}/Content as octet-stream, answered with 204. */
export async function uploadAttachment(
  context: SuperOfficeContext,
  id: string,
  bytes: StoredBytes,
  options: WriteOptions,
): Promise<void> {
  const path = `Attachment/${encodeURIComponent(id)}/Content`;
  await done(context, { method: "POST", path, bytes, safeToRepeat: false, about: "ticket" }, options);
}

/** GET Attachment/{id}/Content; false when SuperOffice says that there is none. */
export async function readUploaded(
  context: SuperOfficeContext,
  id: string,
  sink: ByteSink,
  options?: ReadOptions,
): Promise<boolean> {
  const path = `Attachment/${encodeURIComponent(id)}/Content`;
  const call: ApiCall = { method: "GET", path, sink, safeToRepeat: true, about: "ticket" };
  const answer = await context.client.send(call, options);
  if (answer.status === 200) return true;
  if (answer.status === 204) {
    await sink.begin();
    return true;
  }
  if (answer.status === 404 && saysNotFound(answer)) return false;
  throw await context.client.failure(call, answer, options?.signal);
}

/** GET TicketMessage/{id}/Attachment, all of them, those within the text too. */
export async function listAttachments(
  context: SuperOfficeContext,
  messageId: MessageId,
  options?: ReadOptions,
): Promise<readonly AttachmentInfo[]> {
  const call = {
    method: "GET",
    path: `TicketMessage/${messageId}/Attachment`,
    safeToRepeat: true,
    about: "ticket",
  } as const;
  return superofficeAttachmentsFromWire(await context.client.get(call, attachmentListWire, options));
}

/** POST TicketMessage/{id}/Attachment with those ids that GET does not list yet. */
export async function linkAttachments(
  context: SuperOfficeContext,
  messageId: MessageId,
  ids: readonly string[],
  options: WriteOptions,
): Promise<void> {
  const { signal, correlationId } = options;
  const read = { ...(signal && { signal }), ...(correlationId !== undefined && { correlationId }) };
  const linked = new Set((await listAttachments(context, messageId, read)).map(({ id }) => id));
  const unlinked = ids.filter((id) => !linked.has(id));
  if (unlinked.length === 0) return;
  const path = `TicketMessage/${messageId}/Attachment`;
  await done(
    context,
    { method: "POST", path, body: unlinked.map(Number), safeToRepeat: false, about: "ticket" },
    options,
  );
}

async function done(context: SuperOfficeContext, call: ApiCall, options: WriteOptions): Promise<void> {
  const answer = await context.client.send(call, options);
  if (answer.status < 200 || answer.status > 299) throw await context.client.failure(call, answer, options.signal);
}

function missing(sentence: string): DeliveryError {
  return new DeliveryError(sentence, { decision: "permanent", fault: "message" });
}

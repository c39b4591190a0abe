import {
  CountingSink,
  DeliveryError,
  type AttachmentHead,
  type AttachmentInfo,
  type ByteSink,
  type MessageId,
  type ReadOptions,
  type StoredBytes,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";
import { isHtmlPage, type HttpAnswer } from "@ticket-bridge/http";
import { superofficeAttachmentsFromWire } from "@ticket-bridge/mapping";

import type { ApiCall } from "./client.ts";
import type { SuperOfficeContext } from "./context.ts";
import { saysNotFound } from "./error-body.ts";
import { attachmentListWire, newAttachmentWire, savedAttachmentWire } from "./wire.ts";

/** Of all attachments of a message (attachment pages): "25 MB", taken as the larger reading, since a refusal is told. */
export const mostAttachmentBytes = 25 * 1024 * 1024;

/**
 * GET Attachment/{id}/Content. Rejects as the port says, also for a web page in place of the bytes: the side could not
 * answer. A file that is itself a page is told from it by its size, and given up when another one comes twice.
 */
export async function readAttachment(
  context: SuperOfficeContext,
  { id, name, contentType, size }: AttachmentInfo,
  sink: ByteSink,
  options?: ReadOptions,
): Promise<void> {
  if (id === null) throw missing("SuperOffice does not tell its id");
  const isHtmlFile = /html/i.test(contentType ?? name);
  for (let looks = 0; looks < 2; looks += 1) {
    const read = await readContent(context, id, sink, options);
    if (read === null) throw missing("SuperOffice does not have it any more");
    if (!isHtmlPage(read.answer) || (isHtmlFile && (size ?? read.size) === read.size)) return;
    if (!isHtmlFile) throw context.client.unreadable(read.call, read.answer, "the file");
  }
  throw missing("SuperOffice answered with a web page of another size in its place");
}

/**
 * Makes an attachment without content (POST Attachment page) of this name, type and size in bytes, and gives its id.
 * Rejects with DeliveryError: `uncertain` whenever it may have been made and no answer with its id came. Never repeats.
 */
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

/**
 * Gives an attachment its content (POST Attachment/{id}/Content page) as octet-stream, a piece at a time, answered with
 * 204. Rejects with DeliveryError: `uncertain` whenever the bytes may have arrived. Never repeats.
 */
export async function uploadAttachment(
  context: SuperOfficeContext,
  id: string,
  bytes: StoredBytes,
  options: WriteOptions,
): Promise<void> {
  const path = `Attachment/${encodeURIComponent(id)}/Content`;
  await context.client.done({ method: "POST", path, bytes, safeToRepeat: false, about: "ticket" }, options);
}

/**
 * Reads back what was uploaded into the sink (GET Attachment/{id}/Content page); false when SuperOffice says that there is
 * none. Rejects with DeliveryError for every other failure.
 */
export async function readUploaded(
  context: SuperOfficeContext,
  id: string,
  sink: ByteSink,
  options?: ReadOptions,
): Promise<boolean> {
  return (await readContent(context, id, sink, options)) !== null;
}

interface ReadContent {
  readonly call: ApiCall;
  readonly answer: HttpAnswer;
  readonly size: number;
}

/** Null when SuperOffice says that there is none. */
async function readContent(
  context: SuperOfficeContext,
  id: string,
  sink: ByteSink,
  options: ReadOptions | undefined,
): Promise<ReadContent | null> {
  const counting = new CountingSink(sink);
  const path = `Attachment/${encodeURIComponent(id)}/Content`;
  const call: ApiCall = { method: "GET", path, sink: counting, safeToRepeat: true, about: "ticket" };
  const answer = await context.client.send(call, options);
  if (answer.status === 204) await sink.begin();
  if (answer.status === 200 || answer.status === 204) return { call, answer, size: counting.size };
  if (answer.status === 404 && saysNotFound(answer)) return null;
  throw await context.client.failure(call, answer, options?.signal);
}

/**
 * All attachments of a message, those within the text too (GET TicketMessage/{id}/Attachment page); sizes in bytes.
 * Rejects with DeliveryError, also when there is no such message.
 */
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

/**
 * Links uploaded attachments with a message (POST TicketMessage/{id}/Attachment page): those ids that GET does not list
 * yet, none twice. Rejects with DeliveryError: `uncertain` whenever they may have been linked. Doing it again is safe.
 */
export async function linkAttachments(
  context: SuperOfficeContext,
  messageId: MessageId,
  ids: readonly string[],
  options: WriteOptions,
): Promise<void> {
  const { beforeBytes: _beforeBytes, whileSending: _whileSending, ...read } = options;
  const linked = new Set((await listAttachments(context, messageId, read)).map(({ id }) => id));
  const unlinked = ids.filter((id) => !linked.has(id));
  if (unlinked.length === 0) return;
  const path = `TicketMessage/${messageId}/Attachment`;
  await context.client.done(
    { method: "POST", path, body: unlinked.map(Number), safeToRepeat: false, about: "ticket" },
    options,
  );
}

function missing(sentence: string): DeliveryError {
  return new DeliveryError(sentence, { decision: "permanent", fault: "message" });
}

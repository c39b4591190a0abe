import type { Answer } from "../exchange.ts";
import type { Call } from "./call.ts";
import { attachmentEntity } from "./entities.ts";
import { json, notFound, SuperOfficeRefusal } from "./errors.ts";
import type { SuperOfficeAttachment } from "./model.ts";
import { carrierOf, unreadable } from "./request-body.ts";

const MAX_NAME = 255;
/** What the page of the call lists; application/pdf is not among it. */
const UPLOADABLE = /^\s*(?:application\/octet-stream|image\/|application\/(?:msword|vnd\.openxmlformats))/i;

/** POST Attachment: the name of an attachment that has no bytes and no message yet. */
export function postAttachment({ desk, body }: Call): Answer {
  const carrier = carrierOf(body);
  if (carrier.integer("AttachmentId") !== 0) throw unreadable("AttachmentId");
  const name = carrier.text("Name");
  const contentType = carrier.text("ContentType");
  if (name.length > MAX_NAME || contentType.length > MAX_NAME) {
    throw new SuperOfficeRefusal(500, "SoDatabaseException", "String or binary data would be truncated");
  }
  const { forbidden } = desk.settings.attachments;
  if (forbidden.some((ending) => name.toLowerCase().endsWith(ending))) {
    throw new SuperOfficeRefusal(400, "SoException", `Files of this type are not allowed: ${name}`);
  }
  const attachment = desk.state.insertAttachment({
    name,
    contentType,
    attSize: carrier.integer("AttSize"),
    inlineImage: carrier.flag("InlineImage"),
    contentId: carrier.text("ContentId"),
    authKey: "key",
    content: null,
  });
  desk.changed();
  return { ...json(200, attachmentEntity(attachment)), write: { id: attachment.id, ticketId: null } };
}

/** POST Attachment/{id}/Content: the bytes, again if need be. */
export function postAttachmentContent(call: Call, id: number): Answer {
  const attachment = existing(call, id);
  if (!UPLOADABLE.test(call.contentType)) {
    throw new SuperOfficeRefusal(415, "SoException", `The media type '${call.contentType}' is not supported`);
  }
  if (call.bytes.length > call.desk.settings.attachments.maxMessageBytes) return tooLarge(call);
  attachment.content = call.bytes.toString("base64");
  call.desk.changed();
  return { status: 204, body: null, write: { id, ticketId: null } };
}

/** GET Attachment/{id}/Content. */
export function getAttachmentContent(call: Call, id: number): Answer {
  const { content } = existing(call, id);
  if (content === null) throw notFound("Attachment content", id);
  return { status: 200, headers: { "content-type": "application/octet-stream" }, body: Buffer.from(content, "base64") };
}

/** GET TicketMessage/{id}/Attachment and its Noninline. */
export function listAttachments(
  { desk }: Call,
  id: number,
  wanted: (attachment: SuperOfficeAttachment) => boolean,
): Answer {
  const attachments = desk.state.attachmentsOf(desk.message(id)).filter(wanted);
  return json(
    200,
    attachments.map((attachment) => attachmentEntity(attachment)),
  );
}

/** POST TicketMessage/{id}/Attachment with a list of ids. One that is linked already is linked once more. */
export function linkAttachments(call: Call, id: number): Answer {
  const { desk, body, by } = call;
  const message = desk.message(id);
  if (!Array.isArray(body)) throw unreadable("ids");
  const attachmentIds = [...message.attachmentIds, ...body.map((one: unknown) => knownAttachment(call, one))];
  refuseTooLarge(call, attachmentIds);
  desk.changeMessage(id, { attachmentIds }, by);
  return { status: 204, body: null, write: { id, ticketId: message.ticketId } };
}

export function knownAttachment(call: Call, id: unknown): number {
  return existing(call, Number(id)).id;
}

/** Throws when a message with these attachments would hold more than it may. */
export function refuseTooLarge({ desk }: Call, ids: readonly number[]): void {
  const sizes = ids.map((id) => Buffer.byteLength(desk.state.attachments.get(id)?.content ?? "", "base64"));
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (sum <= desk.settings.attachments.maxMessageBytes) return;
  throw new SuperOfficeRefusal(500, "SoException", "The attachments of a message must not exceed 25 MB");
}

function existing({ desk }: Call, id: number): SuperOfficeAttachment {
  const attachment = desk.state.attachments.get(id);
  if (!attachment) throw notFound("Attachment", id);
  return attachment;
}

function tooLarge({ desk }: Call): Answer {
  const { tooLargeStatus } = desk.settings.attachments;
  if (tooLargeStatus !== 413) {
    throw new SuperOfficeRefusal(tooLargeStatus, "SoException", "The attachment is larger than 25 MB");
  }
  const headers = { "content-type": "text/html; charset=utf-8" };
  return { status: 413, headers, body: "<html><body><h2>413 - Request Entity Too Large.</h2></body></html>" };
}

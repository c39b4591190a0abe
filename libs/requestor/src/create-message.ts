import { randomUUID } from "node:crypto";

import {
  DeliveryError,
  readMessageId,
  type CreatedMessage,
  type OutgoingMessage,
  type StoredBytes,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";
import { isHtmlPage, unreadableAnswer } from "@ticket-bridge/http";
import { requestorMessageToWire } from "@ticket-bridge/mapping";

import { readAnswerBody } from "./answer-body.ts";
import type { RequestorAnswer } from "./client.ts";
import type { RequestorContext } from "./context.ts";
import { framedBytes } from "./framed-bytes.ts";
import { refusalOf } from "./refusals.ts";
import { newMessagePost } from "./wire/posts.ts";
import { mailedMessagePostSchema, newMessagePostSchema, newMessageResultSchema } from "./wire.ts";
import { withSecondLook } from "./with-second-look.ts";

/**
 * Writes one message (POST Tickets/NewMessage page). The answer holds nothing but the new id, so `createdAt` is null.
 * Rejects with DeliveryError: `permanent` for a refused message (400, in Requestor's own words) or one too large, and for
 * a ticket the account may not write to; `retryable` while surely nothing was written; `uncertain` for everything else,
 * a 200 without a usable id too. The write is made again only after a 401, see withSecondLook.
 */
export async function createMessage(
  context: RequestorContext,
  message: OutgoingMessage,
  options: WriteOptions,
): Promise<CreatedMessage> {
  const body = writeBody(context, message);
  const names = (message.attachments ?? []).map(({ name }) => name);
  const confidential = [...names, message.content.text, message.author.name ?? "", message.author.email ?? ""];
  const send = () => context.client.post("Tickets/NewMessage", body, confidential, options);
  const call = await withSecondLook(context, send, options);
  const { status } = call.answer;
  if (status < 200 || status > 299)
    throw refusalOfWrite(call, typeof body === "string" ? Buffer.byteLength(body) : body.size);
  const answered = readAnswerBody(call.answer);
  const result = newMessageResultSchema.safeParse(answered.kind === "value" ? answered.value : null);
  const id = readMessageId(result.data?.TicketMessageId);
  if (id === null) throw unreadableAnswer({ ...call, expected: "the new message's id" });
  return { id, createdAt: null, status };
}

/** The post as text, or as bytes that are made while they go out where there are files to put in. */
function writeBody(context: RequestorContext, message: OutgoingMessage): string | StoredBytes {
  // Nobody who writes a message can know it, and in base64, JSON and XML it is what it is.
  const standIn = `file-${randomUUID()}-`;
  const text = writePost(context, message, (place) => `${standIn}${place}.`);
  const files = (message.attachments ?? []).map(({ content }, place) => {
    if ("uploaded" in content) throw new TypeError("Requestor takes attachments with the message only");
    return { standIn: `${standIn}${place}.`, bytes: content.bytes };
  });
  return files.length === 0 ? text : framedBytes(text, files);
}

function writePost(context: RequestorContext, message: OutgoingMessage, dataOf: (place: number) => string): string {
  const post = schemaOf(message).safeParse(requestorMessageToWire(message, dataOf));
  if (!post.success) {
    const fields = post.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new DeliveryError(`the message cannot be written to Requestor: ${fields} is not usable`, {
      decision: "permanent",
      fault: "message",
    });
  }
  return context.client.wire.write(newMessagePost, post.data);
}

/** What the policy did not decide to mail cannot be mailed by a slip of the mapping (P6). */
function schemaOf(message: OutgoingMessage) {
  return message.mail === undefined ? newMessagePostSchema : mailedMessagePostSchema;
}

function refusalOfWrite(call: RequestorAnswer, bytes: number): DeliveryError {
  if (isTooLarge(call, bytes)) {
    return new DeliveryError(
      `Requestor answered ${call.answer.status} to POST Tickets/NewMessage: the message of ${bytes} bytes is too large for it`,
      { decision: "permanent", fault: "message", status: call.answer.status },
    );
  }
  if (call.answer.status === 400 && call.ownError === null) {
    return refusalOf({ ...call, hint: "it refused the message without saying why" });
  }
  return refusalOf(call);
}

/** ASP.NET's default maxRequestLength; IIS's own limit is higher. Below it a 404 page has another reason. */
const smallestUsualLimit = 4096 * 1024;

/** IIS answers a body above its limit with 413, or with a web page of status 404, whose substatus 13 it may not show. */
function isTooLarge(call: RequestorAnswer, bytes: number): boolean {
  if (call.answer.status === 413) return true;
  if (call.answer.status !== 404 || !isHtmlPage(call.answer)) return false;
  return /\b404\.13\b/.test(call.answer.text) || bytes > smallestUsualLimit;
}

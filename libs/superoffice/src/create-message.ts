import { DeliveryError, readMessageId } from "@ticket-bridge/helpdesk";
import type { CreatedMessage, OutgoingMessage, WriteOptions } from "@ticket-bridge/helpdesk";
import {
  superofficeMessageFromWire,
  superofficeMessageToWire,
  type SuperOfficeMessageWire,
  type SuperOfficeNewMessageWire,
} from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import type { ApiCall } from "./client.ts";
import { saysNotFound } from "./error-body.ts";
import { linkAttachments } from "./attachments.ts";
import { newMessageWire, savedMessageWire } from "./wire.ts";

/**
 * Writes one message (POST TicketMessage page, also its older version). `notify` is always said, because its default is
 * not documented, and is false unless the policy asks for notifications (P6). Rejects with DeliveryError: `uncertain` whenever the
 * message may have been stored and no answer with its id came, `permanent` for a message that does not fit the call.
 */
export async function createMessage(
  context: SuperOfficeContext,
  message: OutgoingMessage,
  options: WriteOptions,
): Promise<CreatedMessage> {
  const body = checkedBody(message, await customerOf(context, message, options));
  const call = {
    method: "POST",
    path: `TicketMessage?notify=${notifies(context, message)}`,
    body,
    confidential: [body.HtmlBody, body.Body, body.Author, message.content.text],
    safeToRepeat: false,
    about: "ticket",
  } as const;
  const ids = uploadedIds(message);
  const { saved, status } =
    ids.length === 0
      ? await save(context, call, options)
      : await saveWithAttachments(context, call, { ids, notify: notifies(context, message) }, options);
  const created = superofficeMessageFromWire(saved, {
    ticketId: message.ticketId,
    ticketVisibility: null,
    ownAssociateId: null,
  });
  if (created === null) throw new TypeError("an answer with a checked id always maps");
  return { id: created.id, createdAt: created.createdAt, status };
}

interface Saved {
  readonly saved: SuperOfficeMessageWire;
  readonly status: number;
}

async function save({ client }: SuperOfficeContext, call: ApiCall, options: WriteOptions): Promise<Saved> {
  const answer = await client.send(call, options);
  return { saved: await client.read(call, answer, savedMessageWire, options), status: answer.status };
}

type SaveCall = ApiCall & { readonly body: SuperOfficeNewMessageWire };

/**
 * Message and attachments in one call (POST Agents/Ticket/SaveTicketMessageEntityWithOptions), so that the message never
 * stands without them. A tenant without that call gets the message first and its attachments after it; what breaks in
 * between is `uncertain`, and whoever finds the message by its marker links what is missing.
 */
async function saveWithAttachments(
  context: SuperOfficeContext,
  single: SaveCall,
  { ids, notify }: { readonly ids: readonly string[]; readonly notify: boolean },
  options: WriteOptions,
): Promise<Saved> {
  const together: ApiCall = {
    ...single,
    path: "Agents/Ticket/SaveTicketMessageEntityWithOptions",
    body: { Entity: single.body, Notify: notify, AttachmentIds: ids.map(Number), UpdateRepliedAt: false },
  };
  const answer = await context.client.send(together, options);
  const isMissing = (answer.status === 404 || answer.status === 405) && !saysNotFound(answer);
  if (!isMissing) {
    return { saved: await context.client.read(together, answer, savedMessageWire, options), status: answer.status };
  }
  const alone = await save(context, single, options);
  const messageId = readMessageId(alone.saved.EjMessageId);
  if (messageId === null) throw new TypeError("an answer with a checked id has one");
  try {
    await linkAttachments(context, messageId, ids, options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DeliveryError(`SuperOffice stored the message, but its attachments could not be linked: ${reason}`, {
      decision: "uncertain",
      fault: "side",
      // The message's own answer: it was taken.
      status: alone.status,
      cause,
    });
  }
  return alone;
}

/** History is of no news to anybody, whatever the policy says (P6). */
function notifies({ notify }: SuperOfficeContext, { quiet }: OutgoingMessage): boolean {
  return notify && quiet !== true;
}

function uploadedIds(message: OutgoingMessage): readonly string[] {
  return (message.attachments ?? []).map(({ content }) => {
    if ("uploaded" in content) return content.uploaded;
    throw new TypeError("attachments are uploaded to SuperOffice before their message is written");
  });
}

/** A customer's own words belong to his person in SuperOffice (ej_message.customer_id), where his address is known there. */
async function customerOf(
  context: SuperOfficeContext,
  { author }: OutgoingMessage,
  { beforeBytes: _beforeBytes, ...read }: WriteOptions,
): Promise<number | null> {
  if (author.role !== "customer" || author.email === null) return null;
  return await context.people.personId(author.email, read);
}

function checkedBody(message: OutgoingMessage, personId: number | null): SuperOfficeNewMessageWire {
  const checked = newMessageWire.safeParse(superofficeMessageToWire(message, personId));
  if (checked.success) return checked.data;
  // Only the names of the fields: their values are a customer's words.
  const fields = checked.error.issues.map((issue) => issue.path.join(".") || "the message").join(", ");
  throw new DeliveryError(`the message does not fit SuperOffice's POST TicketMessage: ${fields}`, {
    decision: "permanent",
    fault: "message",
  });
}

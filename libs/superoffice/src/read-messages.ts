import { DeliveryError, readMessageId, readTicketId } from "@ticket-bridge/helpdesk";
import type { AttachmentInfo, Message, MessageId, ReadOptions, TicketId } from "@ticket-bridge/helpdesk";
import { superofficeMessageFromWire, type SuperOfficeMessageWire } from "@ticket-bridge/mapping";

import { listAttachments } from "./attachments.ts";
import type { ApiCall } from "./client.ts";
import type { SuperOfficeContext } from "./context.ts";
import { readTicket } from "./read-ticket.ts";
import { messageEntitiesWire, wholeMessageWire } from "./wire.ts";

type Entities = Map<MessageId, SuperOfficeMessageWire>;

/**
 * Fresh copies, in the order of the ids. One id: GET TicketMessage/{id}. More: POST
 * Agents/Ticket/GetTicketMessageEntities in batches; what a batch leaves out is read singly, which tells a message that
 * is gone from one that a merge moved: a moved one stands in the answer with its new ticketId. Left out are only those
 * of which SuperOffice itself says, asked singly, that they do not exist. Rejects with DeliveryError.
 */
export async function readMessages(
  context: SuperOfficeContext,
  ticketId: TicketId,
  ids: readonly MessageId[],
  options?: ReadOptions,
): Promise<readonly Message[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const entities: Entities = new Map();
  if (wanted.length > 1) await readInBatches(context, ticketId, wanted, entities, options);
  for (const id of wanted) {
    const entity = entities.has(id) ? undefined : await readEntity(context, id, "ticket", options);
    if (entity === undefined) continue;
    entities.set(id, entity);
    if (Array.isArray(entity.AttachmentsInfo) && entity.AttachmentsInfo.length > 0) {
      context.attachmentsTold.bySingleReads = true;
    }
  }
  const ticketVisibility = [...entities.values()].every(tellsTicketSlevel)
    ? null
    : ((await readTicket(context, ticketId, options))?.visibility ?? null);
  const attachments = new Map<MessageId, readonly AttachmentInfo[]>();
  for (const [id, entity] of entities) {
    if (mayHaveUntold(context, entity)) attachments.set(id, await listAttachments(context, id, options));
  }
  const ownAssociateId = entities.size === 0 ? null : await context.ownAssociate.id(options);
  return wanted.flatMap((id) => {
    const entity = entities.get(id);
    if (entity === undefined) return [];
    // What is known about the asked ticket says nothing about another one.
    const visibility = isOfTicket(entity, ticketId) ? ticketVisibility : null;
    const message = superofficeMessageFromWire(entity, { ticketId, ticketVisibility: visibility, ownAssociateId });
    if (message === null) throw new TypeError("an answer with a checked id always maps");
    return [{ ...message, attachments: attachments.get(id) ?? message.attachments }];
  });
}

/**
 * Whether a list of its own must be read: an answer without attachments proves nothing where the ticket says that it has
 * some, because the older contract has no AttachmentsInfo and a single read may leave it empty. Tickets without any cost
 * no call.
 */
function mayHaveUntold({ attachmentsTold }: SuperOfficeContext, entity: SuperOfficeMessageWire): boolean {
  const told = entity.AttachmentsInfo;
  if (Array.isArray(told) && (told.length > 0 || attachmentsTold.bySingleReads)) return false;
  const flag = ticketOf(entity)["HasAttachment"];
  return flag === true || flag === 1;
}

async function readInBatches(
  context: SuperOfficeContext,
  ticketId: TicketId,
  ids: readonly MessageId[],
  entities: Entities,
  options?: ReadOptions,
): Promise<void> {
  for (let start = 0; start < ids.length; start += context.batchSize) {
    const batch = ids.slice(start, start + context.batchSize);
    if (!(await readBatch(context, ticketId, batch, entities, options))) return;
  }
}

/** False when batches are of no use here: this tenant has no such call, or the answer is larger than we read. */
async function readBatch(
  context: SuperOfficeContext,
  ticketId: TicketId,
  batch: readonly MessageId[],
  entities: Entities,
  options?: ReadOptions,
): Promise<boolean> {
  const call = {
    method: "POST",
    path: "Agents/Ticket/GetTicketMessageEntities",
    body: { TicketId: Number(ticketId), MessageIds: batch.map(Number) },
    safeToRepeat: true,
    about: "ticket",
  } as const;
  try {
    const answer = await context.client.get(call, messageEntitiesWire, options);
    const asked = new Set(batch);
    for (const entity of answer) {
      const id = readMessageId(entity?.EjMessageId);
      // What is no whole message, or one that was not asked for, is left to the single call to tell.
      const whole = wholeMessageWire.safeParse(entity);
      if (whole.success && id !== null && asked.has(id)) entities.set(id, whole.data);
    }
    return true;
  } catch (error) {
    if (error instanceof DeliveryError && (error.status === 404 || error.decision === "permanent")) return false;
    throw error;
  }
}

/** GET TicketMessage/{id}; undefined when SuperOffice says that there is none. Rejects with DeliveryError. */
export async function readEntity(
  context: SuperOfficeContext,
  id: MessageId,
  about: ApiCall["about"],
  options?: ReadOptions,
): Promise<SuperOfficeMessageWire | undefined> {
  const call = { method: "GET", path: `TicketMessage/${id}`, safeToRepeat: true, about } as const;
  const asked = wholeMessageWire.refine((message) => readMessageId(message.EjMessageId) === id);
  return context.client.find(call, asked, options);
}

function tellsTicketSlevel(entity: SuperOfficeMessageWire): boolean {
  const slevel = ticketOf(entity)["Slevel"];
  return slevel !== undefined && slevel !== null;
}

function isOfTicket(entity: SuperOfficeMessageWire, ticketId: TicketId): boolean {
  return (readTicketId(ticketOf(entity)["TicketId"]) ?? ticketId) === ticketId;
}

function ticketOf(entity: SuperOfficeMessageWire): Readonly<Record<string, unknown>> {
  return typeof entity.Ticket === "object" && entity.Ticket !== null ? (entity.Ticket as Record<string, unknown>) : {};
}

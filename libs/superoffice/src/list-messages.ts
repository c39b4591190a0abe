import type {
  MessageId,
  MessageStub,
  ReadOptions,
  Ticket,
  TicketId,
  TicketListing,
  Visibility,
} from "@ticket-bridge/helpdesk";
import { superofficeMessageFromWire } from "@ticket-bridge/mapping";

import type { SuperOfficeContext } from "./context.ts";
import { cell, readArchive } from "./odata.ts";
import { readTicketEntity } from "./read-ticket.ts";
import { messageStubWire } from "./wire.ts";

/**
 * The ticket with the ids of its messages: the stubs of GET Ticket/{id} (TicketEntity.Messages), one call. Where that
 * list is missing, holds an entry that names no message, or is shorter or longer than NumMessages says, GET Ticket/{id}/Messages is read as well and both count.
 * Null when the ticket does not exist. Rejects with DeliveryError.
 */
export async function listMessages(
  context: SuperOfficeContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<TicketListing | null> {
  const found = await readTicketEntity(context, ticketId, options);
  return found === null ? null : await listingOf(context, found, options);
}

/**
 * As {@link listMessages}, of a ticket that was read already: no call, or GET Ticket/{id}/Messages where its own list is
 * not whole. Rejects with DeliveryError.
 */
export async function listingOf(
  context: SuperOfficeContext,
  { ticket, entity }: NonNullable<Awaited<ReturnType<typeof readTicketEntity>>>,
  options?: ReadOptions,
): Promise<TicketListing> {
  const ticketId = ticket.id;
  const stubs = readStubs(entity.Messages, ticket);
  const told = entity.NumMessages;
  const isWhole = Array.isArray(entity.Messages) && entity.Messages.length === stubs.size;
  if (isWhole && (typeof told !== "number" || told === stubs.size)) {
    return { ticket, messages: [...stubs.values()] };
  }
  for (const stub of await readRows(context, ticketId, options)) {
    if (!stubs.has(stub.id)) stubs.set(stub.id, stub);
  }
  return { ticket, messages: [...stubs.values()] };
}

function readStubs(list: unknown, { id: ticketId, visibility }: Ticket): Map<MessageId, MessageStub> {
  const stubs = new Map<MessageId, MessageStub>();
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    const parsed = messageStubWire.safeParse(item);
    if (!parsed.success) continue;
    const { TicketMessageId, CreatedAt, ChangedAt, Slevel } = parsed.data;
    const stub = readStub(ticketId, TicketMessageId, CreatedAt, { ChangedAt, Slevel, visibility });
    if (stub !== null) stubs.set(stub.id, stub);
  }
  return stubs;
}

async function readRows(
  context: SuperOfficeContext,
  ticketId: TicketId,
  options?: ReadOptions,
): Promise<readonly MessageStub[]> {
  const query = {
    path: `Ticket/${ticketId}/Messages`,
    select: ["ticketMessageId", "createdAt"],
    pageSize: context.pageSize,
    about: "ticket",
  } as const;
  const stubs: MessageStub[] = [];
  for await (const rows of readArchive(context.client, query, options)) {
    for (const row of rows) {
      const stub = readStub(ticketId, row.id, cell(row.columns, "createdAt"), {});
      if (stub !== null) stubs.push(stub);
    }
  }
  return stubs;
}

interface ToldChanges {
  readonly ChangedAt?: unknown;
  readonly Slevel?: unknown;
  /** Of the ticket: while that is internal, so are all its messages, and none of them is changed by that. */
  readonly visibility?: Visibility;
}

/** @param changes what the stub tells of its changes; the rows of an archive list tell nothing */
function readStub(
  ticketId: TicketId,
  id: unknown,
  createdAt: unknown,
  { ChangedAt, Slevel, visibility = "public" }: ToldChanges,
): MessageStub | null {
  const told = superofficeMessageFromWire(
    { EjMessageId: id, CreatedAt: createdAt, ChangedAt },
    { ticketId, ticketVisibility: null, ownAssociateId: null },
  );
  if (told === null) return null;
  const { createdAt: created, changedAt } = told;
  return {
    id: told.id,
    createdAt: created,
    changedAt,
    version: versionOf(changedAt, Slevel, visibility),
    message: null,
  };
}

/** Every edit moves ChangedAt; Slevel beside it, should a tenant have a way of changing it that does not. */
function versionOf(changedAt: number | null, slevel: unknown, ticket: Visibility): string | null {
  if (changedAt === null) return null;
  const told = typeof slevel === "string" || typeof slevel === "number" ? String(slevel) : "";
  return `${changedAt}.${told.replace(/[^A-Za-z0-9]/g, "-").slice(0, 40)}${ticket === "public" ? "" : ".hidden"}`;
}

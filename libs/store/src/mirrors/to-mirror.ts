import { directionFrom, type MessageId, otherSide, type TicketId } from "@ticket-bridge/helpdesk";
import type { Mirror, MirrorWithTrace, TraceLine } from "@ticket-bridge/sync";

import type { Prisma } from "../generated/client.ts";

/** What a list shows: neither the copy nor the trace is read from the table. */
export const mirrorColumns = {
  id: true,
  linkId: true,
  sourceSide: true,
  kind: true,
  visibility: true,
  revision: true,
  sourceMessageId: true,
  targetMessageId: true,
  state: true,
  reason: true,
  attempts: true,
  correlationId: true,
  capturedAt: true,
  sourceCreatedAt: true,
  sentAt: true,
  mirroredAt: true,
  updatedAt: true,
  link: { select: { superofficeTicketId: true, requestorTicketId: true } },
} satisfies Prisma.MirrorSelect;

export const mirrorColumnsWithTrace = {
  ...mirrorColumns,
  previous: true,
  losses: true,
  trace: true,
} satisfies Prisma.MirrorSelect;

export type MirrorRow = Prisma.MirrorGetPayload<{ select: typeof mirrorColumns }>;

export function toMirror(row: MirrorRow): Mirror {
  const tickets = { superoffice: row.link.superofficeTicketId, requestor: row.link.requestorTicketId };
  const target = otherSide(row.sourceSide);
  return {
    id: String(row.id),
    linkId: String(row.linkId),
    direction: directionFrom(row.sourceSide),
    kind: row.kind,
    visibility: row.visibility,
    revision: row.revision,
    source: {
      side: row.sourceSide,
      ticketId: String(tickets[row.sourceSide]) as TicketId,
      messageId: String(row.sourceMessageId) as MessageId,
    },
    target:
      row.targetMessageId === null
        ? null
        : {
            side: target,
            ticketId: String(tickets[target]) as TicketId,
            messageId: String(row.targetMessageId) as MessageId,
          },
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    correlationId: row.correlationId,
    capturedAt: row.capturedAt.getTime(),
    sourceCreatedAt: row.sourceCreatedAt?.getTime() ?? null,
    sentAt: row.sentAt?.getTime() ?? null,
    mirroredAt: row.mirroredAt?.getTime() ?? null,
    updatedAt: row.updatedAt.getTime(),
  };
}

/** Losses and trace are JSON that only this library writes, so they are read back as what was written. */
export function toMirrorWithTrace(
  row: Prisma.MirrorGetPayload<{ select: typeof mirrorColumnsWithTrace }>,
): MirrorWithTrace {
  return {
    ...toMirror(row),
    previous: row.previous,
    losses: row.losses as unknown as readonly string[],
    trace: row.trace as unknown as readonly TraceLine[],
  };
}

import { otherSide, sides, type Side } from "@ticket-bridge/helpdesk";
import { type Link, type NewLink, pollsTopic } from "@ticket-bridge/sync";

import { noticeChannel } from "../database/database.ts";
import { storableText } from "../database/storable.ts";
import type { Prisma, PrismaClient } from "../generated/client.ts";
import { linkParts, toLink } from "./to-link.ts";

/** One link is made at a time, on whichever replica, so that looking whether a ticket is free and taking it are one. */
const linkingLock = 7310586120947n;

/**
 * The present ids of an earlier time of the same pair are replaced: `from: now` gives all that stand there now, and
 * `from: start` means that what once stood there may cross.
 */
export async function createLink(
  prisma: PrismaClient,
  link: NewLink,
): Promise<{ link: Link } | { taken: Side | "both" }> {
  return await prisma.$transaction((tx) => createLinkIn(tx, link));
}

/** The same within a transaction of the caller's. */
export async function createLinkIn(
  tx: Prisma.TransactionClient,
  link: NewLink,
): Promise<{ link: Link } | { taken: Side | "both" }> {
  await takeLinkingLock(tx);
  const taken = await findTaken(tx, link);
  if (taken !== null) return { taken };
  const pair = {
    superofficeTicketId: BigInt(link.superofficeTicketId),
    requestorTicketId: BigInt(link.requestorTicketId),
  };
  const { id } = await tx.link.upsert({
    where: { superofficeTicketId_requestorTicketId: pair },
    create: pair,
    update: { active: true, paused: false, removedAt: null },
  });
  for (const side of sides) {
    await openLane(tx, id, side, link);
    await openPoll(tx, id, side, link);
  }
  await storePresent(tx, id, link);
  // Linked anew it is compared anew, before those that were lately.
  await tx.audit.deleteMany({ where: { linkId: id } });
  for (const side of sides) await tx.$queryRaw`SELECT pg_notify(${noticeChannel}, ${pollsTopic(side)})::text`;
  return { link: toLink(await tx.link.findUniqueOrThrow({ where: { id }, include: linkParts })) };
}

/** Until the end of the transaction. */
export async function takeLinkingLock(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${linkingLock}::bigint)::text`;
}

async function findTaken(tx: Prisma.TransactionClient, link: NewLink): Promise<Side | "both" | null> {
  const busy = await tx.lane.findMany({
    where: {
      active: true,
      OR: sides.map((side) => ({ sourceSide: side, sourceTicketId: ticketOf(link, side) })),
    },
    select: { sourceSide: true },
  });
  if (busy.length > 1) return "both";
  return busy[0]?.sourceSide ?? null;
}

async function openLane(tx: Prisma.TransactionClient, linkId: bigint, sourceSide: Side, link: NewLink): Promise<void> {
  const now = {
    active: true,
    paused: false,
    stopped: false,
    readWhole: false,
    failures: 0,
    waitReason: null,
    sourceTitle: storableText(sourceSide === "superoffice" ? link.superofficeTitle : link.requestorTitle),
    sourceRef: sourceSide === "superoffice" || link.requestorRef === null ? null : storableText(link.requestorRef),
  };
  await tx.lane.upsert({
    where: { linkId_sourceSide: { linkId, sourceSide } },
    create: {
      linkId,
      sourceSide,
      sourceTicketId: ticketOf(link, sourceSide),
      targetTicketId: ticketOf(link, otherSide(sourceSide)),
      ...now,
    },
    update: { ...now, generation: { increment: 1 } },
  });
}

async function openPoll(tx: Prisma.TransactionClient, linkId: bigint, side: Side, link: NewLink): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO polls (link_id, side, ticket_id, due_at, urgency, enabled)
    VALUES (${linkId}::bigint, ${side}::side, ${ticketOf(link, side)}::bigint, now(), 'hint', true)
        ON CONFLICT (link_id, side) DO UPDATE SET due_at = now(), urgency = 'hint', enabled = true, trouble = NULL`;
}

async function storePresent(tx: Prisma.TransactionClient, linkId: bigint, link: NewLink): Promise<void> {
  await tx.presentMessage.deleteMany({ where: { linkId } });
  await tx.$executeRaw`
    INSERT INTO present_messages (link_id, side, message_id)
    SELECT ${linkId}::bigint, given.side::side, id::bigint
      FROM jsonb_each(${JSON.stringify(link.present)}::text::jsonb) AS given(side, ids),
           jsonb_array_elements_text(given.ids) AS id
        ON CONFLICT DO NOTHING`;
}

function ticketOf(link: NewLink, side: Side): bigint {
  return BigInt(side === "superoffice" ? link.superofficeTicketId : link.requestorTicketId);
}

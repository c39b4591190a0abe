import { otherSide, sides, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { parseTicketMarker } from "@ticket-bridge/mapping";

import { copyGoodForMs } from "../../deliver/fresh-copies.ts";
import type { CreationRow } from "../memory-store/state.ts";
import type { OpenedTicket } from "./opened-tickets.ts";
import type { SeenTicket } from "./ticket-calls.ts";
import { nameOf, type World } from "./world.ts";
import type { Written } from "./written.ts";

/** What became of tickets without a counterpart: P1, P2, P3, P5 and P6. What is written on them is judged as all else. */
export function checkTickets(world: World, written: readonly Written[]): string[] {
  return [
    ...world.opened.flatMap((ticket) => checkOpened(world, ticket, written)),
    ...sides.flatMap((side) => world.networks[side].tickets.flatMap((seen) => checkMade(world, side, seen))),
  ];
}

/** Whether nothing is on its way any more, and all is learned that the policy lets through. */
export function isCreatingDone(world: World): boolean {
  const { creations } = world.database;
  const settled = creations.every((row) => !["sending", "uncertain"].includes(row.state) && !isToBeMade(world, row));
  return (
    settled &&
    world.opened.every(
      ({ side, ticketId }) =>
        !isLetThrough(world, side) || isKnown(world, side, ticketId) || !hasMessages(world, side, ticketId),
    )
  );
}

/** A ticket without messages waits for one. */
function isToBeMade(world: World, { state, sourceSide, sourceTicketId }: CreationRow): boolean {
  return state === "pending" && hasMessages(world, sourceSide, sourceTicketId);
}

/** Whether one stands there now: a feed tells of no ticket whose only message was deleted before it was read. */
function hasMessages({ desks }: World, side: Side, id: TicketId): boolean {
  return desks[side].held.some(
    ({ ticketId, removed, wire }) => ticketId === id && !removed && wire["Deleted"] !== true,
  );
}

function isLetThrough({ extras }: World, side: Side): boolean {
  return extras.createsIn?.includes(otherSide(side)) ?? false;
}

function isKnown(world: World, side: Side, ticketId: TicketId): boolean {
  return creationOf(world, side, ticketId) !== undefined || !world.isAlone(side, ticketId);
}

function creationOf({ database }: World, side: Side, ticketId: TicketId): CreationRow | undefined {
  return database.creations.find((row) => row.sourceSide === side && row.sourceTicketId === ticketId);
}

function checkOpened(world: World, ticket: OpenedTicket, written: readonly Written[]): string[] {
  const { side, ticketId } = ticket;
  const name = `${side} ticket ${ticketId}`;
  const made = world.networks[otherSide(side)].tickets.filter(({ asked }) => {
    const marker = parseTicketMarker(asked.title);
    return marker?.side === side && marker.ticketId === ticketId;
  });
  const broken = made.length > 1 ? [`P2: ${name} got ${made.length} counterparts: ${idsOf(made)}`] : [];
  if (made.length > 0 && !isLetThrough(world, side)) broken.push(`P6: ${name} got a counterpart against the policy`);
  if (made.length > 0 && ticket.nature === "spam") broken.push(`P6: ${name} is spam and got a counterpart`);
  broken.push(...made.flatMap((seen) => checkOpen(world, ticket, seen, name)));
  if (!isLetThrough(world, side) || !world.isAlone(side, ticketId)) return broken;
  return [...broken, ...checkAlone(world, ticket, written, name)];
}

function idsOf(made: readonly SeenTicket[]): string {
  return made.map(({ ticketId }) => ticketId).join(", ");
}

/** P3: whoever could read the ticket at no time before its counterpart was sent cannot read that. */
function checkOpen(
  { acts }: World,
  { ticketId, nature }: OpenedTicket,
  { sentAt, ticketId: made }: SeenTicket,
  name: string,
) {
  const known = acts.ticketsPublic.get(ticketId) ?? [];
  const oldest = sentAt - copyGoodForMs;
  const moments = [oldest, ...known.map(({ at }) => at).filter((at) => at > oldest && at <= sentAt)];
  const isOpen = moments.some((at) => known.findLast((one) => one.at <= at)?.public ?? nature !== "internal");
  return isOpen ? [] : [`P3: ${name} was internal and got ${made}, which its customer reads`];
}

/** P1: it has a reason that a person understands, and that still stands. */
function checkAlone(world: World, ticket: OpenedTicket, written: readonly Written[], name: string): string[] {
  const { side, ticketId, nature } = ticket;
  const row = creationOf(world, side, ticketId);
  const messages = written.filter((message) => message.side === side && message.ticketId === ticketId);
  if (row === undefined) {
    return hasMessages(world, side, ticketId) ? [`P1: ${name} got no counterpart: it was never learned`] : [];
  }
  const reason = row.reason ?? "";
  if (reason === "") return [`P1: ${name} is ${row.state} without a reason`];
  if (world.acts.settledTickets.has(nameOf(side, ticketId))) return [];
  switch (row.state) {
    case "held": {
      const isInternal = world.acts.ticketsPublic.get(ticketId)?.at(-1)?.public === false;
      const isRefused = nature === "refused" || messages.some((message) => message.nature === "refused");
      return isInternal || isRefused || nature === "quoting a title" ? [] : [`P1: ${name} is held: ${reason}`];
    }
    case "skipped":
      // An older database does not know since when tickets are made, nor what it made.
      return nature === "spam" || nature === "quoting a title" || world.acts.restores.length > 0
        ? []
        : [`P1: ${name} was skipped: ${reason}`];
    case "pending":
    case "uncertain":
      // Also after a try that made none: what to make it of went meanwhile.
      if (messages.every(({ deleted }) => deleted) && reason === "It has no message yet.") return [];
      break;
    case "sending":
    case "linked":
  }
  return [`P1: ${name} still is ${row.state} when all is quiet: ${reason}`];
}

/** P5: nothing that the bridge made gets a counterpart; P6: nobody is told of it. */
function checkMade(world: World, side: Side, { ticketId, asked, body }: SeenTicket): string[] {
  const marker = parseTicketMarker(asked.title);
  const isOpened = world.opened.some((one) => one.side === marker?.side && one.ticketId === marker.ticketId);
  const broken = isOpened
    ? []
    : [`P5: ${side} ticket ${ticketId} stands for ${marker?.side} ticket ${marker?.ticketId}, which nobody opened`];
  // SuperOffice's `notify` stands in the address, where the adapter's tests see it.
  if (side === "requestor" && body["SendViaOutboundEmail"] !== false) {
    broken.push(`P6: ${side} ticket ${ticketId} asks for e-mail`);
  }
  return broken;
}

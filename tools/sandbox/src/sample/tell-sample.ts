import { deskNames, otherDesk } from "../desks/desk.ts";
import type { Desk, DeskName } from "../desks/desk.ts";
import type { LiveMoment, OpenedTicket, SampleLine, SampleTicket } from "./sample-ticket.ts";

export type Desks = Readonly<Record<DeskName, Desk>>;

const minute = 60_000;

/** Opens the sample's tickets and tells what was said before the link, as far as a former start has not done it. */
export function tellPast(desks: Desks, sample: SampleTicket, now: number): void {
  const ago = (minutes: number) => new Date(now - minutes * minute).toISOString();
  for (const name of deskNames) {
    const { id, subject } = sample[name];
    const own = sample.before.filter(({ desk }) => desk === name);
    // As old as what was said, also where nothing was: the bridge takes a young ticket for a new one and makes a
    // counterpart for it.
    const age = Math.max(...(own.length > 0 ? own : sample.before).map(({ minutesAgo }) => minutesAgo));
    const ticket = { id, subject, customer: sample.customer, at: ago(age) };
    if (!desks[name].hasTicket(id)) desks[name].openTicket(ticket);
  }
  for (const line of sample.before) tellLine(desks[line.desk], sample[line.desk].id, line, ago(line.minutesAgo));
}

/** Opens the ticket, unless a former start has done it. Returns its id. */
export function openLive(desks: Desks, { desk, subject, customer }: OpenedTicket): number {
  return desks[desk].ticketAbout(subject) ?? desks[desk].openTicket({ subject, customer });
}

/** Has it happen, unless it has before. Returns whether it happened now. */
export function tellMoment(desks: Desks, ticketId: number, { does, line }: LiveMoment): boolean {
  const desk = desks[line.desk];
  return does === "say" ? tellLine(desk, ticketId, line) : editLine(desk, ticketId, line);
}

/**
 * Says one line, unless the helpdesk holds it already: what was said is known from the conversation itself, so that a
 * demo stopped at any moment goes on with the next line. Returns whether it was said now.
 */
function tellLine(desk: Desk, ticketId: number, line: SampleLine, at?: string): boolean {
  const isLine = (body: string) => body === line.text || body === line.edited;
  if (desk.messages(ticketId).some(({ body, byBridge }) => !byBridge && isLine(body))) return false;
  desk.say(ticketId, {
    writer: line.who,
    internal: line.internal ?? false,
    html: line.html ?? false,
    text: line.text,
    attachments: line.attachments ?? [],
    ...(at === undefined ? {} : { at }),
  });
  return true;
}

/** Whether a line stands as it was said and has no copy yet: an edit now would be part of the copy, and not seen. */
export function isOnItsWay(desks: Desks, sample: SampleTicket, line: SampleLine): boolean {
  if (!standing(desks[line.desk], sample[line.desk].id, line)) return false;
  const target = otherDesk(line.desk);
  return !desks[target].messages(sample[target].id).some(({ body, byBridge }) => byBridge && body.includes(line.text));
}

const standing = (desk: Desk, ticketId: number, { text }: SampleLine) =>
  desk.messages(ticketId).find(({ body, byBridge, deleted }) => !byBridge && !deleted && body === text);

/** Leaves a line alone that was edited before, or that somebody else changed or deleted meanwhile. */
function editLine(desk: Desk, ticketId: number, line: SampleLine): boolean {
  const { who, html = false, edited } = line;
  const message = standing(desk, ticketId, line);
  if (!message || edited === undefined) return false;
  desk.edit(message.id, { writer: who, html, text: edited });
  return true;
}

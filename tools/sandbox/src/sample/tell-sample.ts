import { deskNames } from "../desks/desk.ts";
import type { Desk, DeskName } from "../desks/desk.ts";
import type { SampleLine, SampleTicket } from "./sample-ticket.ts";

export type Desks = Readonly<Record<DeskName, Desk>>;

const minute = 60_000;

/** Opens the sample's tickets and tells what was said before the link, as far as a former start has not done it. */
export function tellPast(desks: Desks, sample: SampleTicket, now: number): void {
  const ago = (minutes: number) => new Date(now - minutes * minute).toISOString();
  for (const name of deskNames) {
    const { id, subject } = sample[name];
    const age = Math.max(0, ...sample.before.filter(({ desk }) => desk === name).map(({ minutesAgo }) => minutesAgo));
    if (!desks[name].hasTicket(id)) desks[name].openTicket(id, { subject, customer: sample.customer, at: ago(age) });
  }
  for (const line of sample.before) tellLine(desks, sample, line, ago(line.minutesAgo));
}

/**
 * Says one line, unless the helpdesk holds it already: what was said is known from the conversation itself, so that a
 * demo stopped at any moment goes on with the next line. Returns whether it was said now.
 */
export function tellLine(desks: Desks, sample: SampleTicket, line: SampleLine, at?: string): boolean {
  const desk = desks[line.desk];
  const ticketId = sample[line.desk].id;
  if (desk.messages(ticketId).some(({ body, byBridge }) => !byBridge && body === line.text)) return false;
  desk.say(ticketId, {
    writer: line.who,
    internal: line.internal ?? false,
    html: line.html ?? false,
    text: line.text,
    ...(at === undefined ? {} : { at }),
  });
  return true;
}

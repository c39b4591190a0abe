declare const ticketScope: unique symbol;
declare const messageScope: unique symbol;

/** A ticket's numeric id as text, unique within one side. In Requestor the TicketId, never the REF, which changes on conversion. */
export type TicketId = string & { readonly [ticketScope]: true };

/** A message's numeric id as text, unique within one side over all its tickets. */
export type MessageId = string & { readonly [messageScope]: true };

/** At most 18 digits: what a bigint of the database surely holds. */
const decimal = /^[1-9][0-9]{0,17}$/;

/** Reads an id a helpdesk or a person gave (number or decimal text). Returns null for anything that is no positive whole number. */
export function readTicketId(value: unknown): TicketId | null {
  return readDecimal(value) as TicketId | null;
}

/** As {@link readTicketId}, for messages. */
export function readMessageId(value: unknown): MessageId | null {
  return readDecimal(value) as MessageId | null;
}

function readDecimal(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  if (typeof value !== "string") return null;
  const trimmed = value.trim();
  return decimal.test(trimmed) ? trimmed : null;
}

/** Orders ids as the numbers they are: "9" before "10". */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

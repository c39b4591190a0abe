import type { Direction } from "@ticket-bridge/helpdesk";

/** Two tickets that tell the same story, by their ids in the helpdesks. */
export interface TicketPair {
  readonly superoffice: number;
  readonly requestor: number;
}

/** How messages come: so many outstanding at once, so many a second, or all before the first is carried over. */
export type Pace =
  | { readonly kind: "outstanding"; readonly atOnce: number }
  | { readonly kind: "rate"; readonly perSecond: number }
  | { readonly kind: "backlog" };

/** So many messages outstanding that no ticket has two at once. */
export function outstandingOver(tickets: number): Pace {
  return { kind: "outstanding", atOnce: Math.max(1, Math.min(64, Math.floor(tickets / 2))) };
}

/** Messages that people write, spread evenly over tickets and directions. */
export interface TrafficPlan {
  readonly directions: readonly Direction[];
  readonly pairs: readonly TicketPair[];
  readonly messages: number;
  readonly pace: Pace;
  /** Bytes of the one file that each message has; none when missing. */
  readonly fileBytes?: number;
}

export interface Place {
  readonly direction: Direction;
  readonly pair: TicketPair;
}

/**
 * Where the message of this number is written. With two directions they are half the tickets apart: that both sides
 * write in one ticket in the same instant is rare between people.
 */
export function placeOf({ directions, pairs }: TrafficPlan, number: number): Place {
  const lane = number % directions.length;
  const turn = Math.floor(number / directions.length) + Math.floor((lane * pairs.length) / directions.length);
  const direction = directions[lane];
  const pair = pairs[turn % pairs.length];
  if (direction === undefined || pair === undefined) throw new RangeError("A plan needs a direction and a ticket.");
  return { direction, pair };
}

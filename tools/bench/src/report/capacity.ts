import { sides } from "@ticket-bridge/helpdesk";

import type { Cost } from "../parts/costs.ts";

/** What the default budget carries in a day. */
export interface Capacity {
  readonly linkedTickets: number;
  readonly messagesADay: number;
  /** To each helpdesk. */
  readonly callsADay: number;
}

/** `*_MAX_RPS` unless it is set. */
const callsPerSecond = 5;
const daySeconds = 24 * 60 * 60;
/** The longest time after which a quiet ticket is seen without a webhook, for this line. */
const seenWithinSeconds = 60 * 60;

/**
 * Half of the budget reads linked tickets, so that each is read within an hour; the other half is for messages, as many
 * one way as the other, at the dearer helpdesk and with the polls that webhooks about the bridge's own mirrors ask for.
 * Null without measured live messages in both directions.
 */
export function capacityOf(costs: readonly Cost[]): Capacity | null {
  const live = costs.filter(({ load }) => load === "live");
  if (live.length < 2) return null;
  const callsAt = sides.map((side) => {
    const each = live.map(({ calls }) => calls[side].writes + calls[side].reads + calls[side].idle);
    return each.reduce((sum, calls) => sum + calls, 0) / each.length;
  });
  const half = callsPerSecond / 2;
  return {
    linkedTickets: half * seenWithinSeconds,
    messagesADay: Math.floor((half * daySeconds) / Math.max(...callsAt) / 1_000) * 1_000,
    callsADay: callsPerSecond * daySeconds,
  };
}

/** The line for the README. */
export function capacityLine({ linkedTickets, messagesADay, callsADay }: Capacity): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return `At the default budget of ${callsPerSecond} calls a second to each helpdesk (${number(callsADay)} a day): ${number(linkedTickets)} linked tickets, a quiet one seen within an hour even without webhooks, and ${number(messagesADay)} messages a day.`;
}

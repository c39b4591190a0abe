import { otherSide } from "@ticket-bridge/helpdesk";

import type { BridgeApi } from "../bridge/bridge-api.ts";
import { tokenPattern } from "../judge/fate.ts";
import type { People } from "../desks/people.ts";
import type { TwoDesks } from "../desks/two-desks.ts";
import { settleSeconds } from "./chaos-options.ts";
import { sleep } from "./sleep.ts";

/** A lane in backoff waits up to a minute, and what is uncertain for its settle time after that. */
const settleWithinMs = 150_000;

/**
 * Waits until every message has a mirror or waits for a person, and nothing is on its way any more; then for the settle
 * time once more, so that a second copy that is still to come is seen. False when that did not happen in time.
 */
export async function settled(desks: TwoDesks, people: People, api: BridgeApi, signal: AbortSignal): Promise<boolean> {
  const giveUpAt = performance.now() + settleWithinMs;
  while (performance.now() < giveUpAt && !signal.aborted) {
    if (await isAtRest(desks, people, api)) {
      const before = desks.written;
      await sleep(settleSeconds * 1_000 + 1_000, signal);
      if (desks.written === before && (await isAtRest(desks, people, api))) return true;
    }
    await desks.hintAgain(people.opened);
    await sleep(250, signal);
  }
  return false;
}

async function isAtRest(desks: TwoDesks, people: People, api: BridgeApi): Promise<boolean> {
  // Between two lives nobody answers; that is no rest.
  const waiting = await api.waiting().catch(() => null);
  if (waiting !== 0) return false;
  const tickets = desks.toldTickets(people.opened, await api.heldTickets().catch(() => new Map<string, string>()));
  if (tickets.some(({ counterparts, heldFor }) => counterparts.length === 0 && heldFor === null)) return false;
  const onHeldTickets = new Set(tickets.filter(({ heldFor }) => heldFor !== null).map(({ ticketId }) => ticketId));
  const missing = missingMirrors(desks, people, onHeldTickets);
  if (missing.length === 0) return true;
  const held = new Set(
    (await api.standings("held").catch(() => [])).map(({ side, messageId }) => `${side} ${messageId}`),
  );
  return missing.every((name) => held.has(name));
}

/** What is not on the other side yet, or not in its newest words. */
function missingMirrors(desks: TwoDesks, people: People, onHeldTickets: ReadonlySet<number>): string[] {
  const seen = { superoffice: new Set<string>(), requestor: new Set<string>() };
  const texts = { superoffice: "", requestor: "" };
  for (const { side, text, writtenAt } of desks.holdings()) {
    for (const token of text.match(tokenPattern) ?? []) seen[side].add(token);
    if (writtenAt !== null) texts[side] += `${text}\n`;
  }
  return people.sayings
    .filter(({ side, token, editedTo, ticketId, target: where }) => {
      if (onHeldTickets.has(ticketId) || (typeof where === "number" && onHeldTickets.has(where))) return false;
      const target = otherSide(side);
      return !seen[target].has(token) || (editedTo !== null && !texts[target].includes(editedTo));
    })
    .map(({ side, messageId }) => `${side} ${messageId}`);
}

import type { BridgeApi } from "../bridge/bridge-api.ts";
import type { Evidence, Standing, TraceLine } from "../judge/account.ts";
import { internalSince } from "../judge/visibility.ts";
import type { People } from "../desks/people.ts";
import type { TwoDesks } from "../desks/two-desks.ts";
import { settleSeconds } from "./chaos-options.ts";

/** What both helpdesks hold, what people say they wrote, and the bridge's word on what looks odd. */
export async function collectEvidence(desks: TwoDesks, people: People, api: BridgeApi): Promise<Evidence> {
  const told = desks.told(people.sayings);
  const holdings = desks.holdings();
  const standings = await api.standings();
  const messages = standings.filter(({ kind }) => kind === "message");
  const byMessage = new Map(messages.map((standing) => [`${standing.side} ${standing.messageId}`, standing]));
  const traces = new Map<string, readonly TraceLine[]>();
  for (const message of told) {
    const copies = holdings.filter(({ writtenAt, text }) => writtenAt !== null && text.includes(message.token));
    const odd =
      copies.length !== 1 ||
      copies.some(({ internal, writtenAt }) => !internal && internalSince(message, writtenAt ?? 0) !== null);
    const standing = byMessage.get(`${message.side} ${message.messageId}`);
    if (odd && standing !== undefined) traces.set(standing.mirrorId, await traceOf(standing, api));
  }
  const tickets = desks.toldTickets(people.opened, await api.heldTickets());
  return { told, tickets, holdings, standings, traces, sent: desks.sent, settleMs: settleSeconds * 1_000 };
}

/** The trace of a message that is out of order, which nothing made odd before. */
export async function traceOf(standing: Standing, api: BridgeApi): Promise<readonly TraceLine[]> {
  return await api.trace(standing.mirrorId).catch(() => []);
}

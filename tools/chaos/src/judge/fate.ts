import { otherSide, sideName } from "@ticket-bridge/helpdesk";

import type { Evidence, Finding, Holding, Standing, Told } from "./account.ts";

/** What is known of one told message. */
export interface Fate {
  readonly told: Told;
  /** Where it belongs, oldest first. */
  readonly mirrors: readonly Holding[];
  /** What was appended there since, because a person edited it. */
  readonly corrections: readonly Holding[];
  /** On any other ticket of the other side. */
  readonly strays: readonly Holding[];
  /** On its own side, less the message itself. */
  readonly echoes: readonly Holding[];
  readonly standing: Standing | undefined;
  readonly edit: Standing | undefined;
  /** Whether its ticket has no counterpart yet, because a person has to decide. */
  readonly ticketWaits: boolean;
}

export function fatesOf({ told, holdings, standings, tickets }: Evidence): Fate[] {
  const byToken = new Map<string, Holding[]>(told.map(({ token }) => [token, []]));
  for (const holding of holdings) {
    for (const token of tokensIn(holding.text)) byToken.get(token)?.push(holding);
  }
  const standingOf = new Map(
    standings.map((standing) => [`${standing.kind} ${standing.side} ${standing.messageId}`, standing]),
  );
  const waiting = new Set(
    tickets.filter(({ heldFor }) => heldFor !== null).map((one) => `${one.side} ${one.ticketId}`),
  );
  return told.map((message) => {
    const found = byToken.get(message.token) ?? [];
    const across = found
      .filter(({ side }) => side !== message.side)
      .sort((one, other) => one.messageId - other.messageId);
    const there = across.filter(({ ticketId }) => ticketId === message.targetTicketId);
    return {
      told: message,
      mirrors: there.filter((holding) => !isCorrection(holding)),
      corrections: there.filter(isCorrection),
      strays: across.filter(({ ticketId }) => ticketId !== message.targetTicketId),
      echoes: found.filter(({ side, messageId }) => side === message.side && messageId !== message.messageId),
      standing: standingOf.get(`message ${message.side} ${message.messageId}`),
      ticketWaits:
        waiting.has(`${message.side} ${message.ticketId}`) ||
        waiting.has(`${otherSide(message.side)} ${message.targetTicketId}`),
      edit: standingOf.get(`edit ${message.side} ${message.messageId}`),
    };
  });
}

/** Every token begins and ends so that none is a part of another. */
export const tokenPattern = /tb\d+q/g;

export function tokensIn(text: string): ReadonlySet<string> {
  // A mirror has its words twice in a helpdesk that keeps plain text beside HTML.
  return new Set(text.match(tokenPattern) ?? []);
}

function isCorrection({ writtenAt, text }: Holding): boolean {
  return writtenAt !== null && /Correction of message \d+/.test(text);
}

/** With a reason that a person can read it waits for that person; anything else is lost. */
export function isExcused(standing: Standing | undefined): boolean {
  return (standing?.state === "held" || standing?.state === "uncertain") && (standing.reason ?? "") !== "";
}

export function finding(breach: Finding["breach"], told: Told, what: string): Finding {
  return { breach, told, sentence: `${told.token}, message ${told.messageId} in ${sideName(told.side)}, ${what}.` };
}

export function idsOf(holdings: readonly Holding[]): string {
  return holdings.map(({ messageId }) => messageId).join(", ");
}

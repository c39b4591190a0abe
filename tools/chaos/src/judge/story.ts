import { sideName } from "@ticket-bridge/helpdesk";

import type { Death } from "../counter/kill-plan.ts";
import type { Finding, Holding, Told, TraceLine } from "./account.ts";

/** How long before and after what happened to the message a death may have to do with it. */
const aroundMs = 3_000;

export interface StoryParts {
  readonly holdings: readonly Holding[];
  readonly trace: readonly TraceLine[];
  readonly deaths: readonly Death[];
}

/** Everything that is known of one broken promise, in the order of time. */
export function tellStory({ breach, told, sentence }: Finding, parts: StoryParts): string {
  const head = `${breach.toUpperCase()}: ${sentence}`;
  return told === null ? head : [head, ...tellLife(told, parts)].join("\n");
}

/** What became of one message: people, helpdesks, the bridge's own trace, and who died near it. */
export function tellLife(told: Told, { holdings, trace, deaths }: StoryParts): string[] {
  const lines: { at: number; says: string }[] = [
    ...told.visibility.map(({ at, internal }, place) => ({
      at,
      says: `a person ${place === 0 ? "writes it" : "makes it"} ${internal ? "internal" : "public"} on ticket ${told.ticketId} of ${sideName(told.side)}`,
    })),
    ...holdings
      .filter(({ text, writtenAt }) => writtenAt !== null && text.includes(told.token))
      .map(({ side, messageId, internal, ticketId, writtenAt }) => ({
        at: writtenAt ?? 0,
        says: `${sideName(side)} stores message ${messageId} on ticket ${ticketId}, ${internal ? "internal" : "public"}`,
      })),
    ...trace.map(({ at, what, detail }) => ({ at, says: `bridge: ${what}. ${detail}` })),
  ];
  const from = told.at - aroundMs;
  const to = Math.max(...lines.map(({ at }) => at)) + aroundMs;
  for (const { at, pid, point } of deaths) {
    if (at < from || at > to) continue;
    lines.push({ at, says: `KILLED process ${pid}: ${point.kind}, ${point.phase} (${point.detail})` });
  }
  return lines
    .sort((one, other) => one.at - other.at)
    .map(({ at, says }) => `  ${((at - told.at) / 1_000).toFixed(3).padStart(8)} s  ${says}`);
}

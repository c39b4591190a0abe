import type { Direction } from "@ticket-bridge/helpdesk";

import type { Crossing } from "../ports/lane-store.ts";

const windowMs = 10 * 60_000;
/** There and back three times. */
const mostTurns = 6;

/**
 * Whether sending this text would take it there and back for the third time within ten minutes: something on both sides
 * copies or answers every mirror, and would for ever. Repeats in one direction count once, since people do write the
 * same twice. Both the turns and the ten minutes go by when the messages were captured, not by when they were sent or by
 * now: in a loop each turn is captured after the one before it, while an old conversation with an "ok" now and then, which
 * is caught up at once in both directions, only looks like one when it is sent. And a lane that was stopped stays stopped
 * until a person resumes it, or the loop would go on whenever the lane is looked at again.
 */
export function isLoop(facts: {
  readonly direction: Direction;
  readonly contentHash: string;
  readonly capturedAgoMs: number;
  readonly crossings: readonly Crossing[];
}): boolean {
  const { direction, contentHash, capturedAgoMs, crossings } = facts;
  const earlier = crossings
    .filter(({ hashStart }) => contentHash.startsWith(hashStart))
    .filter((before) => before.capturedAgoMs >= capturedAgoMs && before.capturedAgoMs <= capturedAgoMs + windowMs)
    .sort((a, b) => b.capturedAgoMs - a.capturedAgoMs)
    .map((crossing) => crossing.direction);
  const turns = [...earlier, direction].filter((way, place, ways) => way !== ways[place - 1]);
  return turns.length >= mostTurns;
}

export const loopReason =
  "The same text went there and back three times within ten minutes: something in the two helpdesks copies or answers every mirror. Nothing more is sent here until a person found that rule or mailbox and resumes the link.";

import { sideName, sourceOf, targetOf, type Direction, type Side } from "@ticket-bridge/helpdesk";

import type { Mode } from "../engine-context.ts";

export const directionWords = ["on-time", "delayed", "blocked", "paused", "action-required"] as const;
/** How one direction does, in a word. */
export type DirectionWord = (typeof directionWords)[number];

/** What is known of one direction. */
export interface DirectionFacts {
  readonly direction: Direction;
  readonly mode: Mode;
  readonly pausedSides: readonly Side[];
  /** What is wrong with a helpdesk that is asked, as a sentence; null while it works. */
  readonly troubles: Readonly<Record<Side, string | null>>;
  /** A leak was found and acknowledged by nobody: nothing public is written. */
  readonly alarmStands: boolean;
  /** Messages and tickets that wait for a person. */
  readonly held: number;
  /** Uncertain ones whose settle time is over. */
  readonly overdue: number;
  /** Lanes that go on only once a person acted, and why the first of them stands still. */
  readonly stopped: { readonly count: number; readonly reason: string | null };
  /** What waits only because a person paused its ticket. */
  readonly waitingPaused: number;
  /** Of what no person paused, messages and new tickets; and of the new tickets alone. */
  readonly oldestWaitingSeconds: number;
  readonly oldestTicketSeconds: number;
  /** Of the side it comes from. */
  readonly pollSeconds: number;
}

/** Nothing is late that the next polls may bring. */
const fewestSeconds = 60;
const pollsUntilDelayed = 4;

/** The word for a direction and why, the most pressing first: what nobody can change by waiting goes before what is late. */
export function directionWord(facts: DirectionFacts): { readonly word: DirectionWord; readonly why: string } {
  return isPaused(facts) ?? isBlocked(facts) ?? needsPerson(facts) ?? isDelayed(facts) ?? onTime(facts);
}

type Verdict = ReturnType<typeof directionWord>;

function onTime({ waitingPaused }: DirectionFacts): Verdict {
  const why = "Every message is where it should be, or on its way";
  if (waitingPaused === 0) return { word: "on-time", why: `${why}.` };
  const but = waitingPaused === 1 ? "1 waits for a paused ticket" : `${waitingPaused} wait for paused tickets`;
  return { word: "on-time", why: `${why}; ${but}.` };
}

function isPaused({ direction, mode, pausedSides }: DirectionFacts): Verdict | null {
  const paused = [sourceOf(direction), targetOf(direction)].filter((side) => pausedSides.includes(side));
  const names = paused.map(sideName).join(" and ");
  if (paused.length > 0) return { word: "paused", why: `${names} ${paused.length > 1 ? "are" : "is"} paused.` };
  if (mode === "mirror") return null;
  return { word: "paused", why: "The bridge only observes (MODE=observe): it writes nothing." };
}

function isBlocked({ direction, troubles, alarmStands }: DirectionFacts): Verdict | null {
  const trouble = troubles[targetOf(direction)] ?? troubles[sourceOf(direction)];
  if (trouble !== null) return { word: "blocked", why: trouble };
  if (!alarmStands) return null;
  return {
    word: "blocked",
    why: "An internal message was found public: nothing public is written until a person looked.",
  };
}

function needsPerson({ held, overdue, stopped }: DirectionFacts): Verdict | null {
  if (held === 0 && overdue === 0 && stopped.count === 0) return null;
  const parts = [
    ...(held === 0 ? [] : [`${held} ${held === 1 ? "waits" : "wait"} for a person`]),
    ...(overdue === 0 ? [] : [`${overdue} ${overdue === 1 ? "is" : "are"} uncertain for longer than usual`]),
    ...(stopped.count === 0 ? [] : [`${stopped.count} ${stopped.count === 1 ? "ticket is" : "tickets are"} stopped`]),
  ];
  const { reason } = stopped;
  const first = reason === null ? "" : stopped.count === 1 ? ` ${reason}` : ` The first: ${reason}`;
  return { word: "action-required", why: `${parts.join(", ")}.${first}` };
}

function isDelayed({ oldestWaitingSeconds, oldestTicketSeconds, pollSeconds }: DirectionFacts): Verdict | null {
  if (oldestWaitingSeconds <= Math.max(fewestSeconds, pollsUntilDelayed * pollSeconds)) return null;
  const what = oldestTicketSeconds >= oldestWaitingSeconds ? "new ticket" : "message";
  return { word: "delayed", why: `The oldest ${what} waits for ${duration(oldestWaitingSeconds)}.` };
}

function duration(seconds: number): string {
  const [size, name] = seconds < 7_200 ? [60, "minutes"] : seconds < 172_800 ? [3_600, "hours"] : [86_400, "days"];
  const count = Math.floor(seconds / size);
  return `${count} ${count === 1 ? name.slice(0, -1) : name}`;
}

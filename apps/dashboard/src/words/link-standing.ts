import type { Lane, Link } from "../api/shapes.ts";
import { laneTotals } from "./lanes.ts";
import { obstacleOf, pausedWords, type Obstacles } from "./obstacles.ts";
import { directionWords } from "./sides.ts";
import type { Tone } from "./states.ts";

/** Whether a link runs, the first of these that is true. */
export type LinkStanding =
  "unlinked" | "paused" | "stopped" | "gap" | "side-paused" | "waiting" | "under-way" | "in-step";

interface LinkWords {
  readonly word: string;
  readonly tone: Tone;
  readonly meaning?: string | undefined;
}

/** A lane that stands still or waits, and why. */
export type HinderedLane = Pick<Lane, "direction" | "reason">;

const words: Readonly<Record<LinkStanding, (lanes: readonly Lane[], obstacles: Obstacles) => LinkWords>> = {
  unlinked: () => ({ word: "Unlinked", tone: "quiet" }),
  paused: () => ({
    word: "Paused",
    tone: "quiet",
    meaning: "Messages are seen and wait until a person resumes the link.",
  }),
  stopped: (lanes) => ({ word: "Stopped", tone: "bad", meaning: reasons(stoppedLanes(lanes)) }),
  gap: () => ({
    word: "Gap",
    tone: "bad",
    meaning: "A held message is missing on the other side; the others cross.",
  }),
  "side-paused": (_, obstacles) => ({
    word: "Side paused",
    tone: "quiet",
    meaning: `${pausedWords(obstacles)} Nothing crosses until a person resumes it.`,
  }),
  waiting: (lanes, obstacles) => ({ word: "Waiting", tone: "wait", meaning: reasons(waitingLanes(lanes, obstacles)) }),
  "under-way": () => ({ word: "On its way", tone: "busy", meaning: "Messages wait for their turn to be sent." }),
  "in-step": () => ({ word: "In step", tone: "good" }),
};

/** `isLinked`: whether the link still stands. */
export function linkWords(
  link: Link,
  isLinked: boolean,
  obstacles: Obstacles,
): LinkWords & { readonly standing: LinkStanding } {
  const standing = isLinked ? linkStanding(link, obstacles) : "unlinked";
  return { standing, ...words[standing](link.lanes, obstacles) };
}

export function linkStanding({ paused, lanes }: Pick<Link, "paused" | "lanes">, obstacles: Obstacles): LinkStanding {
  if (paused) return "paused";
  if (stoppedLanes(lanes).length > 0) return "stopped";
  if (lanes.some(({ held }) => held > 0)) return "gap";
  // Also where nothing is known to wait: what was written there meanwhile nobody has read.
  if (obstacles.pausedSides.length > 0) return "side-paused";
  if (waitingLanes(lanes, obstacles).length > 0) return "waiting";
  return laneTotals(lanes).pending > 0 ? "under-way" : "in-step";
}

/** Nothing of theirs crosses until a person acts. */
export function stoppedLanes(lanes: readonly Lane[]): readonly HinderedLane[] {
  return lanes.filter(({ stopped }) => stopped);
}

/** They go on by themselves. Why: their own reason, or what holds up all tickets while something of theirs waits. */
export function waitingLanes(lanes: readonly Lane[], obstacles: Obstacles): readonly HinderedLane[] {
  return lanes.flatMap((lane) => {
    const { direction } = lane;
    const reason = lane.stopped ? null : whyWaiting(lane, obstacles);
    return reason === null ? [] : [{ direction, reason }];
  });
}

function whyWaiting({ direction, reason, pending, uncertain }: Lane, obstacles: Obstacles): string | null {
  if (reason !== null) return reason;
  if (pending + uncertain === 0) return null;
  const obstacle = obstacleOf(direction, obstacles);
  if (obstacle !== null || uncertain === 0) return obstacle;
  return "A write had no clear answer, and the bridge looks whether it arrived.";
}

function reasons(lanes: readonly HinderedLane[]): string {
  return lanes.map(({ direction, reason }) => `${directionWords(direction)}: ${reason ?? ""}`).join("\n");
}

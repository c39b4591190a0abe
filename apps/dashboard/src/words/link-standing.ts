import type { Lane, Link } from "../api/shapes.ts";
import { directionWords } from "./sides.ts";
import type { Tone } from "./states.ts";

/** Whether a link runs, the first of these that is true. */
export type LinkStanding = "unlinked" | "paused" | "stopped" | "gap" | "waiting" | "in-step";

interface LinkWords {
  readonly word: string;
  readonly tone: Tone;
  readonly meaning?: string | undefined;
}

const words: Readonly<Record<LinkStanding, (lanes: readonly Lane[]) => LinkWords>> = {
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
  waiting: (lanes) => ({ word: "Waiting", tone: "wait", meaning: reasons(waitingLanes(lanes)) }),
  "in-step": () => ({ word: "In step", tone: "good" }),
};

/** `isLinked`: whether the link still stands. */
export function linkWords(link: Link, isLinked: boolean): LinkWords & { readonly standing: LinkStanding } {
  const standing = isLinked ? linkStanding(link) : "unlinked";
  return { standing, ...words[standing](link.lanes) };
}

export function linkStanding({ paused, lanes }: Pick<Link, "paused" | "lanes">): LinkStanding {
  if (paused) return "paused";
  if (stoppedLanes(lanes).length > 0) return "stopped";
  if (lanes.some(({ held }) => held > 0)) return "gap";
  return waitingLanes(lanes).length > 0 ? "waiting" : "in-step";
}

/** Nothing of theirs crosses until a person acts. */
export function stoppedLanes(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.filter(({ stopped }) => stopped);
}

/** They go on by themselves. */
export function waitingLanes(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.filter(({ stopped, reason }) => !stopped && reason !== null);
}

function reasons(lanes: readonly Lane[]): string {
  return lanes.map(({ direction, reason }) => `${directionWords(direction)}: ${reason ?? ""}`).join("\n");
}

import type { Lane, Link } from "../api/shapes.ts";

/** Whether a link runs, the first of these that is true. */
export type LinkStanding = "paused" | "stopped" | "gap" | "waiting" | "in-step";

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

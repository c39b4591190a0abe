import type { Direction, Side, Status } from "../api/shapes.ts";
import { sideName, sides, sourceOf, targetOf } from "./sides.ts";

/** What holds up more than one ticket. */
export interface Obstacles {
  readonly pausedSides: readonly Side[];
  /** What is wrong with a helpdesk that is asked; null while it works. */
  readonly troubles: Readonly<Record<Side, string | null>>;
  /** The bridge writes nothing. */
  readonly observes: boolean;
}

/** Undefined: not read yet. */
export function obstaclesOf(status: Pick<Status, "sides" | "mode"> | undefined): Obstacles {
  const ofSide = status?.sides;
  return {
    pausedSides: sides.filter((side) => ofSide?.[side].paused === true),
    troubles: { superoffice: ofSide?.superoffice.trouble ?? null, requestor: ofSide?.requestor.trouble ?? null },
    observes: status?.mode === "observe",
  };
}

/** Why no message of any ticket is written that way; null where nothing hinders it, or only a pause. */
export function obstacleOf(direction: Direction, { troubles, observes }: Obstacles): string | null {
  if (observes) return "The bridge only observes (MODE=observe): it writes nothing.";
  return troubles[targetOf(direction)] ?? troubles[sourceOf(direction)];
}

/** "Requestor is paused."; both by name where both are. */
export function pausedWords({ pausedSides }: Pick<Obstacles, "pausedSides">): string {
  return `${pausedSides.map(sideName).join(" and ")} ${pausedSides.length > 1 ? "are" : "is"} paused.`;
}

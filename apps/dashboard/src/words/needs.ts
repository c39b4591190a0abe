import type { Alarm, Direction, Side, Status, StoppedOfDirection } from "../api/shapes.ts";
import { sides } from "./sides.ts";

/** What needs a person beside the messages and tickets that are held or uncertain. */
export interface Needs {
  readonly alarms: readonly Alarm[];
  /** Helpdesks that do not work: nothing crosses. A paused one is asked for nothing, and somebody wanted that. */
  readonly troubles: readonly SideNeed[];
  /** Where tickets are stopped. */
  readonly stopped: readonly StoppedOfDirection[];
  /** How many of these wait until a person acts; a helpdesk that is away is tried again by itself. */
  readonly count: number;
}

export interface SideNeed {
  readonly side: Side;
  readonly trouble: string;
  /** Nobody but a person can mend that. */
  readonly isRefused: boolean;
}

type Known = Pick<Status, "alarms" | "sides" | "stopped">;

/**
 * All for which a direction is told to be blocked or to require action, so that nobody is told that nothing needs them
 * while it is. By a direction only the stopped tickets are less: a leak and a helpdesk that does not work stop both.
 */
export function needsOf(status: Known, direction: Direction | undefined): Needs {
  const { alarms } = status;
  const troubles = sides.flatMap((side) => {
    const { paused, trouble, credentials } = status.sides[side];
    return paused || trouble === null ? [] : [{ side, trouble, isRefused: credentials === "refused" }];
  });
  const stopped = status.stopped.filter((each) => each.count > 0 && (direction ?? each.direction) === each.direction);
  return {
    ...{ alarms, troubles, stopped },
    count:
      alarms.length +
      troubles.filter(({ isRefused }) => isRefused).length +
      stopped.reduce((sum, { count }) => sum + count, 0),
  };
}

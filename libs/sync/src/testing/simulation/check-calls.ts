import type { Side } from "@ticket-bridge/helpdesk";

import { burstSeconds } from "./simulated-budget.ts";
import { callsPerSecond } from "./world.ts";

/**
 * P8: no call goes past the line: at no time more went out than the rate and a burst of two seconds allow. A process that
 * stands still between its permit and its bytes sends late what it was allowed earlier: as many calls as it makes at once.
 */
export function checkCalls(side: Side, callTimes: readonly number[]): string[] {
  const allowed = burstSeconds * callsPerSecond + heldUp;
  let level = 0;
  let last = -Infinity;
  for (const at of [...callTimes].sort((a, b) => a - b)) {
    level = Math.max(0, level - ((at - last) / 1_000) * callsPerSecond) + 1;
    last = at;
    if (level > allowed) return [`P8: ${side} was called ${Math.ceil(level)} times in a burst`];
  }
  return [];
}

/** Three processes of four lanes each. */
const heldUp = 12;

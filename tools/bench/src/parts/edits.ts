import { directions, type Direction } from "@ticket-bridge/helpdesk";

import { outstandingOver } from "../desks/plan.ts";
import type { TrafficResult } from "../desks/traffic.ts";
import type { Progress } from "../progress.ts";
import { median, quantile } from "../report/statistics.ts";
import type { Rig } from "../rig.ts";

/** How edits of mirrored messages are carried over: to SuperOffice in their place, to Requestor as corrections. */
export interface Edits {
  readonly direction: Direction;
  readonly edits: number;
  /** Edits a second, the median of the rounds. */
  readonly bridge: number;
  /** Milliseconds from the edit to what it made at the target, over all rounds. */
  readonly p50: number;
  readonly doubled: number;
}

export interface EditSize {
  readonly tickets: number;
  readonly messages: number;
  readonly rounds: number;
}

/** By webhook, each message edited once, as many on their way at once as with new messages. */
export async function measureEdits(rig: Rig, size: EditSize, progress: Progress): Promise<readonly Edits[]> {
  const site = await rig.site("postgresql", { webhooks: true });
  const rows: Edits[] = [];
  for (const direction of directions) {
    const pairs = await site.linkedTickets(size.tickets);
    await site.warmUp(pairs, [direction], "live");
    const results: TrafficResult[] = [];
    for (let round = 1; round <= size.rounds; round += 1) {
      progress.step(`edits, ${direction}, round ${round} of ${size.rounds}`);
      const plan = { directions: [direction], messages: size.messages, pairs, pace: outstandingOver(size.tickets) };
      results.push(await site.edits(plan));
    }
    rows.push({ direction, edits: size.messages, ...summed(results, direction) });
  }
  await site.close();
  return rows;
}

function summed(results: readonly TrafficResult[], direction: Direction) {
  return {
    bridge: median(results.map(({ messages, seconds }) => messages / seconds)),
    p50: quantile(
      results.flatMap(({ latencies }) => latencies[direction]),
      0.5,
    ),
    doubled: results.reduce((sum, { doubled }) => sum + doubled, 0),
  };
}

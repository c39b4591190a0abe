import { directions, type Direction } from "@ticket-bridge/helpdesk";

import { outstandingOver, type TicketPair, type TrafficPlan } from "../desks/plan.ts";
import type { TrafficResult } from "../desks/traffic.ts";
import type { Memory } from "../process/memory.ts";
import type { Progress } from "../progress.ts";
import type { DatabaseKind, Rig } from "../rig.ts";
import type { Load } from "../site.ts";
import { median } from "../report/statistics.ts";

export interface Throughput {
  readonly database: DatabaseKind;
  readonly load: Load;
  readonly directions: readonly Direction[];
  readonly messages: number;
  /** Messages a second, medians of the rounds. */
  readonly bridge: number;
  readonly floor: number;
  /** `bridge` by `floor`. */
  readonly ratio: number;
  readonly doubled: number;
}

export interface ThroughputSize {
  readonly tickets: number;
  readonly messages: number;
  readonly rounds: number;
}

const loads: readonly { load: Load; directions: readonly Direction[] }[] = [
  ...directions.map((direction) => ({ load: "live" as const, directions: [direction] })),
  { load: "live", directions },
  ...directions.map((direction) => ({ load: "backlog" as const, directions: [direction] })),
  { load: "backlog", directions },
];

/**
 * Bridge and floor take turns (ABAB) with the same messages, so that a machine that slows down slows both; each side of
 * the ratio is the median of its rounds. Every row has tickets of its own, because a Requestor ticket is read whole and
 * grows.
 */
export async function measureThroughput(
  rig: Rig,
  database: DatabaseKind,
  size: ThroughputSize,
  progress: Progress,
): Promise<{ rows: readonly Throughput[]; memory: Memory | null }> {
  const rows: Throughput[] = [];
  let memory: Memory | null = null;
  for (const webhooks of [true, false]) {
    const site = await rig.site(database, { webhooks });
    const floor = await rig.floor({ webhooks });
    for (const { load, directions: of } of loads.filter((row) => (row.load === "live") === webhooks)) {
      const pairs = await site.linkedTickets(size.tickets);
      const floorPairs = await floor.openTickets(size.tickets);
      await site.warmUp(pairs, of, load);
      const plan = planner(load, of, size.messages);
      const results: { bridge: TrafficResult; floor: TrafficResult }[] = [];
      for (let round = 1; round <= size.rounds; round += 1) {
        progress.step(`${database}, ${load}, ${of.join(" and ")}, round ${round} of ${size.rounds}`);
        const bridge = load === "live" ? await site.live(plan(pairs)) : await site.backlog(plan(pairs));
        const bare = load === "live" ? await floor.live(plan(floorPairs)) : await floor.backlog(plan(floorPairs));
        results.push({ bridge, floor: bare });
      }
      rows.push({ database, load, directions: of, messages: size.messages, ...summed(results) });
    }
    memory = larger(memory, await site.memory());
    await site.close();
  }
  return { rows, memory };
}

function planner(load: Load, of: readonly Direction[], messages: number) {
  return (pairs: readonly TicketPair[]): TrafficPlan => ({
    ...{ directions: of, messages, pairs },
    pace: load === "live" ? outstandingOver(pairs.length) : { kind: "backlog" },
  });
}

function summed(results: readonly { bridge: TrafficResult; floor: TrafficResult }[]) {
  const bridge = median(results.map((round) => round.bridge.messages / round.bridge.seconds));
  const floor = median(results.map((round) => round.floor.messages / round.floor.seconds));
  const doubled = results.reduce((sum, round) => sum + round.bridge.doubled, 0);
  return { bridge, floor, ratio: bridge / floor, doubled };
}

function larger(a: Memory | null, b: Memory | null): Memory | null {
  if (a === null || b === null) return a ?? b;
  return a.peakMb > b.peakMb ? a : b;
}

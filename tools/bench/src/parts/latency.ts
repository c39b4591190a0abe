import { directions, type Direction } from "@ticket-bridge/helpdesk";

import type { Memory } from "../process/memory.ts";
import type { Progress } from "../progress.ts";
import { quantile } from "../report/statistics.ts";
import type { DatabaseKind, Rig } from "../rig.ts";

/** Milliseconds from the source's commit to the target's. */
export interface Latency {
  readonly database: DatabaseKind;
  /** `both`: all messages together. */
  readonly direction: Direction | "both";
  readonly messages: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface LatencySize {
  readonly tickets: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Messages in both directions by webhook at an even pace; source and target share the helpdesks' one clock. */
export async function measureLatency(
  rig: Rig,
  database: DatabaseKind,
  size: LatencySize,
  progress: Progress,
): Promise<{ rows: readonly Latency[]; memory: Memory | null }> {
  progress.step(`${database}, latency at ${size.perSecond} messages a second`);
  const site = await rig.site(database, { webhooks: true });
  const pairs = await site.linkedTickets(size.tickets);
  await site.warmUp(pairs, directions, "live");
  const messages = size.perSecond * size.seconds;
  const { latencies } = await site.live({
    ...{ directions, pairs, messages },
    pace: { kind: "rate", perSecond: size.perSecond },
  });
  const memory = await site.memory();
  await site.close();
  const row = (direction: Latency["direction"], values: readonly number[]): Latency => ({
    ...{ database, direction, messages: values.length },
    ...{ p50: quantile(values, 0.5), p99: quantile(values, 0.99), max: quantile(values, 1) },
  });
  const rows = [
    ...directions.map((direction) => row(direction, latencies[direction])),
    row("both", Object.values(latencies).flat()),
  ];
  return { rows, memory };
}

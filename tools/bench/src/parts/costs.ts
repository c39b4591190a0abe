import { setTimeout as delay } from "node:timers/promises";

import { directions, sides, type Direction, type Side } from "@ticket-bridge/helpdesk";

import { StatementCounter } from "../database/statement-counter.ts";
import type { CallCounts } from "../desks/call-counts.ts";
import type { TrafficPlan } from "../desks/plan.ts";
import type { TrafficResult } from "../desks/traffic.ts";
import type { Progress } from "../progress.ts";
import type { Rig } from "../rig.ts";
import type { Load, Site } from "../site.ts";

/** What one mirrored message costs, on average. */
export interface Cost {
  readonly load: Load;
  readonly direction: Direction;
  readonly messages: number;
  readonly calls: Readonly<Record<Side, CallCounts>>;
  /** Calls that write, at both helpdesks together. */
  readonly writes: number;
  /** Reads, at both helpdesks together, idle polls apart. */
  readonly reads: number;
  /** SQL statements less those that an idle bridge makes in the same time. */
  readonly statements: number;
}

export interface CostSize {
  readonly tickets: number;
  readonly perSecond: number;
  readonly live: number;
  readonly backlog: number;
  /** How long an idle bridge is watched. */
  readonly idleSeconds: number;
}

/**
 * Counts calls at the helpdesks and statements on the wire, in a run of its own, because counting takes time. Live
 * messages come one at a time, so that none shares a poll, a claim or a commit with another: the dearest case.
 */
export async function measureCosts(rig: Rig, size: CostSize, progress: Progress): Promise<readonly Cost[]> {
  const server = await rig.postgresql();
  const costs: Cost[] = [];
  for (const load of ["live", "backlog"] as const) {
    const counter = await StatementCounter.start(await server.createDatabase());
    try {
      const site = await rig.site("postgresql", { webhooks: load === "live", databaseUrl: counter.url });
      costs.push(...(await ofLoad(site, counter, { load, size, progress })));
      await site.close();
    } finally {
      await counter.stop();
    }
  }
  return costs;
}

async function ofLoad(
  site: Site,
  counter: StatementCounter,
  { load, size, progress }: { load: Load; size: CostSize; progress: Progress },
): Promise<Cost[]> {
  const pairs = await site.linkedTickets(size.tickets);
  await site.warmUp(pairs, directions, load);
  progress.step("statements of an idle bridge");
  counter.clear();
  await delay(size.idleSeconds * 1_000);
  const idlePerSecond = counter.count / size.idleSeconds;
  const costs: Cost[] = [];
  for (const direction of directions) {
    progress.step(`calls and statements a message, ${load}, ${direction}`);
    const plan: TrafficPlan = {
      ...{ directions: [direction], pairs },
      ...(load === "live"
        ? { messages: size.live, pace: { kind: "rate", perSecond: size.perSecond } }
        : { messages: size.backlog, pace: { kind: "backlog" } }),
    };
    counter.clear();
    const result = load === "live" ? await site.live(plan) : await site.backlog(plan);
    const statements = Math.max(0, counter.count - idlePerSecond * result.seconds);
    costs.push({ load, direction, ...perMessage(result, statements) });
  }
  return costs;
}

function perMessage({ messages, calls }: TrafficResult, statements: number) {
  const mean = ({ writes, reads, idle }: CallCounts): CallCounts => ({
    ...{ writes: writes / messages, reads: reads / messages, idle: idle / messages },
  });
  const bySide = { superoffice: mean(calls.superoffice), requestor: mean(calls.requestor) };
  const sum = (of: "writes" | "reads") => sides.reduce((total, side) => total + bySide[side][of], 0);
  return { messages, calls: bySide, writes: sum("writes"), reads: sum("reads"), statements: statements / messages };
}

import { bySide, directions, sides, sourceOf, type Direction, type Side } from "@ticket-bridge/helpdesk";
import { delayPercentile, directionWord, fillBuckets, throughputSpans, type AuditTotals } from "@ticket-bridge/sync";
import type { DirectionStanding } from "@ticket-bridge/store";

import { totalsAsJson } from "./audits.ts";
import { iso } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/overview.ts";
import { sideStatuses } from "./side-status.ts";

export function overviewOperations(context: ApiContext): AnyOperation[] {
  return [getOverview(context), getThroughput(context)];
}

function getOverview(context: ApiContext): AnyOperation {
  return operation({
    id: "getOverview",
    method: "get",
    path: "/api/overview",
    summary: "Whether all is well: each direction in a word, both helpdesks, and whether both sides agree",
    success: { status: 200, description: "The overview", schema: schemas.overview },
    problems: {},
    handle: async () => await overviewOf(context, await context.auditTotals.get()),
  });
}

async function overviewOf(context: ApiContext, totals: AuditTotals) {
  const { store, environment, mode, allowances } = context;
  const [standings, ways, stopped, load, paused, alarms, quiet] = await Promise.all([
    store.sideStandings(),
    store.directionStandings(),
    store.stoppedLanes(),
    store.pollLoad("requestor"),
    store.countPausedLinks(),
    store.standingAlarms(),
    store.quietSeconds(),
  ]);
  const statuses = sideStatuses(context, standings, load);
  const facts = {
    mode,
    pausedSides: sides.filter((side) => statuses[side].paused),
    troubles: bySide((side) => statuses[side].trouble),
    alarmStands: alarms.length > 0,
  };
  const ofDirection = (direction: Direction) => {
    const { pollSeconds } = allowances[sourceOf(direction)];
    const way = { ...ways[direction], stopped: stopped[direction], direction, pollSeconds };
    return { direction, ...directionWord({ ...facts, ...way }), stopped: stopped[direction].count };
  };
  return {
    environment,
    mode,
    directions: directions.map((direction) => ({ ...ofDirection(direction), ...figuresOf(ways[direction]) })),
    sides: statuses,
    budgets: bySide((side) => ({
      used: Math.min(1, store.callsPerSecond(side) / allowances[side].perSecond),
      quietSeconds: quiet[side],
    })),
    audit: totalsAsJson(totals),
    alarms: alarms.length,
    links: load.active + load.quiet + paused,
  };
}

function figuresOf(standing: DirectionStanding) {
  const { oldestWaitingSeconds, waiting, waitingTickets, waitingPaused, uncertain, held, delays } = standing;
  const [p50Ms, p95Ms] = [delayPercentile(delays, 0.5), delayPercentile(delays, 0.95)];
  return { oldestWaitingSeconds, waiting, waitingTickets, waitingPaused, uncertain, held, p50Ms, p95Ms };
}

function getThroughput({ store }: ApiContext): AnyOperation {
  return operation({
    id: "getThroughput",
    method: "get",
    path: "/api/throughput",
    summary: "How many messages were mirrored, each way, over the last hour, day or week",
    query: schemas.throughputQuery,
    success: { status: 200, description: "The counts", schema: schemas.throughput },
    problems: {},
    handle: async ({ query: { span } }) => {
      const { bucketMinutes, buckets } = throughputSpans[span];
      const { now, minutes } = await store.mirroredMinutes(bucketMinutes * buckets, bucketMinutes);
      const bucketsOf = (side: Side) =>
        fillBuckets(
          span,
          now,
          minutes.filter(({ direction }) => sourceOf(direction) === side),
        ).map(({ from, count }) => ({ from: iso(from), count }));
      return {
        ...{ span, bucketMinutes },
        directions: directions.map((direction) => ({ direction, buckets: bucketsOf(sourceOf(direction)) })),
      };
    },
  });
}

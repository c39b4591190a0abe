import { directionWords, throughputSpans, type ThroughputSpan } from "@ticket-bridge/sync";
import { z } from "zod";

import { auditTotals } from "./audits.ts";
import { named } from "./named.ts";
import { sideStatus } from "./sides.ts";
import { count, direction, sentence, time } from "./words.ts";

const seconds = z.number().nonnegative();
const milliseconds = count.nullable();

const directionOverview = named(
  "DirectionOverview",
  z.object({
    direction,
    word: named("DirectionWord", z.enum(directionWords)),
    why: sentence,
    oldestWaitingSeconds: seconds.meta({
      description: "Of what waits or is uncertain, but for paused tickets and new ones that have no message yet",
    }),
    waiting: count.meta({ description: "Messages and new tickets that are pending or being sent" }),
    waitingTickets: count.meta({ description: "How many of these are tickets that get their counterpart" }),
    waitingPaused: count.meta({ description: "How many of these wait only because a person paused their ticket" }),
    uncertain: count,
    held: count,
    stopped: count.meta({ description: "Tickets of which nothing crosses this way until a person acts" }),
    p50Ms: milliseconds.meta({ description: "From capture to answer, over the last hour; null where nothing crossed" }),
    p95Ms: milliseconds,
  }),
);

export const overview = named(
  "Overview",
  z.object({
    environment: z.string().nullable().meta({ description: "ENVIRONMENT; null: none is named" }),
    mode: z.enum(["mirror", "observe"]),
    directions: z.array(directionOverview),
    sides: z.object({ superoffice: sideStatus, requestor: sideStatus }),
    budgets: z
      .object({ superoffice: budget(), requestor: budget() })
      .meta({ description: "The call rate; what is allowed is shared by all bridges on this database" }),
    audit: auditTotals,
    alarms: count.meta({ description: "Leaks that nobody acknowledged: nothing public is written meanwhile" }),
    links: count,
  }),
);

function budget() {
  return z.object({
    used: z.number().min(0).max(1).meta({
      description:
        "Calls that all bridges on this database that are alive made over the last minute, as a part of what is allowed",
    }),
    quietSeconds: seconds.meta({ description: "For how long the helpdesk asked for quiet" }),
  });
}

const spans = Object.keys(throughputSpans) as [ThroughputSpan, ...ThroughputSpan[]];

export const throughputQuery = z.strictObject({
  span: z.enum(spans, { error: `must be one of ${spans.join(", ")}` }).default("hour"),
});

export const throughput = named(
  "Throughput",
  z.object({
    span: z.enum(spans),
    bucketMinutes: count,
    directions: z.array(
      z.object({
        direction,
        buckets: z
          .array(z.object({ from: time, count }))
          .meta({ description: "Oldest first, the empty ones too; the last one is not over yet" }),
      }),
    ),
  }),
);

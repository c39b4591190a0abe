import { alarmView } from "@ticket-bridge/assembly";
import { mirrorStates } from "@ticket-bridge/sync";
import { z } from "zod";

import { auditTotals } from "./audits.ts";
import { mirror } from "./mirrors.ts";
import { named } from "./named.ts";
import { sideStatus } from "./sides.ts";
import { creation } from "./ticket-creations.ts";
import { count, direction, sentence } from "./words.ts";

const alarm = named("Alarm", alarmView);

export const status = named(
  "Status",
  z.object({
    version: z.string(),
    mode: z.enum(["mirror", "observe"]),
    bridgeId: z.string(),
    sides: z.object({ superoffice: sideStatus, requestor: sideStatus }),
    counts: z.object(
      Object.fromEntries(mirrorStates.map((each) => [each, count])) as Record<
        (typeof mirrorStates)[number],
        typeof count
      >,
    ),
    oldestWaitingSeconds: z.number().nonnegative(),
    links: count,
    audit: auditTotals,
    alarms: z
      .array(alarm)
      .meta({ description: "While one stands nothing public is written, until it is acknowledged" }),
    lanes: z
      .array(z.object({ linkId: z.string(), direction, stopped: z.boolean(), reason: sentence }))
      .meta({ description: "Lanes that wait or are stopped, with the reason; at most 20" }),
    needing: count.meta({ description: "Messages and tickets that are held or uncertain: what /api/attention lists" }),
    stopped: z
      .array(z.object({ direction, count, reason: sentence.nullable() }))
      .meta({ description: "Tickets of which nothing crosses until a person acts, and why the first stands still" }),
    attention: z
      .array(
        mirror.extend({
          alsoHeld: z.array(z.string()).meta({
            description:
              "Further messages of this link that are held for the same reason: one thing to do for all of them",
          }),
        }),
      )
      .meta({ description: "The newest messages that need a person or are uncertain; at most 20" }),
    ticketAttention: z
      .array(creation)
      .meta({ description: "The newest ticket creations that need a person or are uncertain; at most 20" }),
  }),
);

import { z } from "zod";

import { named } from "./named.ts";
import { count, direction, sentence, ticketId, time } from "./words.ts";

export const newLink = named(
  "NewLink",
  z.strictObject({
    superofficeTicketId: ticketId,
    requestorTicketId: ticketId,
    from: z
      .enum(["now", "start"], { error: "must be now or start" })
      .default("now")
      .meta({ description: "now: messages that exist already do not cross; start: all do" }),
  }),
);

export const linkChange = named(
  "LinkChange",
  z.strictObject({ paused: z.boolean({ error: "must be true or false" }) }),
);

const lane = named(
  "Lane",
  z.object({
    direction,
    pending: count,
    uncertain: count,
    held: count,
    mirrored: count,
    skipped: count,
    reason: sentence.nullable().meta({ description: "Why the lane waits or is stopped; null when it runs" }),
    stopped: z.boolean(),
  }),
);

export const link = named(
  "Link",
  z.object({
    id: z.string(),
    superofficeTicketId: z.string(),
    requestorTicketId: z.string(),
    superofficeTitle: z.string(),
    requestorTitle: z.string(),
    requestorRef: z.string().nullable(),
    paused: z.boolean(),
    createdAt: time,
    lanes: z.array(lane),
  }),
);

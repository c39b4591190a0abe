import { z } from "zod";

import { mirror } from "./mirrors.ts";
import { named } from "./named.ts";
import { pageOf, side, sentence, time, visibility } from "./words.ts";

export const timelineQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^-?\d{1,16}_(superoffice|requestor)_\w{1,20}_\w{1,20}$/, "must be the nextCursor of the page before")
    .optional()
    .meta({ description: "nextCursor of the page before" }),
});

const message = named(
  "TimelineMessage",
  z.object({
    id: z.string(),
    isRead: z.boolean().meta({ description: "false: the helpdesk could not be read, and nothing is known but the id" }),
    isGone: z.boolean().meta({ description: "It does not stand on its ticket any more" }),
    author: z.object({ name: z.string(), role: z.enum(["agent", "customer", "unknown"]) }).nullable(),
    at: time.nullable(),
    changedAt: time.nullable(),
    visibility: visibility.nullable(),
    attachments: z.array(z.string()).meta({ description: "Their names" }),
  }),
);

const entry = named(
  "TimelineEntry",
  z.object({
    source: side.meta({ description: "The side it comes from" }),
    at: time,
    superoffice: message.nullable(),
    requestor: message.nullable(),
    mirror: mirror.nullable().meta({ description: "What joins the two; null for a message that never was to cross" }),
  }),
);

export const timeline = named(
  "Timeline",
  z.object({
    ...pageOf(entry).shape,
    unread: z
      .array(z.object({ side, reason: sentence }))
      .meta({ description: "Helpdesks that could not be read: of these only what the bridge itself knows is told" }),
    readAgainInMs: z.int().positive().nullable().meta({
      description:
        "What is told was read for an earlier question; asked after so long, it is read anew. null: it was read now",
    }),
  }),
);

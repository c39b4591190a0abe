import { z } from "zod";

import { skip } from "./mirrors.ts";
import { named } from "./named.ts";
import { count, direction, rowId, sentence, side, time, visibility } from "./words.ts";

const ofWhat = z.enum(["message", "ticket"], { error: "must be message or ticket" });

/** The key of a group. */
export const cause = z.string().max(500, "must have at most 500 characters");

const filter = {
  of: ofWhat.optional().meta({ description: "Messages or tickets alone; some causes are both's" }),
  cause: cause.optional().meta({ description: "The key of a group" }),
  side: side.optional().meta({ description: "The source side" }),
  direction: direction.optional(),
  linkId: rowId.optional().meta({ description: "Messages of this link alone" }),
};

export const attentionQuery = z.strictObject(filter);

const group = named(
  "AttentionGroup",
  z.object({
    of: ofWhat.meta({ description: "ticket: a ticket that has no counterpart" }),
    cause: z.string().meta({ description: "Its key, for filters" }),
    words: sentence,
    whatToDo: sentence,
    count,
    held: count,
    uncertain: count,
    directions: z.array(z.object({ direction, count })),
    oldestAt: time,
    example: z.object({
      id: z.string().meta({ description: "Of the oldest message, or ticket creation" }),
      reason: sentence.nullable(),
      visibility: visibility.nullable().meta({ description: "Of a message, as its source was seen last" }),
    }),
  }),
);

export const attention = named("Attention", z.object({ total: count, groups: z.array(group) }));

export const attentionAct = named(
  "AttentionAct",
  z
    .strictObject({
      act: z.enum(["retry", "skip"], { error: "must be retry or skip" }),
      reason: skip.shape.reason.optional(),
      filter: z.strictObject(filter),
      expected: z
        .int({ error: "must be the number that the page showed" })
        .nonnegative("must be the number that the page showed")
        .meta({ description: "How many it concerns; nothing is done if it is another number by now" }),
    })
    .refine(({ act, reason }) => act === "retry" || reason !== undefined, {
      path: ["reason"],
      error: "must be a sentence that says why",
    }),
);

export const attentionDone = named(
  "AttentionDone",
  z.object({
    done: count,
    refused: z.array(z.object({ of: ofWhat, id: z.string(), reason: sentence })),
  }),
);

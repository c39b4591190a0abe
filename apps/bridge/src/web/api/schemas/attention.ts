import { z } from "zod";

import { skip } from "./mirrors.ts";
import { named } from "./named.ts";
import { advisedAct, count, direction, rowId, sentence, side, ticketPlace, time, visibility } from "./words.ts";

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

const fingerprint = z.string().max(100, "must be what the page showed").meta({
  description: "Another text once one went or came, or has another cause or state; to be given back with an act",
});

const group = named(
  "AttentionGroup",
  z.object({
    of: ofWhat.meta({ description: "ticket: a ticket that has no counterpart" }),
    cause: z.string().meta({ description: "Its key, for filters" }),
    words: sentence,
    whatToDo: sentence,
    advised: advisedAct,
    exposes: z
      .boolean()
      .meta({ description: "Customers can read something that is internal; these groups stand first" }),
    fingerprint,
    count,
    held: count,
    uncertain: count,
    directions: z.array(z.object({ direction, count })),
    oldestAt: time,
    example: z.object({
      id: z.string().meta({ description: "Of the oldest message, or ticket creation" }),
      source: ticketPlace,
      linkId: z.string().nullable().meta({ description: "null: a ticket without a counterpart" }),
      reason: sentence.nullable(),
      visibility: visibility.nullable().meta({ description: "Of a message, as its source was seen last" }),
    }),
  }),
);

export const attention = named("Attention", z.object({ total: count, fingerprint, groups: z.array(group) }));

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
      fingerprint: fingerprint.meta({
        description: "Of what the filter names, as it was shown; nothing is done if it names other ones by now",
      }),
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

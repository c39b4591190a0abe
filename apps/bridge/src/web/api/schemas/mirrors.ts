import { mirrorKinds, mirrorStates } from "@ticket-bridge/sync";
import { z } from "zod";

import { named } from "./named.ts";
import {
  advisedAct,
  count,
  direction,
  messageId,
  pageOf,
  pageQuery,
  place,
  rowId,
  sentence,
  side,
  time,
  visibility,
} from "./words.ts";

const state = named("MirrorState", z.enum(mirrorStates, { error: `must be one of ${mirrorStates.join(", ")}` }));
const kind = named("MirrorKind", z.enum(mirrorKinds));

export const skip = named(
  "Skip",
  z.strictObject({
    reason: z
      .string({ error: "must be a sentence that says why" })
      .trim()
      .min(1, "must be a sentence that says why")
      .max(500, "must have at most 500 characters"),
    alsoHeld: z.array(rowId).max(1_000, "must name at most 1,000 messages").optional().meta({
      description:
        "Further messages to skip for the same reason, as the status tells them; one that is not held any more for the same reason on the same link stays as it is, and the answer names it",
    }),
  }),
);

export const adopt = named("Adopt", z.strictObject({ targetMessageId: messageId }));

export const mirrorsQuery = z.strictObject({
  state: state.optional(),
  linkId: rowId.optional(),
  side: side.optional().meta({ description: "The source side" }),
  ...pageQuery,
});

const mirrorFields = {
  id: z.string(),
  linkId: z.string(),
  direction,
  kind,
  visibility: visibility.nullable().meta({
    description:
      "Who may read the source, as the bridge read it last: the same for all rows of one source, and internal where two readings that met leave it in doubt. What changed since is told with the next reading; null: not known",
  }),
  revision: count.meta({ description: "1: the message itself; later ones are what its source became" }),
  source: place,
  target: place.nullable(),
  state,
  reason: sentence.nullable(),
  attempts: count,
  correlationId: z.string(),
  capturedAt: time,
  sourceCreatedAt: time.nullable(),
  sentAt: time.nullable(),
  mirroredAt: time.nullable(),
  updatedAt: time,
};

export const mirror = named("Mirror", z.object(mirrorFields));

export const skipped = named(
  "SkippedMirror",
  z.object({
    ...mirrorFields,
    notSkipped: z.array(z.string()).meta({
      description: "Those of alsoHeld that stay as they are: no more held, or not for the same reason on the same link",
    }),
  }),
);

export const mirrorWithTrace = named(
  "MirrorWithTrace",
  z.object({
    ...mirrorFields,
    previous: z.string().nullable().meta({
      description:
        "Of an edit: the text that it replaces, for the owner's commands; null for all others, who ask for the texts",
    }),
    advised: advisedAct,
    losses: z.array(sentence).meta({
      description: "What could not be carried, without words of the text: pictures and the like by their number",
    }),
    attachments: z
      .array(
        z.object({
          sourceId: z.string().nullable(),
          targetId: z.string().nullable().meta({ description: "null in Requestor, which does not tell" }),
          name: z.string(),
          contentType: z.string().nullable(),
          size: z.number().nullable(),
          sha256: z.string().nullable(),
          state: z.enum(["created", "ready", "lost"]),
          reason: z.string().nullable().meta({ description: "Why it was not carried" }),
        }),
      )
      .meta({ description: "The message's attachments as far as they were looked at" }),
    trace: z.array(
      z.object({
        at: time,
        what: z.string(),
        detail: sentence,
        requestId: z.string().nullable().meta({
          description:
            "Of a call to the target: sent as X-Request-Id. The message's correlationId, for an attempt to write with its number; null of every other step, and of attempts that an earlier version made",
        }),
        status: z.number().int().nullable().meta({
          description: "The HTTP status of the target's answer; null where none came, and where nothing was asked",
        }),
        times: z.number().int().meta({
          description: "How often it happened in a row: looks for a message that found nothing are told as one",
        }),
        lastAt: time.nullable().meta({ description: "Of what happened several times: the last one, `at` the first" }),
      }),
    ),
  }),
);

export const mirrorPage = named("MirrorPage", pageOf(mirror));

import { sideTestView } from "@ticket-bridge/assembly";
import { z } from "zod";

import { named } from "./named.ts";
import { count, sentence, side, time } from "./words.ts";

export const sideStanding = named("SideStanding", z.object({ side, paused: z.boolean() }));

export const sideStatus = named(
  "SideStatus",
  z.object({
    reachable: z.boolean().nullable().meta({
      description:
        "false while it cannot be used for another cause than its credentials; null while paused, because it is not asked",
    }),
    credentials: z.enum(["accepted", "refused"]).nullable().meta({
      description: "refused: it answers and a person has to mend them; null while that is not known",
    }),
    paused: z.boolean(),
    lastSuccess: time.nullable(),
    lastFailure: time.nullable(),
    trouble: sentence.nullable().meta({ description: "What is wrong with the helpdesk; null while it works" }),
    editsFoundLate: sentence.nullable().meta({
      description:
        "Why an edit without a webhook is found only when its ticket is next read, within the hour: SuperOffice refuses the bridge its list of changed messages; null where nothing is known to hinder it, and in Requestor, where edits are found as quickly as new messages",
    }),
    rateBudget: z.object({
      perSecond: z.number(),
      burstSeconds: z.number(),
      concurrency: count,
    }),
    quietTicketSeenWithinSeconds: z
      .number()
      .nullable()
      .meta({ description: "How long a message may wait without any webhook; null while paused or in trouble" }),
    webhook: z
      .object({
        isSecretSet: z.boolean().meta({ description: "false: calls are answered 404" }),
        heardAt: time.nullable().meta({ description: "When a call with a right signature came last; null: never" }),
        refusedAt: time
          .nullable()
          .meta({ description: "When a call was refused last because its signature was missing or wrong" }),
      })
      .meta({ description: "What all bridges on this database heard of its webhook, to about ten seconds" }),
  }),
);

export const sideTest = named("SideTest", sideTestView);

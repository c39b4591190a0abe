import { sides } from "@ticket-bridge/helpdesk";
import { backfillStates } from "@ticket-bridge/sync";
import { z } from "zod";

import { backfillProgressView, backfillView } from "./backfill-view.ts";

/** A backfill or a dry run as the admin API shows it. */
export const backfillAnswer = z.object({
  ...backfillView.shape,
  dryRun: z.boolean().meta({ description: "Its plan stands in this process's memory only" }),
  isWorking: z.boolean().meta({ description: "Whether this bridge plans it or carries it out now" }),
  standing: z
    .enum(backfillStates)
    .meta({ description: "How it stands: also stopped where nobody plans it or carries it out any more" }),
  why: z.string().nullable().meta({ description: "Why it stands still" }),
  progress: backfillProgressView.nullable().meta({ description: "While this bridge works on it" }),
  failure: z
    .object({
      cause: z.enum(["credentials", "unreachable", "asked", "other"]),
      side: z.enum(sides).nullable(),
      reason: z.string(),
    })
    .nullable()
    .meta({ description: "Why this bridge's last attempt at it ended before it had a result" }),
});

export type BackfillAnswer = z.output<typeof backfillAnswer>;

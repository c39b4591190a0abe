import { backfillAnswer, backfillBody, reportLineView, watcherName } from "@ticket-bridge/assembly";
import { z } from "zod";

import { named } from "./named.ts";
import { pageOf, pageQuery } from "./words.ts";

export const newBackfill = named("NewBackfill", backfillBody);

export const resumeBackfill = named(
  "ResumeBackfill",
  z.strictObject({
    prepareOnly: z
      .boolean({ error: "must be true or false" })
      .default(false)
      .meta({ description: "Makes the list and the plan only" }),
    watcher: watcherName.optional(),
  }),
);

export const backfillId = z.object({
  id: z.string().regex(/^(dry-[0-9a-f-]{36}|[1-9]\d{0,18})$/, "must be an id that the bridge gave"),
});

export const backfillsQuery = z.strictObject(pageQuery);
export const reportQuery = z.strictObject({
  ...pageQuery,
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,8}\.\d{1,4}$/, "must be a nextCursor that the bridge gave")
    .transform((text) => {
      const [ticket = 1, lines = 0] = text.split(".").map(Number);
      return { ticket, lines };
    })
    .optional()
    .meta({ description: "nextCursor of the page before" }),
});
export const watcherQuery = z.strictObject({ watcher: watcherName.optional() });

export const backfill = named("Backfill", backfillAnswer);
export const backfillPage = named("BackfillPage", pageOf(backfill));
export const reportPage = named(
  "BackfillReportPage",
  pageOf(
    named(
      "BackfillReportLine",
      z.object({
        ...reportLineView.shape,
        linkId: z.string().nullable().meta({ description: "The link of its tickets" }),
        mirrorId: z.string().nullable().meta({ description: "The row of its message" }),
      }),
    ),
  ),
);

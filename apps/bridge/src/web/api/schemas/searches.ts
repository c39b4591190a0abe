import { linkSorts, linkStates } from "@ticket-bridge/store";
import { mirrorKinds, mirrorStates } from "@ticket-bridge/sync";
import { z } from "zod";

import { cause } from "./attention.ts";
import { link } from "./links.ts";
import { mirrorsQuery } from "./mirrors.ts";
import { named } from "./named.ts";
import { direction, pageOf, pageQuery, time } from "./words.ts";

const words = z.string().trim().min(1, "must hold a word").max(200, "must have at most 200 characters");

export const linksQuery = z.strictObject({
  q: words.optional().meta({ description: "An id of either side, a reference, or beginnings of words of a title" }),
  state: z
    .enum(linkStates, { error: `must be one of ${linkStates.join(", ")}` })
    .optional()
    .meta({
      description:
        "Without it all that are linked; active: not paused; stopped: nothing crosses one way until a person acts; trouble: a lane waits with a reason or is stopped, or a ticket cannot be read",
    }),
  direction: direction.optional().meta({
    description: "With state waiting, held, stopped or trouble: those that are so this way; else without effect",
  }),
  sort: z
    .enum(linkSorts, { error: `must be one of ${linkSorts.join(", ")}` })
    .default("newest")
    .meta({
      description:
        "activity: the last message first; waiting: the longest waiting first, and only links where one waits",
    }),
  ...pageQuery,
  cursor: z
    .string()
    .regex(/^(newest|activity|waiting)_(none|\d{1,18})_\d{1,18}$/, "must be the nextCursor of the page before")
    .optional()
    .meta({ description: "nextCursor of the page before, of the same order" }),
});

const foundLink = named(
  "FoundLink",
  z.object({
    ...link.shape,
    active: z.boolean().meta({ description: "false: its tickets were unlinked" }),
    activeAt: time.nullable().meta({ description: "When a message was last captured in it" }),
    waitingSince: time.nullable().meta({ description: "Since when its oldest message waits" }),
  }),
);

export const foundLinkPage = named("FoundLinkPage", pageOf(foundLink));

const searchedStates = [...mirrorStates, "waiting"] as const;

const moment = z.iso
  .datetime({ offset: true, error: "must be a time as 2026-11-21T12:00:00Z" })
  .transform((text) => Date.parse(text));

export const mirrorSearch = z.strictObject({
  ...mirrorsQuery.shape,
  state: z
    .enum(searchedStates, { error: `must be one of ${searchedStates.join(", ")}` })
    .optional()
    .meta({ description: "waiting: pending or being sent, as the overview counts it" }),
  cause: cause.optional().meta({
    description: "The key of a group of what needs attention; with it held and uncertain ones only",
  }),
  direction: direction.optional(),
  kind: z.enum(mirrorKinds, { error: `must be one of ${mirrorKinds.join(", ")}` }).optional(),
  from: moment.optional().meta({ description: "Captured then or later" }),
  until: moment.optional().meta({ description: "Captured before then" }),
  q: words.optional().meta({
    description:
      "Beginnings of words of the reason, not of texts that it quotes; with it held, uncertain and skipped ones only",
  }),
});

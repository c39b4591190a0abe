import { z } from "zod";

import { named } from "./named.ts";
import { messageId, place, sentence, side, visibility } from "./words.ts";

export const askedTexts = named(
  "AskedTexts",
  z.strictObject({
    messages: z
      .array(z.strictObject({ side, messageId }), { error: "must be a list of messages" })
      .min(1, "must name at least one message")
      .max(200, "must name at most 200 messages"),
  }),
);

const text = named(
  "Text",
  z.object({
    place,
    format: z.enum(["plain", "html"]).nullable().meta({ description: "null: there is no text" }),
    text: z
      .string()
      .nullable()
      .meta({ description: "As the helpdesk has it now, nothing taken out: not to be shown as a page's own markup" }),
    line: z
      .string()
      .nullable()
      .meta({ description: "What the bridge wrote before a mirror's own words; null where it wrote nothing there" }),
    plain: z.string().nullable().meta({ description: "The words alone, without markup and without that line" }),
    html: z
      .string()
      .nullable()
      .meta({ description: "The markup with everything that could act taken out; null where the text is plain" }),
    visibility: visibility.nullable(),
    reason: sentence.nullable().meta({ description: "Why there is no text" }),
  }),
);

export const mirrorTexts = named(
  "MirrorTexts",
  z.object({
    source: text,
    target: text.nullable(),
    previous: z
      .string()
      .nullable()
      .meta({ description: "Of an edit: the text that it replaces, as it stood on the target" }),
  }),
);
export const linkTexts = named("LinkTexts", z.object({ items: z.array(text) }));

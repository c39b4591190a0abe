import { z } from "zod";

import { named } from "./named.ts";
import { sentence } from "./words.ts";

export const settings = named(
  "Settings",
  z.object({
    settings: z.array(
      z.object({
        name: z.string(),
        section: sentence,
        about: sentence,
        value: z.string().nullable().meta({ description: "null: not set, or a secret" }),
        isSecret: z.boolean(),
        isSet: z.boolean(),
      }),
    ),
  }),
);

export const webhook = named(
  "Webhook",
  z.object({
    state: z.enum(["active", "stopped", "too-many-errors", "unknown", "elsewhere", "missing"]).meta({
      description:
        "elsewhere: it calls another address than this bridge's; missing: SuperOffice has none of this bridge",
    }),
    sentence: sentence.meta({ description: "The state in plain words, and what to do" }),
    targetUrl: z.string().nullable().meta({ description: "Where it calls" }),
    lastError: sentence.nullable(),
    wantedUrl: z.string().nullable().meta({ description: "Where it should call; null while PUBLIC_URL is not set" }),
    isSecretSet: z.boolean(),
  }),
);

import { actTargets, roles, tokenRoles } from "@ticket-bridge/sync";
import { z } from "zod";

import { reservedNames } from "../../auth/principal.ts";
import { named } from "./named.ts";
import { pageOf, pageQuery, sentence, time } from "./words.ts";

const role = named("Role", z.enum(roles));

export const signIn = named(
  "SignIn",
  z.strictObject({
    token: z
      .string({ error: "must be the admin token or a named one" })
      .trim()
      .min(1, "must be the admin token or a named one")
      .max(1_024, "must have at most 1024 characters"),
  }),
);

export const session = named(
  "Session",
  z.object({
    name: z.string(),
    role,
    expiresAt: time.nullable().meta({ description: "When the session ends; null for a token, which has no session" }),
  }),
);

const nameRule =
  "must be a name of at most 60 letters, digits, spaces and . _ - ' @ +, and begin with a letter or digit";

export const newToken = named(
  "NewToken",
  z.strictObject({
    name: z
      .string({ error: nameRule })
      .trim()
      .normalize("NFC")
      .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._'@+-]{0,59}$/u, nameRule)
      .refine((name) => !reservedNames.includes(name.toLowerCase()), "is a name that the bridge itself uses")
      .meta({ description: "Whose it is: what this person or program does stands under it in the log of acts" }),
    role: z.enum(tokenRoles, { error: `must be ${tokenRoles.join(" or ")}` }),
  }),
);

const tokenFields = {
  id: z.string(),
  name: z.string(),
  role: z.enum(tokenRoles),
  createdBy: z.string(),
  createdAt: time,
  revokedBy: z.string().nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: "To the minute; null: never" }),
};
const token = named("Token", z.object(tokenFields));
export const tokenPage = named("TokenPage", pageOf(token));
export const madeToken = named(
  "MadeToken",
  z.object({ ...tokenFields, token: z.string().meta({ description: "The token itself, shown this once" }) }),
);

export const tokensQuery = z.strictObject(pageQuery);

export const actsQuery = z.strictObject({
  name: z.string().max(200).optional().meta({ description: "Who asked" }),
  act: z.string().max(100).optional().meta({ description: "The operation's id" }),
  ...pageQuery,
});

const act = named(
  "Act",
  z.object({
    id: z.string(),
    at: time,
    name: z.string(),
    role: role.nullable().meta({ description: "null: of nobody who is known" }),
    act: z.string().meta({ description: "The operation's id" }),
    what: sentence,
    target: z.object({ kind: z.enum(actTargets), id: z.string() }).nullable(),
    outcome: z.enum(["asked", "done", "partly", "refused", "failed"]).meta({
      description:
        "asked: under way, or the process or its database ended before it could be written what became of it; partly: of several not all were done; refused: nothing was done; failed: it ended amid its work, or a helpdesk or the database did not do its part",
    }),
    reason: sentence.nullable().meta({ description: "Why it was not done, or not all of it, with the numbers" }),
    endedAt: time.nullable(),
    requestId: z.string(),
  }),
);
export const actPage = named("ActPage", pageOf(act));

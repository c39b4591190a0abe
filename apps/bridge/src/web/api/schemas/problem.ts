import { z } from "zod";

import { named } from "./named.ts";
import { count, sentence } from "./words.ts";

export const problem = named(
  "Problem",
  z.object({
    type: z.string(),
    title: z.string(),
    status: count,
    detail: sentence,
    field: z.string().optional().meta({ description: "The first faulty field" }),
    errors: z.array(z.object({ field: z.string(), detail: sentence })).optional(),
    requestId: z.string(),
  }),
);

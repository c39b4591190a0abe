import { relearnBody as body, relearnStepView } from "@ticket-bridge/assembly";
import { z } from "zod";

import { named } from "./named.ts";

export const relearnBody = named("NewRelearning", body);

export const relearning = named("Relearning", z.object({ id: z.string() }));

export const relearnStep = named("RelearnStep", relearnStepView);

export const relearningId = z.object({ id: z.uuid("must be an id that the bridge gave") });

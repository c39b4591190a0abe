import { creationStates } from "@ticket-bridge/sync";
import { z } from "zod";

import { named } from "./named.ts";
import { count, pageOf, pageQuery, sentence, side, ticketId, ticketPlace, time } from "./words.ts";

const creationState = named(
  "TicketCreationState",
  z.enum(creationStates, { error: `must be one of ${creationStates.join(", ")}` }),
);

export const adoptTicket = named("AdoptTicket", z.strictObject({ targetTicketId: ticketId }));

export const creationsQuery = z.strictObject({
  state: creationState.optional(),
  side: side.optional().meta({ description: "The source side" }),
  ...pageQuery,
});

export const creation = named(
  "TicketCreation",
  z.object({
    id: z.string(),
    source: ticketPlace,
    target: ticketPlace.nullable(),
    state: creationState,
    reason: sentence.nullable(),
    attempts: count,
    learnedAt: time,
    updatedAt: time,
  }),
);

export const creationPage = named("TicketCreationPage", pageOf(creation));

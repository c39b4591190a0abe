import { sides } from "@ticket-bridge/helpdesk";
import { adoptCounterpart, type AdoptCounterpartOutcome } from "@ticket-bridge/sync";

import { type Log } from "@ticket-bridge/assembly";
import { Problem } from "../problem.ts";
import { creationAsJson } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { creationInWords } from "./in-words.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import { skip } from "./schemas/mirrors.ts";
import * as schemas from "./schemas/ticket-creations.ts";
import { parameters } from "./schemas/words.ts";

const notNow = { 404: "No such ticket creation", 409: "Not from its state" };

export function creationOperations(context: ApiContext): AnyOperation[] {
  return [listCreations, getCreation, retryCreation, skipCreation, adoptCreation].map((make) => make(context));
}

function listCreations({ store }: ApiContext): AnyOperation {
  return operation({
    id: "listTicketCreations",
    method: "get",
    path: "/api/ticket-creations",
    summary: "Tickets that were seen without a counterpart and what became of making one, newest first",
    query: schemas.creationsQuery,
    success: { status: 200, description: "A page", schema: schemas.creationPage },
    problems: {},
    handle: async ({ query }) => {
      const { state = null, side = null, cursor = null, limit } = query;
      const page = await store.listCreations({ state, side }, { cursor, limit });
      return { items: page.items.map(creationAsJson), nextCursor: page.nextCursor };
    },
  });
}

function getCreation({ store }: ApiContext): AnyOperation {
  return operation({
    id: "getTicketCreation",
    method: "get",
    path: "/api/ticket-creations/{id}",
    summary: "One ticket creation",
    params: parameters.rowId,
    success: { status: 200, description: "The ticket creation", schema: schemas.creation },
    problems: { 404: notNow[404] },
    handle: async ({ params }) => creationAsJson((await store.getCreation(params.id)) ?? noSuchCreation(params.id)),
  });
}

function retryCreation({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "retryTicketCreation",
    method: "post",
    path: "/api/ticket-creations/{id}/retry",
    summary: "Look for the counterpart and make it if there is none, whatever the ticket's age",
    params: parameters.rowId,
    success: { status: 200, description: "The ticket creation as it is now", schema: schemas.creation },
    problems: notNow,
    describe: async ({ params }) => ({
      what: `Retry the counterpart of ${await creationInWords(store, params.id)}.`,
      target: { kind: "ticket-creation", id: params.id },
    }),
    handle: async ({ params }) => changed(log, params.id, "Retried by hand.", await store.retryCreation(params.id)),
  });
}

function skipCreation({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "skipTicketCreation",
    method: "post",
    path: "/api/ticket-creations/{id}/skip",
    summary: "Leave a ticket without counterpart",
    params: parameters.rowId,
    body: skip,
    success: { status: 200, description: "The ticket creation as it is now", schema: schemas.creation },
    problems: notNow,
    describe: async ({ params, body }) => ({
      what: `Leave ${await creationInWords(store, params.id)} without counterpart: ${body.reason}`,
      target: { kind: "ticket-creation", id: params.id },
    }),
    handle: async ({ params, body }) =>
      changed(log, params.id, "Skipped by hand.", await store.skipCreation(params.id, body.reason)),
  });
}

function adoptCreation({ store, helpdesks, identity, log }: ApiContext): AnyOperation {
  return operation({
    id: "adoptTicketCreation",
    method: "post",
    path: "/api/ticket-creations/{id}/adopt",
    summary: "Name the ticket that is the counterpart, and link both from the start",
    params: parameters.rowId,
    body: schemas.adoptTicket,
    success: { status: 200, description: "The ticket creation as it is now", schema: schemas.creation },
    problems: {
      404: notNow[404],
      409: "Not from its state, one of both is linked already, or a helpdesk is paused",
      422: "That ticket cannot be its counterpart",
      502: "A helpdesk could not be read",
    },
    describe: async ({ params, body }) => ({
      what: `Take ticket ${body.targetTicketId} for the counterpart of ${await creationInWords(store, params.id)}.`,
      target: { kind: "ticket-creation", id: params.id },
    }),
    handle: async ({ params, body }) => {
      await refusePaused(store, sides);
      const outcome = await adoptCounterpart({ store, helpdesks, identity }, params.id, body.targetTicketId);
      return changed(log, params.id, "Adopted by hand.", outcome);
    },
  });
}

/** What a person's change came to, for the answer and the log. Throws Problem when nothing was changed. */
function changed(log: Log, id: string, act: string, outcome: AdoptCounterpartOutcome) {
  switch (outcome.outcome) {
    case "done":
      log.info({ creationId: id, ticketId: outcome.creation.source.ticketId }, act);
      return creationAsJson(outcome.creation);
    case "not-found":
      return noSuchCreation(id);
    case "wrong-state":
      throw new Problem(409, `Ticket creation ${id} is ${outcome.state}; nothing was changed.`);
    case "taken":
      throw Problem.of(409, "targetTicketId", "One of both tickets is in another link already.");
    case "refused":
      throw Problem.of(422, "targetTicketId", outcome.reason);
  }
}

function noSuchCreation(id: string): never {
  throw Problem.of(404, "id", `There is no ticket creation ${id}.`);
}

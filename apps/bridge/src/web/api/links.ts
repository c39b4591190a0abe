import { sideName, sides, type Side } from "@ticket-bridge/helpdesk";
import { linkTickets, type LinkRequest } from "@ticket-bridge/sync";

import { Problem } from "../problem.ts";
import { foundLinkAsJson, linkAsJson } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { linkInWords } from "./in-words.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { refusePaused } from "./refuse-paused.ts";
import * as schemas from "./schemas/links.ts";
import * as searches from "./schemas/searches.ts";
import { parameters } from "./schemas/words.ts";

const fieldOf: Readonly<Record<Side, "superofficeTicketId" | "requestorTicketId">> = {
  superoffice: "superofficeTicketId",
  requestor: "requestorTicketId",
};

export function linkOperations(context: ApiContext): AnyOperation[] {
  return [createLink, listLinks, getLink, changeLink, removeLink].map((make) => make(context));
}

function createLink({ store, helpdesks, log }: ApiContext): AnyOperation {
  return operation({
    id: "createLink",
    method: "post",
    path: "/api/links",
    summary: "Link two tickets, or go on with a pair that was linked before",
    body: schemas.newLink,
    success: { status: 201, description: "Linked", schema: schemas.link },
    problems: {
      409: "One of the tickets is linked already, or a helpdesk is paused",
      422: "A ticket does not exist",
      502: "A helpdesk could not be read",
    },
    makes: "link",
    describe: ({ body }) => ({
      what: `Link SuperOffice ticket ${body.superofficeTicketId} and Requestor ticket ${body.requestorTicketId}, ${body.from === "now" ? "from now on" : "with all their messages"}.`,
      target: null,
    }),
    handle: async ({ body }) => {
      await refusePaused(store, sides);
      const outcome = await linkTickets({ store, helpdesks }, body);
      if (outcome.outcome === "no-such-ticket") throw noSuchTicket(body, outcome.side);
      if (outcome.outcome === "taken") throw taken(body, outcome.side);
      log.info({ linkId: outcome.link.id, ...body }, "Linked.");
      return linkAsJson(outcome.link);
    },
  });
}

function listLinks({ store }: ApiContext): AnyOperation {
  return operation({
    id: "listLinks",
    method: "get",
    path: "/api/links",
    summary: "The linked tickets that were asked for, newest first unless another order was",
    query: searches.linksQuery,
    success: { status: 200, description: "A page", schema: searches.foundLinkPage },
    problems: {},
    handle: async ({ query }) => {
      const { q: words = null, state = null, direction = null, sort, cursor = null, limit } = query;
      const page = await store.searchLinks({ words, state, direction, sort }, { cursor, limit });
      return { items: page.items.map(foundLinkAsJson), nextCursor: page.nextCursor };
    },
  });
}

function getLink({ store }: ApiContext): AnyOperation {
  return operation({
    id: "getLink",
    method: "get",
    path: "/api/links/{id}",
    summary: "One link",
    params: parameters.rowId,
    success: { status: 200, description: "The link", schema: schemas.link },
    problems: { 404: "No such link" },
    handle: async ({ params }) => linkAsJson((await store.getLink(params.id)) ?? noSuchLink(params.id)),
  });
}

function changeLink({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "changeLink",
    method: "patch",
    path: "/api/links/{id}",
    summary: "Pause or resume one link",
    params: parameters.rowId,
    body: schemas.linkChange,
    success: { status: 200, description: "The link as it is now", schema: schemas.link },
    problems: { 404: "No such link" },
    describe: async ({ params, body }) => ({
      what: `${body.paused ? "Pause" : "Resume"} ${await linkInWords(store, params.id)}.`,
      target: { kind: "link", id: params.id },
    }),
    handle: async ({ params, body }) => {
      const link = (await store.setLinkPaused(params.id, body.paused)) ?? noSuchLink(params.id);
      log.info({ linkId: params.id }, body.paused ? "Link paused." : "Link resumed.");
      return linkAsJson(link);
    },
  });
}

function removeLink({ store, log }: ApiContext): AnyOperation {
  return operation({
    id: "removeLink",
    method: "delete",
    path: "/api/links/{id}",
    summary: "Unlink: what was mirrored stays, what waits is skipped",
    params: parameters.rowId,
    success: { status: 204, description: "Unlinked", schema: null },
    problems: { 404: "No such link" },
    describe: async ({ params }) => ({
      what: `Unlink ${await linkInWords(store, params.id)}.`,
      target: { kind: "link", id: params.id },
    }),
    handle: async ({ params }) => {
      const removed = await store.removeLink(params.id, "Its tickets were unlinked.");
      if (!removed) noSuchLink(params.id);
      log.info({ linkId: params.id }, "Unlinked.");
    },
  });
}

function noSuchLink(id: string): never {
  throw Problem.of(404, "id", `There is no link ${id}.`);
}

function noSuchTicket(body: LinkRequest, side: Side): Problem {
  const field = fieldOf[side];
  return Problem.of(
    422,
    field,
    `${sideName(side)} has no ticket ${body[field]}, or the bridge's account may not see it.`,
  );
}

function taken(body: LinkRequest, which: Side | "both"): Problem {
  const faults = sides
    .filter((side) => which === "both" || which === side)
    .map((side) => ({
      field: fieldOf[side],
      detail: `Ticket ${body[fieldOf[side]]} in ${sideName(side)} is linked already.`,
    }));
  return new Problem(409, faults.map(({ detail }) => detail).join(" "), { faults });
}

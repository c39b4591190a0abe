import { sideName, sides, type Helpdesk, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { shownText, type Mirror } from "@ticket-bridge/sync";

import { Problem } from "../problem.ts";
import type { ApiContext } from "./context.ts";
import { linkInWords, mirrorInWords } from "./in-words.ts";
import { operation, type AnyOperation } from "./operation.ts";
import { orReason } from "./or-reason.ts";
import * as schemas from "./schemas/texts.ts";
import { parameters } from "./schemas/words.ts";

/** The only calls that answer with what people wrote: asking for it is an act, and takes an operator. */
export function textOperations(context: ApiContext): AnyOperation[] {
  return [textsOfMirror, textsOfLink].map((make) => make(context));
}

function textsOfMirror(context: ApiContext): AnyOperation {
  return operation({
    id: "textsOfMirror",
    method: "post",
    path: "/api/mirrors/{id}/texts",
    summary: "Read a message and its mirror, or the one that an edit would change, as both helpdesks have them now",
    params: parameters.rowId,
    givesTexts: true,
    success: { status: 200, description: "Both texts", schema: schemas.mirrorTexts },
    problems: { 404: "No such message" },
    describe: async ({ params }) => ({
      what: `Read the text of ${await mirrorInWords(context.store, params.id)}.`,
      target: { kind: "mirror", id: params.id },
    }),
    handle: async ({ params }) => {
      const mirror = await context.store.getMirror(params.id);
      if (mirror === null) throw Problem.of(404, "id", `There is no message ${params.id}.`);
      const standing = mirror.target ?? (await mirrorThatStands(context, mirror));
      const [source, target] = await textsOf(context, [mirror.source, ...(standing === null ? [] : [standing])]);
      return { source, target: target ?? null, previous: mirror.previous };
    },
  });
}

function textsOfLink(context: ApiContext): AnyOperation {
  return operation({
    id: "textsOfLink",
    method: "post",
    path: "/api/links/{id}/texts",
    summary: "Read messages of a link's tickets, as the helpdesks have them now",
    params: parameters.rowId,
    body: schemas.askedTexts,
    givesTexts: true,
    success: {
      status: 200,
      description: "The texts, in the order in which they were asked for",
      schema: schemas.linkTexts,
    },
    problems: { 404: "No such link" },
    describe: async ({ params, body }) => ({
      what: `Read ${body.messages.length === 1 ? "a text" : `${body.messages.length} texts`} of ${await linkInWords(context.store, params.id)}: ${messagesInWords(body.messages)}.`,
      target: { kind: "link", id: params.id },
    }),
    handle: async ({ params, body }) => {
      const link = await context.store.getLink(params.id);
      if (link === null) throw Problem.of(404, "id", `There is no link ${params.id}.`);
      const tickets = { superoffice: link.superofficeTicketId, requestor: link.requestorTicketId };
      const places = body.messages.map(({ side, messageId }) => ({ side, ticketId: tickets[side], messageId }));
      return { items: await textsOf(context, places) };
    },
  });
}

function messagesInWords(messages: readonly Pick<Place, "side" | "messageId">[]): string {
  const named = sides.flatMap((side) => {
    const ids = messages.filter((message) => message.side === side).map(({ messageId }) => messageId);
    return ids.length === 0 ? [] : [`${sideName(side)} ${ids.length === 1 ? "message" : "messages"} ${ids.join(", ")}`];
  });
  return named.join("; ");
}

/** Of an edit or a deletion that has not crossed: the mirror that it would change. */
async function mirrorThatStands({ store }: ApiContext, { kind, linkId, source }: Mirror): Promise<Place | null> {
  if (kind === "message") return null;
  const ids = { superoffice: [], requestor: [], [source.side]: [source.messageId] };
  const rows = await store.mirrorsOfMessages(linkId, ids);
  return rows.find((row) => row.kind === "message" && row.source.messageId === source.messageId)?.target ?? null;
}

interface Place {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly messageId: MessageId;
}

/** In the order of the places. What cannot be read has a reason in place of its text. */
async function textsOf(context: ApiContext, places: readonly Place[]) {
  const read = await Promise.all(sides.map((side) => readSide(context, side, places)));
  return places.map((place) => {
    const { messages, reason } = read[sides.indexOf(place.side)] ?? { messages: [], reason: null };
    const message = messages.find(({ id, ticketId }) => id === place.messageId && ticketId === place.ticketId);
    const { side, ticketId, messageId } = place;
    const missing = { format: null, text: null, line: null, plain: null, html: null, visibility: null };
    if (message === undefined || message.deleted) {
      const gone = `${sideName(side)} does not have message ${messageId} on ticket ${ticketId} any more.`;
      return { place: { side, ticketId, messageId }, ...missing, reason: reason ?? gone };
    }
    const { content, visibility } = message;
    return { place: { side, ticketId, messageId }, ...content, ...shownText(content), visibility, reason: null };
  });
}

async function readSide({ store, helpdesks }: ApiContext, side: Side, places: readonly Place[]) {
  const wanted = places.filter((place) => place.side === side);
  const [first] = wanted;
  if (first === undefined) return { messages: [], reason: null };
  const standings = await store.sideStandings();
  if (standings.some((standing) => standing.side === side && standing.paused)) {
    return { messages: [], reason: `${sideName(side)} is paused and is not read.` };
  }
  // All of one call are of one link, so of one ticket a side.
  const ids = new Set(wanted.map(({ messageId }) => messageId));
  const read = await orReason(() => readOn(helpdesks[side], first.ticketId, ids));
  return "reason" in read ? { messages: [], reason: read.reason } : { messages: read.value, reason: null };
}

/** The listing tells which messages are on the ticket; reading one by its id alone does not in Requestor. */
async function readOn(helpdesk: Helpdesk, ticketId: TicketId, ids: ReadonlySet<MessageId>) {
  const listing = await helpdesk.listMessages(ticketId);
  const stubs = (listing?.messages ?? []).filter(({ id }) => ids.has(id));
  const unread = stubs.flatMap(({ id, message }) => (message === null ? [id] : []));
  const read = unread.length === 0 ? [] : await helpdesk.readMessages(ticketId, unread);
  return [...stubs.flatMap(({ message }) => message ?? []), ...read];
}

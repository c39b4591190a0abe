import { Router } from "express";
import type { Request, Response } from "express";

import type { Answer } from "../exchange.ts";
import { listMessages, listPersons, listTickets } from "./archive.ts";
import {
  getAttachmentContent,
  linkAttachments,
  listAttachments,
  postAttachment,
  postAttachmentContent,
} from "./attachment-api.ts";
import type { Call } from "./call.ts";
import { listDynamic } from "./dynamic-archive.ts";
import { dateStyle } from "./dates.ts";
import type { SuperOfficeDesk } from "./desk.ts";
import { associate } from "./entities.ts";
import { json, refusalAnswer, SuperOfficeRefusal, unauthorized } from "./errors.ts";
import { bytesOf, Carrier, parsed } from "./request-body.ts";
import type { SuperOfficeParts } from "./parts.ts";
import {
  defaultMessage,
  deleteMessage,
  getMessage,
  getMessageEntities,
  postMessage,
  putMessage,
  saveWithOptions,
} from "./ticket-message.ts";
import { getTicket, postTicket } from "./tickets.ts";
import {
  deleteWebhook,
  getWebhook,
  lastError,
  listWebhooks,
  postWebhook,
  putWebhook,
  testWebhook,
} from "./webhook-api.ts";

type Handler = (call: Call, id: number) => Answer | Promise<Answer>;
type Served = { route: string; writes: boolean; handler: Handler };

/** Posts that store nothing. */
const READING_POSTS: ReadonlySet<string> = new Set(["/Agents/Ticket/GetTicketMessageEntities", "/Webhook/Test"]);

const UNKNOWN: Served = { route: "/*", writes: false, handler: () => unknownRoute() };

/** `/api/v1` of a tenant: faults first, then 421, 401, and the resource. */
export function superOfficeApi(parts: SuperOfficeParts): Router {
  const { delivery } = parts;
  const router = Router();
  const on = (method: "get" | "post" | "put" | "delete", route: string, handler: Handler) => {
    const writes = method !== "get" && !READING_POSTS.has(route);
    router[method](route.replace("{id}", ":id"), (request, response) =>
      serve(parts, { route, writes, handler }, request, response),
    );
  };
  on("get", "/User/currentPrincipal", (call) => json(200, principal(call)));
  on("get", "/TicketMessage/default", defaultMessage);
  on("get", "/TicketMessage", (call) => listMessages(call));
  on("post", "/TicketMessage", postMessage);
  on("get", "/TicketMessage/{id}", getMessage);
  on("put", "/TicketMessage/{id}", putMessage);
  on("delete", "/TicketMessage/{id}", deleteMessage);
  on("get", "/Archive/TicketMessage", (call) => listMessages(call));
  on("get", "/Archive/dynamic", (call) => listDynamic(call));
  on("get", "/Ticket", listTickets);
  on("get", "/Archive/Ticket", listTickets);
  on("post", "/Ticket", postTicket);
  on("get", "/Person", listPersons);
  on("get", "/Ticket/{id}", getTicket);
  on("get", "/Ticket/{id}/Messages", listMessages);
  on("post", "/Agents/Ticket/GetTicketMessageEntities", getMessageEntities);
  if (parts.desk.settings.saveWithOptions)
    on("post", "/Agents/Ticket/SaveTicketMessageEntityWithOptions", saveWithOptions);
  on("get", "/TicketMessage/{id}/Attachment", (call, id) => listAttachments(call, id, () => true));
  on("get", "/TicketMessage/{id}/Attachment/Noninline", (call, id) =>
    listAttachments(call, id, ({ inlineImage }) => !inlineImage),
  );
  on("post", "/TicketMessage/{id}/Attachment", linkAttachments);
  on("post", "/Attachment", postAttachment);
  on("post", "/Attachment/{id}/Content", postAttachmentContent);
  on("get", "/Attachment/{id}/Content", getAttachmentContent);
  on("get", "/Webhook", listWebhooks);
  on("post", "/Webhook", (call) => postWebhook(call, delivery));
  on("post", "/Webhook/Test", (call) => testWebhook(call, delivery));
  on("get", "/Webhook/{id}", getWebhook);
  on("put", "/Webhook/{id}", (call, id) => putWebhook(call, delivery, id));
  on("delete", "/Webhook/{id}", (call, id) => deleteWebhook(call, delivery, id));
  on("get", "/Webhook/{id}/LastError", lastError);
  router.use((request, response) => serve(parts, UNKNOWN, request, response));
  return router;
}

async function serve(
  parts: SuperOfficeParts,
  { route, writes, handler }: Served,
  request: Request,
  response: Response,
): Promise<void> {
  const { desk, runner } = parts;
  const body = parsed(request);
  // Asked now: a late commit runs when the socket is gone and no longer knows its port.
  const atHome = request.socket.localPort === Number(new URL(parts.home.origin).port);
  const path = `/api/v1${request.path === "/" ? "" : request.path}`;
  await runner.run(request, response, {
    target: { method: request.method, path, ticketId: ticketIdOf(desk, request.path, body), writes },
    route: `/api/v1${route}`,
    query: queryOf(request),
    body,
    now: () => desk.now(),
    perform: () => (atHome ? perform(parts, handler, request, body) : misdirected()),
  });
}

/** Not async, so that a write and its record stand in one turn of the event loop: nobody sees one without the other. */
function perform(parts: SuperOfficeParts, handler: Handler, request: Request, body: unknown): Answer | Promise<Answer> {
  const { desk, records, authority } = parts;
  const asked = `http://${request.headers.host ?? ""}`;
  const by = authority.authenticate(request.headers);
  if (by === null) return unauthorized();
  const call: Call = {
    desk,
    records,
    by,
    style: dateStyle(header(request, "so-timezone"), desk.settings.baseTimeZone),
    language: header(request, "so-language") ?? header(request, "accept-language") ?? desk.settings.language,
    body,
    bytes: bytesOf(request),
    contentType: header(request, "content-type") ?? "",
    query: queryOf(request),
    address: `${asked}${request.baseUrl}${request.path}`,
  };
  try {
    const answer = handler(call, idOf(request));
    return answer instanceof Promise ? answer.catch(refused) : answer;
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): Answer {
  if (error instanceof SuperOfficeRefusal) return refusalAnswer(error);
  throw error;
}

function idOf(request: Request): number {
  const text = request.params["id"];
  if (text === undefined) return 0;
  if (typeof text !== "string" || !/^\d{1,10}$/.test(text)) {
    throw new SuperOfficeRefusal(404, "SoException", "No such resource");
  }
  return Number(text);
}

function unknownRoute(): Answer {
  return json(404, { Message: "No HTTP resource was found that matches the request URI." });
}

/** GET User/currentPrincipal: the associate for whom the calls run. */
function principal({ desk, by }: Call): object {
  const agent = desk.agent(by);
  return {
    ...associate(agent),
    Associate: agent.name,
    EMailAddress: agent.email,
    DatabaseContextIdentifier: desk.settings.tenant,
    UserType: agent.type,
  };
}

function misdirected(): Answer {
  const headers = { "content-type": "text/html; charset=utf-8" };
  return { status: 421, headers, body: "<html><body><h2>421 Misdirected Request</h2></body></html>" };
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.originalUrl, "http://simulator").searchParams);
}

function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** The ticket a call is about, for faults that hit one ticket only. */
function ticketIdOf(desk: SuperOfficeDesk, path: string, body: unknown): number | null {
  const [, resource = "", digits = ""] = /^\/(Ticket|TicketMessage)\/(\d+)/i.exec(path) ?? [];
  if (resource.toLowerCase() === "ticket") return Number(digits);
  if (resource !== "") return desk.state.messages.get(Number(digits))?.ticketId ?? null;
  if (typeof body !== "object" || body === null) return null;
  const carrier = new Carrier(body);
  const entity = carrier.get("Entity");
  if (typeof entity === "object" && entity !== null) return ticketIdOf(desk, path, entity);
  const nested = carrier.get("Ticket");
  const id =
    typeof nested === "object" && nested !== null ? new Carrier(nested).get("TicketId") : carrier.get("TicketId");
  return typeof id === "number" ? id : null;
}

import type { Request, Response } from "express";

import type { Answer, ExchangeRunner } from "../exchange.ts";
import type { Records } from "../records.ts";
import type { Call } from "./call.ts";
import type { Contract, ReadModel } from "./contract.ts";
import { readDataContract } from "./data-contract-reader.ts";
import type { RequestorDesk } from "./desk.ts";
import { badRequest, refusalAnswer, RequestorRefusal } from "./http-error.ts";
import { readJson } from "./json-reader.ts";
import type { RequestorUser } from "./model.ts";
import { answerFormat, readableFormat } from "./negotiation.ts";
import type { WireFormat } from "./negotiation.ts";
import { newMessage } from "./new-message.ts";
import type { Written } from "./new-message.ts";
import { newTicket } from "./new-ticket.ts";
import { getRequestorUser, getTicket, getTicketUserMessage, searchTickets } from "./reading.ts";
import { toXml } from "./wire-value.ts";
import type { WireResult } from "./wire-value.ts";

type Action = {
  verb: "GET" | "POST";
  name: string;
  takesId: boolean;
  writes?: true;
  act: (call: Call) => WireResult | Written;
};

/** What the API of one running simulator works with. */
export type RequestorParts = { desk: RequestorDesk; records: Records; runner: ExchangeRunner };

const ACTIONS: readonly Action[] = [
  { verb: "POST", name: "Tickets/NewMessage", takesId: false, writes: true, act: newMessage },
  { verb: "POST", name: "Tickets/NewTicket", takesId: false, writes: true, act: newTicket },
  { verb: "POST", name: "Tickets/SearchTickets", takesId: false, act: searchTickets },
  { verb: "GET", name: "Tickets/GetTicket", takesId: true, act: getTicket },
  { verb: "GET", name: "Tickets/GetTicketUserMessage", takesId: true, act: getTicketUserMessage },
  { verb: "GET", name: "Account/GetRequestorUser", takesId: true, act: getRequestorUser },
];

/** One call below `/api`: faults first, then 401, route, verb, media type, and the action. */
export async function serveApi(parts: RequestorParts, request: Request, response: Response): Promise<void> {
  const { desk, runner } = parts;
  const { action, id } = routed(request.path);
  const route = action ? `/api/${action.name}${action.takesId ? "/{id}" : ""}` : "/api/*";
  await runner.run(request, response, {
    target: {
      method: request.method,
      path: request.path,
      ticketId: ticketIdOf(desk, request, id),
      writes: action?.writes ?? false,
    },
    route,
    query: queryOf(request),
    body: recordedBody(request),
    now: () => desk.now(),
    perform: () => perform(parts, action, id, request),
  });
}

/** The format in which this request is to be answered. */
export function formatOf(request: Request): WireFormat {
  return answerFormat({
    accept: header(request, "accept"),
    contentType: header(request, "content-type"),
    requestedWith: header(request, "x-requested-with"),
  });
}

function perform(parts: RequestorParts, action: Action | undefined, id: string, request: Request): Answer {
  const { desk, records } = parts;
  const format = formatOf(request);
  try {
    const user = authenticated(desk, request);
    if (!action) throw unknownRoute(desk, request);
    if (action.verb !== request.method) {
      const Message = `The requested resource does not support http method '${request.method}'.`;
      throw new RequestorRefusal(405, { Message }, { Allow: action.verb });
    }
    const query = lowerFirst(queryOf(request));
    const done = action.act({ desk, records, user, id, query, read: readingBody(desk, request) });
    return "write" in done ? { ...rendered(done.result, format), write: done.write } : rendered(done, format);
  } catch (error) {
    if (!(error instanceof RequestorRefusal)) throw error;
    const empty = error.status === 400 && desk.settings.emptyBadRequests;
    return refusalAnswer(empty ? new RequestorRefusal(400, null) : error, format);
  }
}

export function deniedRefusal(): RequestorRefusal {
  const error = { Message: "Authorization has been denied for this request." };
  return new RequestorRefusal(401, error, { "www-authenticate": 'Basic realm="Requestor"' });
}

export function authenticated(desk: RequestorDesk, request: Request): RequestorUser {
  const [, credential = ""] = /^Basic\s+(.+)$/i.exec(header(request, "authorization") ?? "") ?? [];
  const [, username = "", password = ""] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(credential, "base64").toString("utf8")) ?? [];
  const user = desk.settings.users.find(
    (one) => one.username.toLowerCase() === username.toLowerCase() && one.password === password,
  );
  if (!user) throw deniedRefusal();
  return user;
}

/** The body as a model of the action's contract; read once, however often the action looks. */
function readingBody(desk: RequestorDesk, request: Request): Call["read"] {
  let known: ReadModel | null = null;
  return (contract) => (known ??= readBody(desk, request, contract));
}

function readBody(desk: RequestorDesk, request: Request, contract: Contract): ReadModel {
  const text = bodyText(request);
  if (text === "") return { model: null, modelState: {} };
  const contentType = header(request, "content-type");
  const format = readableFormat(contentType);
  if (!format) throw unsupported(desk, contentType, contract);
  return format.kind === "json" ? readJson(text, contract) : readDataContract(text, contract);
}

function unsupported(desk: RequestorDesk, contentType: string | undefined, contract: Contract): RequestorRefusal {
  const bare = (contentType ?? "").split(";")[0]?.trim() ?? "";
  const Message =
    bare === ""
      ? "The request contains an entity body but no Content-Type header. The inferred media type 'application/octet-stream' is not supported for this resource."
      : `The request entity's media type '${bare}' is not supported for this resource.`;
  const ExceptionMessage = `No MediaTypeFormatter is available to read an object of type '${contract.name}' from content with media type '${bare || "application/octet-stream"}'.`;
  return new RequestorRefusal(415, desk.settings.errorDetail ? { Message, ExceptionMessage } : { Message });
}

function unknownRoute(desk: RequestorDesk, request: Request): RequestorRefusal {
  const Message = `No HTTP resource was found that matches the request URI 'http://${request.headers.host ?? ""}${request.originalUrl}'.`;
  const MessageDetail = "No type was found that matches the controller.";
  return new RequestorRefusal(404, desk.settings.errorDetail ? { Message, MessageDetail } : { Message });
}

function rendered(result: WireResult, format: WireFormat): Answer {
  const body = format.kind === "json" ? JSON.stringify(result.value) : toXml(result);
  return { status: 200, headers: { "content-type": `${format.mediaType}; charset=utf-8` }, body };
}

/** Routes are found in any case; an id that the action does not take makes the route unknown. */
function routed(path: string): { action: Action | undefined; id: string } {
  const [, name = "", rest = ""] = /^\/api\/([^/]+\/[^/]+)\/?(.*)$/i.exec(path) ?? [];
  const action = ACTIONS.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (!action || (rest !== "" && !action.takesId) || rest.includes("/")) return { action: undefined, id: "" };
  try {
    return { action, id: decodeURIComponent(rest) };
  } catch {
    return { action: undefined, id: "" };
  }
}

/** The ticket a call is about, for faults that hit one ticket only. */
function ticketIdOf(desk: RequestorDesk, request: Request, id: string): number | null {
  if (/\/GetTicketUserMessage\//i.test(request.path)) return desk.messages.get(Number(id))?.ticketId ?? null;
  const text = bodyText(request);
  const named = id === "" ? /"TicketId"\s*:\s*(\d+)|<TicketId>\s*(\d+)/i.exec(text) : null;
  const number = Number(named?.[1] ?? named?.[2] ?? id);
  if (Number.isInteger(number) && number > 0) return number;
  const ref = id === "" ? (/(?:"TicketREF"\s*:\s*"|<TicketREF>)([^"<]+)/i.exec(text)?.[1] ?? "") : id;
  return desk.byRef(ref)?.id ?? null;
}

function recordedBody(request: Request): unknown {
  const text = bodyText(request);
  if (text === "") return undefined;
  try {
    return JSON.parse(text, shortened) as unknown;
  } catch {
    return text;
  }
}

/** The record would keep every attachment that was ever written. */
function shortened(name: string, value: unknown): unknown {
  return name === "Data" && typeof value === "string" && value.length > 1024 ? `${value.length} characters` : value;
}

function bodyText(request: Request): string {
  const bytes: unknown = request.body;
  return Buffer.isBuffer(bytes) ? bytes.toString("utf8") : "";
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.originalUrl, "http://simulator").searchParams);
}

/** Action parameters are bound by any case. */
function lowerFirst(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name.toLowerCase() === "plaintextonly" ? "plainTextOnly" : name,
      value,
    ]),
  );
}

export function ownError(status: number, request: Request): Answer {
  const refusal =
    status === 400
      ? badRequest("The request was refused.")
      : new RequestorRefusal(status, { Message: "An error has occurred." });
  return refusalAnswer(refusal, formatOf(request));
}

function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

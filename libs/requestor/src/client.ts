import type { ByteSink, ReadOptions, StoredBytes, WriteOptions } from "@ticket-bridge/helpdesk";
import type { AnsweredCall, HttpAnswer, HttpClient, HttpRequest } from "@ticket-bridge/http";

import { basicAuthorization } from "./auth.ts";
import { readOwnError } from "./error-body.ts";
import { jsonWire } from "./wire/json-wire.ts";
import type { WireFormat } from "./wire/wire-format.ts";
import { xmlWire } from "./wire/xml-wire.ts";

const wires = { json: jsonWire, xml: xmlWire };

/** The two formats of every Requestor call: application/json and application/xml. */
export type RequestorWire = keyof typeof wires;

export interface RequestorAccess {
  /** Site root without `/api`, e.g. `https://requestor.servicedesk.net`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly wire: RequestorWire;
  readonly http: HttpClient;
}

/** One call that was answered, with whatever status. */
export interface RequestorAnswer extends AnsweredCall {
  readonly answer: HttpAnswer;
  readonly ownError: string | null;
  /** The credentials, and what a write called confidential. */
  readonly secrets: readonly string[];
}

/** Requestor's calls: `{root}/api/{Controller}/{Action}`, Basic auth, media types always said. */
export interface RequestorClient {
  /** The format in which all bodies are written and answers are asked for. */
  readonly wire: WireFormat;
  /**
   * `action` as in the pages ("Tickets/GetTicket"), `id` is encoded. Repeats as a read may be. Rejects with
   * DeliveryError (`retryable`, or `permanent` for an answer too large) or the signal's reason.
   */
  get(action: string, id: string | null, options: ReadOptions | undefined): Promise<RequestorAnswer>;
  /** A question that is asked by POST: as `get`. */
  ask(action: string, body: string, options: ReadOptions | undefined): Promise<RequestorAnswer>;
  /**
   * Sends a write once, its `body` written by `wire`. `confidential`: texts of people in the body, which no error sentence may show. Rejects with
   * DeliveryError (`retryable`: never left; `uncertain`), or what beforeBytes threw.
   */
  post(
    action: string,
    body: string | StoredBytes,
    confidential: readonly string[],
    options: WriteOptions,
  ): Promise<RequestorAnswer>;
  /** GET of an address of the site itself, on the host of the API, its bytes into the sink. As `get`. */
  download(url: string, sink: ByteSink, options: ReadOptions | undefined): Promise<RequestorAnswer>;
}

/** Throws TypeError for a URL that is not http(s) and for credentials that HTTP Basic cannot carry. */
export function createRequestorClient(access: RequestorAccess): RequestorClient {
  const root = apiRoot(access.url);
  const wire = wires[access.wire];
  const authorization = basicAuthorization(access.username, access.password);
  const secrets = [access.password, authorization.slice("Basic ".length)];
  const headers = {
    authorization,
    accept: wire.mediaType,
    "content-type": `${wire.mediaType}; charset=utf-8`,
  };

  const send = async (request: HttpRequest, confidential: readonly string[] = []): Promise<RequestorAnswer> => {
    const answer = await access.http.send(request);
    const ownError = answer.status < 400 ? null : readOwnError(answer.text);
    return { side: "requestor", request, answer, ownError, secrets: [...secrets, ...confidential] };
  };

  return {
    wire,
    get: (action, id, options) =>
      send({
        method: "GET",
        name: action,
        url: `${root}/${action}${id === null ? "" : `/${encodeURIComponent(id)}`}`,
        headers,
        safeToRepeat: true,
        ...readOptions(options),
      }),
    ask: (action, body, options) =>
      send({
        method: "POST",
        name: action,
        url: `${root}/${action}`,
        headers,
        body,
        safeToRepeat: true,
        ...readOptions(options),
      }),
    post: (action, body, confidential, options) => {
      const request = {
        method: "POST",
        name: action,
        url: `${root}/${action}`,
        headers,
        body,
        safeToRepeat: false,
        beforeBytes: options.beforeBytes,
        ...(options.whileSending && { whileSending: options.whileSending }),
        ...readOptions(options),
      } as const;
      return send(request, confidential);
    },
    download: (url, sink, options) =>
      send({
        method: "GET",
        name: "an attachment",
        url,
        headers: { authorization, accept: "*/*" },
        sink,
        safeToRepeat: true,
        ...readOptions(options),
      }),
  };
}

function readOptions(options: ReadOptions | undefined): Pick<HttpRequest, "signal" | "correlationId" | "priority"> {
  return {
    ...(options?.signal && { signal: options.signal }),
    ...(options?.correlationId !== undefined && { correlationId: options.correlationId }),
    ...(options?.priority !== undefined && { priority: options.priority }),
  };
}

function apiRoot(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError("Requestor's URL must be an http or https address.");
  }
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "").replace(/\/api$/i, "")}/api`;
}

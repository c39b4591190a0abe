import { DeliveryError, type ByteSink, type ReadOptions, type StoredBytes } from "@ticket-bridge/helpdesk";
import {
  isHtmlPage,
  scrubbed,
  statusError,
  unreadableAnswer,
  type HttpAnswer,
  type HttpClient,
} from "@ticket-bridge/http";
import type { z } from "zod";

import type { Credentials } from "./auth.ts";
import { isErrorObject, readErrorBody, saysNotFound } from "./error-body.ts";
import { mayFollow, readTenantState } from "./tenant-state.ts";

export interface CallOptions extends ReadOptions {
  /** See WriteOptions; called once more when a refused call (401, 421) is repeated. */
  readonly beforeBytes?: () => void;
  readonly whileSending?: () => void;
}

/** One call below /api/v1. */
export interface ApiCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path and query below /api/v1/, without a leading slash. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as they are, a piece at a time. */
  readonly bytes?: StoredBytes;
  /** Takes the bytes of the answer. */
  readonly sink?: ByteSink;
  readonly safeToRepeat: boolean;
  /** Texts of people in the body, which no error sentence may show. */
  readonly confidential?: readonly string[];
  /** What a refusal says something about: `side` for calls that concern no particular ticket. */
  readonly about: "ticket" | "side";
}

/**
 * Authenticated calls to one tenant: dates in UTC with their offset, one renewal of the credential after 401 or 403, one
 * move to the tenant's new address after 421, and back to the configured one when the new one cannot be reached.
 */
export class SuperOfficeClient {
  private readonly http: HttpClient;
  private readonly credentials: Credentials;
  private readonly stateUrl: string | null;
  private readonly configured: string;
  private base: string;

  /** @param url tenant base without /api/v1. @param stateUrl the tenant's state; null onsite. */
  constructor(url: string, http: HttpClient, credentials: Credentials, stateUrl: string | null) {
    this.configured = baseOf(url);
    this.base = this.configured;
    this.http = http;
    this.credentials = credentials;
    this.stateUrl = stateUrl;
  }

  /** Where the API lies now, with a slash at the end. */
  get apiRoot(): string {
    return `${this.base}/api/v1/`;
  }

  /**
   * The answer as `schema` reads it, undefined when the entity does not exist, which only a 404 in SuperOffice's own
   * words says: `null`, 204 and an empty 404 also come from a server or a proxy that could not answer. Rejects with
   * DeliveryError for every other failure.
   */
  async find<T>(call: ApiCall, schema: z.ZodType<T>, options?: CallOptions): Promise<T | undefined> {
    const answer = await this.send(call, options);
    if (answer.status === 404 && saysNotFound(answer)) return undefined;
    return this.read(call, answer, schema, options);
  }

  /** As {@link find}, but 404 is a failure too. Rejects with DeliveryError. */
  async get<T>(call: ApiCall, schema: z.ZodType<T>, options?: CallOptions): Promise<T> {
    return this.read(call, await this.send(call, options), schema, options);
  }

  /** The answer of whatever status, after renewal and move. Rejects with DeliveryError where none came. */
  async send(call: ApiCall, options: CallOptions = {}): Promise<HttpAnswer> {
    const headers = await this.credentials.headers(options.signal);
    let answer = await this.sendWith(headers, call, options);
    if (answer.status === 401 || answer.status === 403) {
      const renewed = await this.credentials.renew(headers, answer.status, options.signal);
      if (renewed) answer = await this.sendWith(await this.credentials.headers(options.signal), call, options);
    }
    if (answer.status === 421 && (await this.followTenant(options.signal))) {
      answer = await this.sendWith(await this.credentials.headers(options.signal), call, options);
    }
    return answer;
  }

  /** What an answer that was not wished for means. */
  async failure(call: ApiCall, answer: HttpAnswer, signal?: AbortSignal): Promise<DeliveryError> {
    const body = readErrorBody(answer);
    const hint = isSilentRefusal(call, answer)
      ? `it refused ${/TicketMessage/.test(call.path) ? "the message" : "the call"} without saying why`
      : await this.explain(answer, signal);
    const error = statusError({
      side: "superoffice",
      request: this.describe(call),
      answer,
      ownError: body?.message ?? null,
      secrets: [...this.credentials.secrets(), ...(call.confidential ?? [])],
      ...(hint !== null && { hint }),
    });
    // A 404 that is not about the entity comes from a wrong address or a server that is not up yet.
    const elsewhere = answer.status === 404 && !saysNotFound(answer);
    const isOfSide = call.about === "side" && call.safeToRepeat && error.decision === "permanent";
    return isOfSide || (error.fault === "ticket" && elsewhere) ? asSideFault(error) : error;
  }

  /** What {@link get} makes of an answer that is already there. Rejects with DeliveryError as it does. */
  async read<T>(call: ApiCall, answer: HttpAnswer, schema: z.ZodType<T>, options?: CallOptions): Promise<T> {
    if (answer.status < 200 || answer.status > 299) throw await this.failure(call, answer, options?.signal);
    const value = parse(answer.text);
    const parsed = isErrorObject(value) ? null : schema.safeParse(value);
    if (parsed?.success) return parsed.data;
    throw this.unreadable(call, answer, "the documented JSON");
  }

  /** Makes a call that is answered with 204. Rejects with DeliveryError for every other outcome. */
  async done(call: ApiCall, options: CallOptions): Promise<void> {
    await this.mustBeDone(call, await this.send(call, options), options.signal);
  }

  /** Rejects with DeliveryError for every status but 2xx, and for a web page of status 200: whoever sent it knows nothing of the call. */
  async mustBeDone(call: ApiCall, answer: HttpAnswer, signal?: AbortSignal): Promise<void> {
    if (answer.status < 200 || answer.status > 299) throw await this.failure(call, answer, signal);
    if (isHtmlPage(answer)) throw this.unreadable(call, answer, "an empty answer");
  }

  /** What an answer of good status means that holds something else than `expected`. */
  unreadable(call: ApiCall, answer: HttpAnswer, expected: string): DeliveryError {
    return unreadableAnswer({ side: "superoffice", request: this.describe(call), answer, expected });
  }

  private async sendWith(
    headers: Readonly<Record<string, string>>,
    call: ApiCall,
    options: CallOptions,
  ): Promise<HttpAnswer> {
    const asked = this.base;
    try {
      return await this.sendOnce(headers, call, options);
    } catch (error) {
      if (asked === this.configured || !isOutOfReach(error)) throw error;
      // The tenant moved on, or the state API was wrong: the configured address knows, or says 421 again.
      if (this.base === asked) this.base = this.configured;
    }
    return this.sendOnce(headers, call, options);
  }

  private async sendOnce(
    headers: Readonly<Record<string, string>>,
    call: ApiCall,
    options: CallOptions,
  ): Promise<HttpAnswer> {
    const request = {
      ...this.describe(call),
      headers: {
        accept: call.sink === undefined ? "application/json" : "application/octet-stream, */*;q=0.5",
        // Without it dates are naive and in the tenant's own zone (time zone page).
        "so-timezone": "UTC, includeTZOffset",
        ...(call.body !== undefined && { "content-type": "application/json; charset=utf-8" }),
        // application/pdf and most others are not among the types the page of the call lists.
        ...(call.bytes !== undefined && { "content-type": "application/octet-stream" }),
        ...headers,
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(call.bytes !== undefined && { body: call.bytes }),
      ...(call.sink !== undefined && { sink: call.sink }),
      ...options,
    };
    try {
      return await this.http.send(request);
    } catch (error) {
      // An answer that is too large is the fault of a message only where the call was about one.
      const isElsewhere = error instanceof DeliveryError && error.decision === "permanent" && call.about === "side";
      throw isElsewhere ? asSideFault(error) : error;
    }
  }

  private describe(call: ApiCall) {
    return {
      method: call.method,
      url: this.apiRoot + call.path,
      name: call.path.split("?")[0] ?? "",
      safeToRepeat: call.safeToRepeat,
    };
  }

  private async followTenant(signal: AbortSignal | undefined): Promise<boolean> {
    const asked = this.base;
    const api = (await readTenantState(this.http, this.stateUrl, signal))?.api;
    // Another call may have followed meanwhile.
    if (this.base !== asked) return true;
    if (api === null || api === undefined || !mayFollow(asked, api)) return false;
    const moved = baseOf(api).replace(/\/api$/i, "");
    if (moved === asked) return false;
    this.base = moved;
    return true;
  }

  private async explain(answer: HttpAnswer, signal: AbortSignal | undefined): Promise<string | null> {
    if (answer.status !== 421 && answer.status !== 503) return null;
    // It asked for quiet, so asking on would only wait in the budget.
    if (answer.retryAfterMs !== null) return null;
    const state = await readTenantState(this.http, this.stateUrl, signal);
    if (state === null) return null;
    if (!state.isRunning)
      return `the tenant is offline: ${scrubbed(state.state || "no reason given", this.credentials.secrets())}`;
    return answer.status === 421 && state.api !== null && URL.canParse(state.api)
      ? `the tenant lives at ${new URL(state.api).origin}`
      : null;
  }
}

/** Only where and which tenant: a query, a fragment or a user name has no place before a call's path. */
function baseOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

/** A 400 with nothing in it: without a word of ours nobody would know that there is no more to know. */
function isSilentRefusal(call: ApiCall, answer: HttpAnswer): boolean {
  return answer.status === 400 && !call.safeToRepeat && answer.text.trim() === "";
}

/** Nothing was carried out and nobody answered. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof DeliveryError && error.decision === "retryable" && error.status === null;
}

function asSideFault(error: DeliveryError): DeliveryError {
  return new DeliveryError(error.message, {
    decision: "retryable",
    fault: "side",
    status: error.status,
    retryAfterMs: error.retryAfterMs,
    ownErrorBody: error.ownErrorBody,
    cause: error,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

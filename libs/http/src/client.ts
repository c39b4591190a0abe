import { setTimeout as delay } from "node:timers/promises";

import {
  DeliveryError,
  sideName,
  type CallBudget,
  type CallPriority,
  type Side,
  type StoredBytes,
} from "@ticket-bridge/helpdesk";
import { Agent } from "undici";

import type { HttpAnswer } from "./answer.ts";
import { exchange, ExchangeFailure, type RawAnswer, type Timeouts } from "./exchange.ts";
import { PassThrough } from "./pass-through.ts";
import type { HttpRequest } from "./request.ts";
import { readRetryAfter } from "./retry-after.ts";
import { withQuickTries } from "./quick-tries.ts";
import { transportError } from "./transport-error.ts";

export interface HttpClientOptions {
  /** Whose helpdesk this is, for error sentences. */
  readonly side: Side;
  readonly budget: CallBudget;
  /** Milliseconds; 5 s to connect, 30 s to the headers, 60 s for the body when missing. */
  readonly timeouts?: Timeouts;
  /** 64 MiB when missing: a batch of long messages fits, a runaway answer does not take the process down. */
  readonly maxResponseBytes?: number;
  readonly userAgent?: string;
  /** Priority of calls that name none; `live` when missing. */
  readonly priority?: CallPriority;
  /** Wall clock, milliseconds since 1970, for Retry-After dates. */
  readonly now?: () => number;
  /** 0 up to 1, for the jitter between quick tries. */
  readonly random?: () => number;
  /** Waits; rejects with the signal's reason when aborted. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Outbound calls to one helpdesk over kept-alive sockets, within its budget. */
export interface HttpClient {
  /**
   * Sends one call and returns the answer of whatever status; redirects are answers, never followed, so that a
   * credential cannot travel to another host. Repeats only inside this one attempt: reads on broken connections, 429,
   * 502, 503 and 504; writes only while surely no byte has left. Rejects with DeliveryError (`retryable`: never left,
   * or a read; `uncertain`: a write whose bytes may have left without a complete answer; `permanent`: a read whose
   * answer is too large), with what `beforeBytes` threw, or with the signal's reason while that is certain.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes the sockets after running calls have ended. Further calls reject. */
  close(): Promise<void>;
}

const defaultTimeouts: Timeouts = { connectMs: 5_000, headersMs: 30_000, bodyMs: 60_000 };

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const timeouts = options.timeouts ?? defaultTimeouts;
  const agent = new Agent({
    connect: { timeout: timeouts.connectMs },
    // One request per socket at a time, so that a broken socket says something about one call only.
    allowH2: false,
    pipelining: 1,
  });
  const settings: Settings = {
    side: options.side,
    budget: options.budget,
    timeouts,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    userAgent: options.userAgent ?? "ticket-bridge",
    priority: options.priority ?? "live",
    now: options.now ?? Date.now,
  };
  const pace = {
    random: options.random ?? Math.random,
    sleep: options.sleep ?? ((milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {})),
  };
  return {
    send: (request) => withQuickTries(request, pace, () => sendOnce(agent, settings, request)),
    close: () => agent.close(),
  };
}

interface Settings {
  readonly side: Side;
  readonly budget: CallBudget;
  readonly timeouts: Timeouts;
  readonly maxResponseBytes: number;
  readonly userAgent: string;
  readonly priority: CallPriority;
  readonly now: () => number;
}

async function sendOnce(agent: Agent, settings: Settings, request: HttpRequest): Promise<HttpAnswer> {
  const release = await takePermit(settings, request);
  try {
    const raw = await exchange(agent, wireRequest(request, settings.userAgent), {
      timeouts: settings.timeouts,
      maxResponseBytes: settings.maxResponseBytes,
      ...(request.signal && { signal: request.signal }),
      ...(request.beforeBytes && { beforeBytes: request.beforeBytes }),
      ...(request.whileSending && { whileSending: request.whileSending }),
      ...(request.sink && { sink: request.sink }),
    });
    const answer = readAnswer(raw, request.url, settings.now());
    await obeyRetryAfter(settings.budget, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    const certain = error.stage === "connecting" || request.safeToRepeat;
    if (error.breakdown === "aborted" && certain) throw new PassThrough(error.cause);
    throw transportError(error, request, settings.side, settings.timeouts);
  } finally {
    release();
  }
}

async function takePermit(settings: Settings, request: HttpRequest): Promise<() => void> {
  try {
    return await settings.budget.acquire(request.priority ?? settings.priority, request.signal);
  } catch (error) {
    if (request.signal?.aborted) throw new PassThrough(request.signal.reason);
    throw new DeliveryError(`no permit to call ${sideName(settings.side)} could be had: its budget does not answer`, {
      decision: "retryable",
      fault: "side",
      cause: error,
    });
  }
}

async function obeyRetryAfter(budget: CallBudget, answer: HttpAnswer): Promise<void> {
  if ((answer.status !== 429 && answer.status !== 503) || answer.retryAfterMs === null) return;
  try {
    await budget.pauseFor(answer.retryAfterMs);
  } catch {
    // The answer in hand says what became of the call; losing it over a pause would turn a certain outcome into an
    // uncertain one. The caller still gets retryAfterMs and waits by it.
  }
}

function wireRequest(request: HttpRequest, userAgent: string) {
  const url = new URL(request.url);
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers: {
      "user-agent": userAgent,
      "accept-encoding": "identity",
      ...(request.correlationId !== undefined && { "x-request-id": headerSafe(request.correlationId) }),
      ...request.headers,
      ...(isStored(request.body) && { "content-length": String(request.body.size) }),
    },
    ...(request.body !== undefined && { body: isStored(request.body) ? request.body : Buffer.from(request.body) }),
  };
}

function isStored(body: HttpRequest["body"]): body is StoredBytes {
  return typeof body === "object" && "open" in body;
}

function headerSafe(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "").slice(0, 200);
}

function readAnswer(raw: RawAnswer, url: string, now: number): HttpAnswer {
  return {
    status: raw.status,
    headers: raw.headers,
    text: decode(raw.body, raw.headers["content-type"]),
    url,
    retryAfterMs: readRetryAfter(raw.headers["retry-after"], now),
  };
}

function decode(body: Buffer, contentType: string | undefined): string {
  const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

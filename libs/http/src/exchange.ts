import type { Readable } from "node:stream";

import type { ByteSink, StoredBytes } from "@ticket-bridge/helpdesk";
import type { Agent, Dispatcher } from "undici";

import { PassThrough } from "./pass-through.ts";

/** How long each step of one exchange may take, in milliseconds. */
export interface Timeouts {
  /** Until the bytes go out: name look-up, connecting, TLS, waiting for a socket. */
  readonly connectMs: number;
  /** From the request's bytes, or its last piece, to the answer's headers. */
  readonly headersMs: number;
  /** From the answer's headers to its last byte, or from piece to piece into a sink. */
  readonly bodyMs: number;
}

export interface ExchangeOptions {
  readonly timeouts: Timeouts;
  readonly maxResponseBytes: number;
  readonly signal?: AbortSignal;
  readonly beforeBytes?: () => void;
  readonly whileSending?: () => void;
  /** Takes the body of a 200. */
  readonly sink?: ByteSink;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export type WireRequest = Omit<Dispatcher.DispatchOptions, "body"> & {
  readonly origin: string;
  readonly body?: Buffer | StoredBytes;
};

/** `connecting`: no byte has left. `waiting`: bytes left, no answer yet. `reading`: the answer had begun. */
export type Stage = "connecting" | "waiting" | "reading";

/** Why no complete answer came. */
export type Breakdown = "connection" | "timeout" | "aborted" | "too-large";

/** One exchange that gave no complete answer. The stage tells whether the request may have been carried out. */
export class ExchangeFailure extends Error {
  override readonly name = "ExchangeFailure";
  readonly stage: Stage;
  readonly breakdown: Breakdown;

  constructor(stage: Stage, breakdown: Breakdown, cause: unknown) {
    // What aborted the call is the caller's own; everything else comes from undici or the socket.
    super(`${breakdown} while ${stage}`, { cause: breakdown === "aborted" ? cause : new ConnectionFault(cause) });
    this.stage = stage;
    this.breakdown = breakdown;
  }
}

/** What broke, by name and code only: undici's errors carry bytes of the exchange in their text and their `data`. */
export class ConnectionFault extends Error {
  override readonly name = "ConnectionFault";
  readonly code: string | null;

  constructor(error: unknown) {
    const code = codeOf(error);
    super([error instanceof Error ? error.name : typeof error, code].filter((part) => part !== null).join(" "));
    this.code = code;
  }
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) {
    for (const inner of error.errors) {
      const code = codeOf(inner);
      if (code !== null) return code;
    }
  }
  return codeOf(error.cause);
}

/**
 * Sends one request over one socket and reads the whole answer; no retry, no redirect. Rejects with ExchangeFailure, or
 * with what `beforeBytes` threw as PassThrough.
 *
 * undici's dispatch with our own handler instead of its request(): the handler's start is called synchronously right
 * before the write to the socket, after connecting and queueing, which is the only place where "no byte has left" is
 * known for sure and where `beforeBytes` can keep its word. Bodies go in as buffers, because undici writes only those
 * in the same tick; the head of a call with stored bytes goes out with their first piece, and their length is said
 * before, so that a call broken off in the middle is none.
 */
export function exchange(
  agent: Agent,
  { body, ...request }: WireRequest,
  options: ExchangeOptions,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const handler = new ExchangeHandler(options, resolve, reject);
    if (handler.settled) return;
    try {
      // Any async iterable will do, which undici's types do not say; a Readable would ask for a piece before its turn.
      const sent = body === undefined || Buffer.isBuffer(body) ? body : (handler.pieces(body) as unknown as Readable);
      agent.dispatch({ ...request, body: sent ?? null, headersTimeout: 0, bodyTimeout: 0, idempotent: false }, handler);
    } catch (error) {
      handler.fail("connection", error);
    }
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  settled = false;
  private stage: Stage = "connecting";
  private controller: Dispatcher.DispatchController | null = null;
  private timer: NodeJS.Timeout | undefined;
  private status = 0;
  private headers: Record<string, string> = {};
  private chunks: Buffer[] = [];
  private size = 0;
  private sinking: Promise<void> | null = null;
  private readonly options: ExchangeOptions;
  private readonly resolve: (answer: RawAnswer) => void;
  private readonly reject: (reason: unknown) => void;

  constructor(options: ExchangeOptions, resolve: (answer: RawAnswer) => void, reject: (reason: unknown) => void) {
    this.options = options;
    this.resolve = resolve;
    this.reject = reject;
    if (options.signal?.aborted) {
      this.onAbort();
      return;
    }
    options.signal?.addEventListener("abort", this.onAbort, { once: true });
    this.startTimer(options.timeouts.connectMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a socket: throwing here keeps undici from writing it.
    if (this.settled) throw new Error("given up before the bytes went out");
    // A second start would be a silent re-send on another socket (undici does that for some socket errors).
    if (this.stage !== "connecting") throw new Error("the connection closed before an answer came");
    try {
      this.options.beforeBytes?.();
    } catch (error) {
      this.finish(() => this.reject(new PassThrough(error)));
      throw new Error("stopped before the bytes went out", { cause: error });
    }
    this.controller = controller;
    this.stage = "waiting";
    this.startTimer(this.options.timeouts.headersMs);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200 || this.settled) return;
    this.stage = "reading";
    this.status = status;
    this.headers = flatten(headers);
    this.startTimer(this.options.timeouts.bodyMs);
    const { sink } = this.options;
    if (status === 200 && sink !== undefined) this.sinking = Promise.resolve();
    if (this.sinking !== null) this.sinkNext(controller, () => sink?.begin());
  }

  /** The body in pieces, each only when the one before was taken by the socket. */
  async *pieces(body: StoredBytes): AsyncGenerator<Uint8Array> {
    try {
      let isFirst = true;
      for await (const piece of body.open()) {
        if (this.settled) return;
        if (!isFirst) this.options.whileSending?.();
        isFirst = false;
        this.startTimer(this.options.timeouts.headersMs);
        yield piece;
      }
    } catch (error) {
      this.finish(() => this.reject(new PassThrough(error)));
      throw new Error("broken off in the middle", { cause: error });
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    if (this.sinking !== null) {
      // undici 8 gives an empty piece after each resume, which would pause and resume for ever.
      if (chunk.length === 0) return;
      this.startTimer(this.options.timeouts.bodyMs);
      this.sinkNext(controller, () => this.options.sink?.write(chunk));
      return;
    }
    this.size += chunk.length;
    if (this.size > this.options.maxResponseBytes) {
      this.fail("too-large", new Error(`more than ${this.options.maxResponseBytes} bytes`));
      return;
    }
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const end = (): void =>
      this.finish(() =>
        this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks, this.size) }),
      );
    if (this.sinking === null) end();
    else void this.sinking.then(end);
  }

  /** Reads on only when the sink took what came before, so that a slow disk does not fill the memory. */
  private sinkNext(controller: Dispatcher.DispatchController, step: () => void | Promise<void>): void {
    controller.pause();
    this.sinking = (this.sinking ?? Promise.resolve()).then(async () => {
      if (this.settled) return;
      try {
        await step();
        controller.resume();
      } catch (error) {
        this.finish(() => this.reject(new PassThrough(error)));
        controller.abort(new Error("given up by its reader", { cause: error }));
      }
    });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail("connection", error);
  }

  fail(breakdown: Breakdown, cause: unknown): void {
    if (this.settled) return;
    const failure = new ExchangeFailure(this.stage, breakdown, cause);
    this.finish(() => this.reject(failure));
    this.controller?.abort(failure);
  }

  private readonly onAbort = (): void => this.fail("aborted", this.options.signal?.reason);

  private startTimer(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail("timeout", new Error(`${milliseconds} ms passed`)), milliseconds);
  }

  private finish(settle: () => void): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener("abort", this.onAbort);
    settle();
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

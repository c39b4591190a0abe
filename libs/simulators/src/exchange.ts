import type { Request, Response } from "express";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import type { FaultKind, FaultPlan, FaultSpec, FaultTarget } from "./faults.ts";
import type { Records, WriteFacts } from "./records.ts";

/** What a handler answers; `write` says that it stored something. */
export type Answer = {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer | null;
  write?: { id: number; ticketId: number | null };
};

/** The voice of one helpdesk when things go wrong. */
export type Manners = {
  ownError(status: number, request: Request): Answer;
  unauthorized(request: Request): Answer;
  expireTickets(): void;
};

export type Exchange = {
  target: FaultTarget;
  route: string;
  query: Readonly<Record<string, string>>;
  /** The body for the record. */
  body: unknown;
  now(): Date;
  perform(): Answer | Promise<Answer>;
};

/** A fault that a call met, and how many releases there had been by then. */
type Met<K extends FaultKind = FaultKind> = { fault: FaultSpec & { kind: K }; releases: number };

/** Takes one API call through its faults: before the commit, the commit itself, and after it. */
export class ExchangeRunner {
  readonly #faults: FaultPlan;
  readonly #records: Records;
  readonly #manners: Manners;
  readonly #late = new Set<NodeJS.Timeout>();
  readonly #held = new Set<Socket>();
  #stopped = false;
  #releases = 0;

  constructor(faults: FaultPlan, records: Records, manners: Manners) {
    this.#faults = faults;
    this.#records = records;
    this.#manners = manners;
  }

  async run(request: Request, response: Response, exchange: Exchange): Promise<void> {
    const requestId = request.headers["x-request-id"];
    this.#records.request(exchange.target, exchange.route, typeof requestId === "string" ? requestId : null);
    const met = this.#faults.take(exchange.target);
    const releases = this.#releases;
    for (const fault of met) if (fault.kind === "latency") await delay(fault.ms);
    const fault = met.find(({ kind }) => kind !== "latency");
    if (!fault) return this.#commitAndAnswer(request, response, exchange);
    const refusal = this.#beforeCommit(fault, request);
    if (refusal === "reset") {
      request.socket.resetAndDestroy();
    } else if (fault.kind === "timeout-before-commit") {
      this.#hold(request.socket, fault.ms, releases);
    } else if (refusal) {
      send(response, refusal);
    } else if (fault.kind === "late-commit") {
      this.#commitLate(request, exchange, { fault, releases });
    } else {
      await this.#commitAndAnswer(request, response, exchange, { fault, releases });
    }
  }

  /** Commits that are still to come although their client has gone. */
  get lateCommits(): number {
    return this.#late.size;
  }

  /** Calls that are held without an answer. */
  get held(): number {
    return this.#held.size;
  }

  /** Cuts every connection that is held without an answer, or that met a fault by which it is about to be. */
  release(): void {
    this.#releases += 1;
    for (const socket of this.#held) socket.resetAndDestroy();
  }

  /** Forgets commits that were still to come. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#late) clearTimeout(timer);
    this.#late.clear();
    this.release();
  }

  #hold(socket: Socket, ms: number | undefined, releases = this.#releases): void {
    if (releases < this.#releases) socket.resetAndDestroy();
    if (socket.destroyed) return;
    const timer = ms === undefined ? undefined : setTimeout(() => socket.resetAndDestroy(), ms);
    this.#held.add(socket);
    socket.once("close", () => {
      clearTimeout(timer);
      this.#held.delete(socket);
    });
  }

  async #commitAndAnswer(request: Request, response: Response, exchange: Exchange, met?: Met): Promise<void> {
    const fault = met?.fault;
    const { answer, settle } = await this.#commit(exchange, fault !== undefined && fault.kind !== "latency");
    switch (fault?.kind) {
      case "reset-after-commit":
        request.socket.resetAndDestroy();
        return;
      case "timeout-after-commit":
        this.#hold(request.socket, fault.ms, met?.releases);
        return;
      case "status":
      case "html-instead-of-json":
        send(response, this.#spoiled(fault, request));
        return;
      default:
        if (request.socket.destroyed) {
          settle(false);
          return;
        }
        response.once("finish", () => settle(true));
        response.once("close", () => settle(false));
        send(response, answer);
    }
  }

  async #commit(exchange: Exchange, lost: boolean): Promise<{ answer: Answer; settle: (delivered: boolean) => void }> {
    const performed = exchange.perform();
    const answer = performed instanceof Promise ? await performed : performed;
    const settle = answer.write ? this.#records.write(factsOf(exchange, answer.write), lost) : () => undefined;
    return { answer, settle };
  }

  #commitLate(request: Request, exchange: Exchange, { fault, releases }: Met<"late-commit">): void {
    const commitLater = () => {
      if (this.#stopped) return;
      const timer = setTimeout(() => {
        this.#late.delete(timer);
        void this.#commit(exchange, true);
      }, fault.ms);
      this.#late.add(timer);
    };
    // The socket can be gone already: a latency before this fault outlasted the client's patience.
    if (request.socket.destroyed) commitLater();
    else request.socket.once("close", commitLater);
    if (fault.reset) request.socket.resetAndDestroy();
    else this.#hold(request.socket, undefined, releases);
  }

  #beforeCommit(fault: FaultSpec, request: Request): Answer | "reset" | undefined {
    switch (fault.kind) {
      case "reset-before-commit":
        return "reset";
      case "unauthorized":
        if (fault.expireTickets) this.#manners.expireTickets();
        return this.#manners.unauthorized(request);
      case "offline":
        return { status: 503, headers: htmlHeaders(fault.retryAfter), body: htmlPage("The service is unavailable.") };
      case "status":
      case "html-instead-of-json":
        return fault.point === "after-commit" ? undefined : this.#spoiled(fault, request);
      default:
        return undefined;
    }
  }

  #spoiled(fault: FaultSpec & { kind: "status" | "html-instead-of-json" }, request: Request): Answer {
    if (fault.kind === "html-instead-of-json") {
      return { status: 200, headers: htmlHeaders(), body: htmlPage("Sign in") };
    }
    const retry = retryHeader(fault.retryAfter);
    switch (fault.body ?? "html") {
      case "html":
        return {
          status: fault.status,
          headers: htmlHeaders(fault.retryAfter),
          body: htmlPage(`Error ${fault.status}`),
        };
      case "json":
        return {
          status: fault.status,
          headers: { "content-type": "application/json", ...retry },
          body: '{"error":"gateway"}',
        };
      case "empty":
        return { status: fault.status, headers: retry, body: null };
      case "own-error": {
        const answer = this.#manners.ownError(fault.status, request);
        return { ...answer, headers: { ...answer.headers, ...retry } };
      }
    }
  }
}

export function send(response: Response, { status, headers, body }: Answer): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body ?? "", "utf8");
  response.writeHead(status, { ...headers, "content-length": String(bytes.length) });
  response.end(bytes);
}

function factsOf(exchange: Exchange, write: { id: number; ticketId: number | null }): WriteFacts {
  return {
    time: exchange.now().toISOString(),
    method: exchange.target.method,
    path: exchange.target.path,
    query: exchange.query,
    body: exchange.body,
    ...write,
  };
}

function htmlHeaders(retryAfter?: number | string): Record<string, string> {
  return { "content-type": "text/html; charset=utf-8", ...retryHeader(retryAfter) };
}

function retryHeader(retryAfter?: number | string): Record<string, string> {
  return retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
}

function htmlPage(text: string): string {
  return `<!DOCTYPE html>\r\n<html><head><title>${text}</title></head><body><h2>${text}</h2></body></html>\r\n`;
}

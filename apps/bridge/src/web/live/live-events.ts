import type { ChangeMarks, DashboardReads } from "@ticket-bridge/store";
import type { Clock } from "@ticket-bridge/sync";
import type { Response } from "express";

import { errorText, type Log } from "@ticket-bridge/assembly";
import { Problem } from "../problem.ts";
import { agingTopics, toldTopics, type ToldTopic } from "./told-topics.ts";

export const mostListeners = 50;
const lookMs = 1_000;
const heartbeatSeconds = 15;
/** A listener that has not taken so much is gone or asleep: it asks for everything when it comes back. */
const mostUnread = 64 * 1_024;

export interface LiveParts {
  readonly store: Pick<DashboardReads, "changeMarks">;
  readonly clock: Clock;
  readonly log: Log;
}

interface Listener {
  readonly response: Response;
  /** False once this one may not listen any more. */
  readonly mayStay: () => Promise<boolean>;
}

/** Tells whoever listens, at most once a second, what changed. While nobody listens nothing is looked at. */
export class LiveEvents {
  readonly #parts: LiveParts;
  readonly #listeners = new Set<Listener>();
  readonly #stopping = new AbortController();
  #looking: Promise<void> | null = null;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  get listening(): number {
    return this.#listeners.size;
  }

  /** Answers with a stream until the listener goes or may not stay. Throws Problem 503 when too many listen. */
  listen(response: Response, mayStay: Listener["mayStay"]): void {
    if (this.#listeners.size >= mostListeners || this.#stopping.signal.aborted) {
      throw new Problem(503, `${mostListeners} pages listen already; this one has to ask by itself.`, {
        headers: { "retry-after": "60" },
      });
    }
    const listener = { response, mayStay };
    response.status(200).set({ "content-type": "text/event-stream", "x-accel-buffering": "no" });
    response.flushHeaders();
    response.write(": listening\n\n");
    this.#listeners.add(listener);
    response.on("close", () => this.#listeners.delete(listener));
    this.#looking ??= this.#look();
  }

  /** Ends every stream; whoever listened comes back by itself. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const listener of this.#listeners) this.#end(listener);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping;
    let before: ChangeMarks | null = null;
    try {
      for (let second = 1; this.#listeners.size > 0 && !signal.aborted; second += 1) {
        const after = await this.#marks();
        const told = after === null ? [] : toldTopics(before, after);
        this.#tell([...new Set([...told, ...agingTopics(second)])]);
        // Somebody signed out or was shut out, which is an act as well.
        if (second % heartbeatSeconds === 0 || told.includes("acts")) await this.#endThoseWhoMayNotStay();
        if (second % heartbeatSeconds === 0) this.#send(": still here\n\n");
        before = after ?? before;
        await this.#parts.clock.sleep(lookMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#parts.log.error({ error: errorText(error) }, "Live events ended.");
    } finally {
      // In the same tick as the last look at who listens, so that nobody falls between.
      this.#looking = null;
    }
  }

  /** Null while the database is away: the page is told again once it is back. */
  async #marks(): Promise<ChangeMarks | null> {
    try {
      return await this.#parts.store.changeMarks();
    } catch (error) {
      this.#parts.log.debug({ error: errorText(error) }, "Nothing could be told to those who listen.");
      return null;
    }
  }

  async #endThoseWhoMayNotStay(): Promise<void> {
    for (const listener of [...this.#listeners]) {
      if (!(await listener.mayStay())) this.#end(listener);
    }
  }

  #tell(topics: readonly ToldTopic[]): void {
    if (topics.length > 0) this.#send(`event: changed\ndata: ${JSON.stringify({ topics })}\n\n`);
  }

  #send(text: string): void {
    for (const listener of [...this.#listeners]) {
      if (listener.response.writableLength > mostUnread) this.#end(listener);
      else listener.response.write(text);
    }
  }

  #end(listener: Listener): void {
    this.#listeners.delete(listener);
    listener.response.end();
  }
}

import { setTimeout as delay } from "node:timers/promises";

import type { Log } from "./log/create-log.ts";
import { errorText } from "./log/error-text.ts";

type Closer = () => Promise<unknown>;

/** What was opened and has to be closed: the last first. A part that cannot be closed does not keep the others open. */
export class Shutdown {
  readonly #closers: Closer[] = [];
  readonly #log: Log;
  #done: Promise<void> | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  add(close: Closer): void {
    this.#closers.push(close);
  }

  /** Closes everything once, however often it is asked. Never rejects. */
  run(): Promise<void> {
    this.#done ??= this.#closeAll();
    return this.#done;
  }

  async #closeAll(): Promise<void> {
    for (const close of this.#closers.reverse()) {
      try {
        await close();
      } catch (error) {
        this.#log.warn({ error: errorText(error) }, "Something could not be closed in order.");
      }
    }
  }
}

/** Whether the work ended within the time; if not, nobody waits for it any more. */
export async function inTime(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = delay(milliseconds, false, { signal: waiting.signal });
  // A late end or an aborted wait says nothing new.
  for (const each of [work, late]) each.catch(() => undefined);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    waiting.abort();
  }
}

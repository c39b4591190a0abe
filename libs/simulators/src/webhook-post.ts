import type { FaultTally } from "./fault-tally.ts";
import type { StruckWebhook } from "./mixed-faults.ts";

/** How long a webhook that is to be overtaken trails the one that overtakes it. */
const OVERTAKEN_BY_MS = 20;

/** The way of webhooks to their target, on which they can be lost, doubled, delayed or overtaken by the next. */
export class WebhookPost {
  readonly #tally: FaultTally;
  readonly #timers = new Set<NodeJS.Timeout>();
  #strike: (() => StruckWebhook | null) | null = null;
  #heldBack: { send: () => void; timer: NodeJS.Timeout } | null = null;

  constructor(tally: FaultTally) {
    this.#tally = tally;
  }

  /** What is asked for each webhook; null ends it. What is under way still arrives. */
  mixIn(strike: (() => StruckWebhook | null) | null): void {
    this.#strike = strike;
  }

  /** Webhooks that are delayed or held back. */
  get pending(): number {
    return this.#timers.size;
  }

  pass(send: () => void): void {
    const struck = this.#strike?.() ?? null;
    const overtaken = this.#heldBack;
    this.#heldBack = null;
    if (struck) this.#tally.other(`webhook-${struck.fault}`);
    switch (struck?.fault) {
      case undefined:
        send();
        break;
      case "lost":
        break;
      case "duplicated":
        for (let time = 0; time < struck.times; time += 1) send();
        break;
      case "delayed":
        this.#later(send, struck.delayMs);
        break;
      case "reordered":
        this.#heldBack = { send, timer: this.#later(send, struck.delayMs) };
        break;
    }
    if (!overtaken || !this.#timers.has(overtaken.timer)) return;
    this.#forget(overtaken.timer);
    this.#later(overtaken.send, OVERTAKEN_BY_MS);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(send: () => void, ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #forget(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}

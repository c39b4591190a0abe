import type { FaultSpec, FaultTarget } from "./faults.ts";
import type { CallFault, OutageKind, SettledMix, Span, WebhookFault } from "./fault-mix.ts";
import { SeededRandom } from "./seeded-random.ts";

/** What one call meets. */
export type Struck = {
  specs: FaultSpec[];
  outage: { kind: OutageKind; forMs: number } | null;
  /** The skew to which the helpdesk's clock steps. */
  clockSkewMs: number | null;
};

export type StruckWebhook = { fault: WebhookFault; times: number; delayMs: number };

const GATEWAY_STATUSES = [500, 502, 503, 504] as const;
const BODIES = ["html", "own-error", "json", "empty"] as const;

/** Draws from a mix. The same seed and the same sequence of calls give the same faults. */
export class MixedFaults {
  readonly #mix: SettledMix;
  readonly #reads: SeededRandom;
  readonly #writes: SeededRandom;
  readonly #side: SeededRandom;
  readonly #people: SeededRandom;
  readonly #webhooks: SeededRandom;

  constructor(mix: SettledMix) {
    this.#mix = mix;
    this.#reads = new SeededRandom(mix.seed, "reads");
    this.#writes = new SeededRandom(mix.seed, "writes");
    this.#side = new SeededRandom(mix.seed, "side");
    this.#people = new SeededRandom(mix.seed, "people");
    this.#webhooks = new SeededRandom(mix.seed, "webhooks");
  }

  /** Always the same number of draws, so that one chance more does not move every later fault. */
  call(target: FaultTarget): Struck {
    const stream = target.writes ? this.#writes : this.#reads;
    const chances = target.writes ? this.#mix.writes : this.#mix.reads;
    const [slow, which, first, second] = [stream.next(), stream.next(), stream.next(), stream.next()];
    const [outage, outageFor, step, skew] = [
      this.#side.next(),
      this.#side.next(),
      this.#side.next(),
      this.#side.next(),
    ];
    const { spans } = this.#mix;
    const specs: FaultSpec[] = [];
    const { latency = 0, ...breaking } = chances;
    if (slow < latency) specs.push({ kind: "latency", ms: within(spans.latency, first) });
    const kind = chosen(breaking, which);
    if (kind !== null) specs.push(this.#spec(kind, first, second));
    const begun = chosen(this.#mix.outages, outage);
    return {
      specs,
      outage: begun === null ? null : { kind: begun, forMs: within(spans.outage, outageFor) },
      clockSkewMs: step < this.#mix.clockStep ? within(spans.clockSkew, skew) : null,
    };
  }

  /** How long the next message of a person stays invisible; null: not at all. */
  lateVisibleMs(): number | null {
    const [roll, span] = [this.#people.next(), this.#people.next()];
    return roll < this.#mix.lateVisible ? within(this.#mix.spans.lateVisible, span) : null;
  }

  webhook(): StruckWebhook | null {
    const [roll, span, times] = [this.#webhooks.next(), this.#webhooks.next(), this.#webhooks.next()];
    const fault = chosen(this.#mix.webhooks, roll);
    if (fault === null) return null;
    return { fault, times: 2 + Math.floor(times * 3), delayMs: within(this.#mix.spans.webhookDelay, span) };
  }

  #spec(kind: Exclude<CallFault, "latency">, first: number, second: number): FaultSpec {
    const { spans } = this.#mix;
    switch (kind) {
      case "late-commit":
        return { kind, ms: within(spans.lateCommit, first), reset: true };
      case "timeout-before-commit":
      case "timeout-after-commit":
        return { kind, ms: within(spans.timeout, first) };
      case "server-error":
        return { kind: "status", status: pick(GATEWAY_STATUSES, first), body: pick(BODIES, second) };
      case "too-many-requests":
        return { kind: "status", status: 429, body: pick(BODIES, second), retryAfter: 1 };
      case "error-after-commit":
        return first < 0.3
          ? { kind: "html-instead-of-json", point: "after-commit" }
          : {
              kind: "status",
              status: pick(GATEWAY_STATUSES, second),
              body: pick(BODIES, first),
              point: "after-commit",
            };
      default:
        return { kind };
    }
  }
}

function chosen<K extends string>(chances: Partial<Record<K, number>>, roll: number): K | null {
  let passed = 0;
  for (const [name, chance] of Object.entries(chances) as [K, number][]) {
    passed += chance;
    if (roll < passed) return name;
  }
  return null;
}

function within([from, to]: Span, roll: number): number {
  return Math.round(from + roll * (to - from));
}

function pick<T>(values: readonly [T, ...T[]], roll: number): T {
  return values[Math.floor(roll * values.length)] ?? values[0];
}

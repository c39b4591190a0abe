import type { Side } from "@ticket-bridge/helpdesk";

import { pollIntervals, pollsPerMs } from "../decide/poll-interval.ts";
import { refill, spend, type PollPace } from "../decide/poll-pace.ts";
import type { EngineContext } from "../engine-context.ts";
import type { PollIntervals } from "../ports/poll-store.ts";

/** Counting all linked tickets takes some 20 ms with 50,000 of them, and their number changes slowly. */
const countEveryMs = 30_000;

/** At which intervals and how fast one after another a side's tickets are read while nobody hints at them. */
export class PollSchedule {
  readonly #context: EngineContext;
  readonly #side: Side;
  readonly #shortestMs: number;
  #intervals: PollIntervals;
  #countedAt = -Infinity;
  #pace: PollPace = { saved: 0, at: -Infinity };

  constructor(context: EngineContext, side: Side, shortestMs: number) {
    this.#context = context;
    this.#side = side;
    this.#shortestMs = shortestMs;
    this.#intervals = { activeMs: shortestMs, quietMs: shortestMs };
  }

  get intervals(): PollIntervals {
    return this.#intervals;
  }

  /** How many polls may begin now that nobody hinted at. */
  allowed(): number {
    const { clock, settings } = this.#context;
    const rate = pollsPerMs(settings.sides[this.#side].callsPerSecond);
    this.#pace = refill(this.#pace, clock.monotonic(), rate);
    return Math.floor(this.#pace.saved);
  }

  spent(polls: number): void {
    this.#pace = spend(this.#pace, polls);
  }

  /** Computes the intervals anew, and brings forward tickets that became active, when that is half a minute ago. */
  async keepUp(): Promise<void> {
    const { store, clock, settings } = this.#context;
    const now = clock.monotonic();
    if (now - this.#countedAt < countEveryMs) return;
    const load = await store.pollLoad(this.#side);
    const { callsPerSecond } = settings.sides[this.#side];
    this.#intervals = pollIntervals({ ...load, callsPerSecond, shortestMs: this.#shortestMs });
    const { activeMs, quietMs } = this.#intervals;
    if (activeMs < quietMs) await store.hurryActive(this.#side, activeMs);
    this.#countedAt = now;
  }
}

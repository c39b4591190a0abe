import type { CallBudget, CallPriority } from "@ticket-bridge/helpdesk";

export interface LocalBudgetOptions {
  readonly ratePerSecond: number;
  /** How many seconds' worth of calls may go out at once after a quiet time: more than 0, at most 2 (P8). */
  readonly burstSeconds: number;
  readonly concurrency: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

interface Waiter {
  readonly priority: CallPriority;
  readonly admit: () => void;
}

/**
 * A budget for one process: a rate with a bounded burst (GCRA: one number, the time at which the next call would be
 * due at the even rate), a number of calls at once, and live callers ahead of backfill. For one-process tools and
 * tests; the service shares its budget through the database.
 * @throws RangeError for numbers outside the documented range.
 */
export function localBudget(options: LocalBudgetOptions): CallBudget {
  if (!(options.ratePerSecond > 0)) throw new RangeError("ratePerSecond must be above 0");
  if (!(options.concurrency >= 1)) throw new RangeError("concurrency must be at least 1");
  if (!(options.burstSeconds > 0 && options.burstSeconds <= 2)) {
    throw new RangeError("burstSeconds must be above 0 and at most 2");
  }
  return new LocalBudget(options);
}

class LocalBudget implements CallBudget {
  private readonly options: LocalBudgetOptions;
  private readonly spacingMs: number;
  private readonly toleranceMs: number;
  private readonly waiting: Waiter[] = [];
  private dueAt = Number.NEGATIVE_INFINITY;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: LocalBudgetOptions) {
    this.options = options;
    this.spacingMs = 1000 / options.ratePerSecond;
    this.toleranceMs = Math.max(options.burstSeconds * 1000 - this.spacingMs, 0);
  }

  acquire(priority: CallPriority, signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        // Nobody may be left for whom the timer would keep the process alive.
        this.admitDue();
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = {
        priority,
        admit: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve(this.placeOnce());
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.enqueue(waiter);
      this.admitDue();
    });
  }

  pauseFor(milliseconds: number): Promise<void> {
    this.pausedUntil = Math.max(this.pausedUntil, this.options.clock() + milliseconds);
    return Promise.resolve();
  }

  private enqueue(waiter: Waiter): void {
    const firstBackfill = this.waiting.findIndex((other) => other.priority === "backfill");
    if (waiter.priority === "backfill" || firstBackfill < 0) this.waiting.push(waiter);
    else this.waiting.splice(firstBackfill, 0, waiter);
  }

  private admitDue(): void {
    clearTimeout(this.timer);
    while (this.running < this.options.concurrency) {
      const next = this.waiting[0];
      if (next === undefined) return;
      const now = this.options.clock();
      const waitMs = Math.max(this.dueAt - this.toleranceMs, this.pausedUntil) - now;
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.admitDue(), Math.ceil(waitMs));
        return;
      }
      this.dueAt = Math.max(this.dueAt, now) + this.spacingMs;
      this.running += 1;
      this.waiting.shift();
      next.admit();
    }
  }

  private placeOnce(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.running -= 1;
      this.admitDue();
    };
  }
}

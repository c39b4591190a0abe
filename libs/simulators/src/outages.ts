import type { FaultPlan } from "./faults.ts";
import type { FaultTally } from "./fault-tally.ts";
import type { OutageKind } from "./fault-mix.ts";
import type { Listener } from "./listener.ts";

/**
 * One outage of the whole helpdesk at a time: `refused` has no listener on its ports and cuts what was connected,
 * `hanging` takes calls and never answers, `offline` is the web server's 503 while the application is away.
 */
export class Outages {
  readonly #parts: { plan: FaultPlan; tally: FaultTally; listener: Listener; release: () => void };
  #kind: OutageKind | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: { plan: FaultPlan; tally: FaultTally; listener: Listener; release: () => void }) {
    this.#parts = parts;
  }

  get current(): OutageKind | null {
    return this.#kind;
  }

  /** Begins an outage in place of one that stands. With `forMs` it ends by itself. Resolves when it has begun. */
  async begin(kind: OutageKind, forMs?: number): Promise<void> {
    const before = this.#kind;
    clearTimeout(this.#timer);
    const { plan, tally, listener } = this.#parts;
    tally.other(`outage-${kind}`);
    this.#kind = kind;
    plan.outage(SPECS[kind]);
    if (forMs !== undefined) this.#timer = setTimeout(() => void this.end(), forMs);
    if (kind === "refused") await listener.refuse();
    else if (before === "refused") await listener.accept();
  }

  /** Resolves when the helpdesk takes calls again. Calls that hung are cut, as a restarted server would do it. */
  async end(): Promise<void> {
    const kind = this.#kind;
    clearTimeout(this.#timer);
    this.#kind = null;
    this.#parts.plan.outage(null);
    if (kind === "hanging") this.#parts.release();
    if (kind === "refused") await this.#parts.listener.accept();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** What a call meets that comes in all the same; with `refused`, one that was on its way when the ports closed. */
const SPECS = {
  refused: { kind: "reset-before-commit" },
  hanging: { kind: "timeout-before-commit" },
  offline: { kind: "offline" },
} as const;

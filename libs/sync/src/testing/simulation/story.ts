import type { SimulatedClock } from "../simulated-clock.ts";

/** What went wrong on the way, by kind: the columns of the table that `npm run simulate` ends with. */
export type FaultCounts = Readonly<Record<string, number>>;

/** What happened, one line each with the simulated time, and how often each kind of fault did. */
export class Story {
  readonly lines: string[] = [];
  readonly #clock: SimulatedClock;
  readonly #faults = new Map<string, number>();

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  tell(line: string): void {
    const seconds = (this.#clock.monotonic() / 1_000).toFixed(3).padStart(9);
    this.lines.push(`${seconds} s  ${line}`);
  }

  count(fault: string): void {
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
  }

  get faults(): FaultCounts {
    return Object.fromEntries([...this.#faults].sort(([a], [b]) => a.localeCompare(b)));
  }
}

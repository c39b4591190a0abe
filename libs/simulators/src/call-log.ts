/** The calls of one second of the machine's clock. */
export type CallSecond = { second: number; reads: number; writes: number };

export type CallLog = { total: number; reads: number; writes: number; perSecond: CallSecond[] };

/** When calls came in, so that a budget can be checked. */
export class CallTimes {
  #times: number[] = [];
  #seconds: CallSecond[] = [];
  /** Milliseconds of a clock that never steps. */
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  called(writes: boolean): void {
    const now = this.#now();
    this.#times.push(now);
    const second = Math.floor((performance.timeOrigin + now) / 1000);
    let last = this.#seconds.at(-1);
    if (last?.second !== second) {
      last = { second, reads: 0, writes: 0 };
      this.#seconds.push(last);
    }
    last[writes ? "writes" : "reads"] += 1;
  }

  /** The seconds in which there were calls, from `after` on. */
  log(after = 0): CallLog {
    const writes = this.#seconds.reduce((sum, second) => sum + second.writes, 0);
    return {
      total: this.#times.length,
      reads: this.#times.length - writes,
      writes,
      perSecond: this.#seconds.filter(({ second }) => second > after).map((second) => ({ ...second })),
    };
  }

  /**
   * By how many calls the busiest stretch of any length went past `perSecond` times its length: a budget with a burst
   * of two seconds was kept when this is at most `2 * perSecond`.
   */
  mostAbove(perSecond: number): number {
    let level = 0;
    let most = 0;
    let before = 0;
    for (const time of this.#times) {
      level = Math.max(0, level - ((time - before) / 1000) * perSecond) + 1;
      most = Math.max(most, level);
      before = time;
    }
    return most;
  }

  clear(): void {
    this.#times = [];
    this.#seconds = [];
  }
}

import type { Clock } from "../ports/clock.ts";
import type { LaneLease } from "../ports/lane-store.ts";

const quietMs = 60 * 60_000;

/**
 * When each lane last wrote, in this process: about 100 bytes a lane. The first POST of a lane after a process start or
 * an hour of quiet is preceded by one read of the target's markers, since the database may have been restored from an
 * old backup meanwhile.
 */
export class PostMemory {
  readonly #lastPosts = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isFirst(lease: LaneLease): boolean {
    const last = this.#lastPosts.get(nameOf(lease));
    return last === undefined || this.#clock.monotonic() - last > quietMs;
  }

  note(lease: LaneLease): void {
    this.#lastPosts.set(nameOf(lease), this.#clock.monotonic());
  }
}

function nameOf(lease: LaneLease): string {
  return `${lease.linkId}/${lease.direction}`;
}

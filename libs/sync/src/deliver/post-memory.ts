import type { MessageId } from "@ticket-bridge/helpdesk";

import type { Clock } from "../ports/clock.ts";
import type { LaneLease } from "../ports/lane-store.ts";

const quietMs = 60 * 60_000;

/**
 * When each lane last wrote, in this process: about 100 bytes a lane. The first POST of a lane after a process start or
 * an hour of quiet is preceded by one read of the target's markers, since the database may have been restored from an
 * old backup meanwhile. What that read showed is remembered for as long: of a backup's lost rows some are captured only
 * after the lane's first POST, and each of them is to be looked up too.
 */
export class PostMemory {
  readonly #lastPosts = new Map<string, number>();
  readonly #looks = new Map<string, ReadonlyMap<string, MessageId>>();
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

  /** Our mirrors that stood on the target, by the name that TargetView gives them. */
  looked(lease: LaneLease, mirrors: ReadonlyMap<string, MessageId>): void {
    this.#looks.set(nameOf(lease), mirrors);
  }

  /** What the lane's last look showed under this name; null when it showed nothing or there was none. */
  seen(lease: LaneLease, name: string): MessageId | null {
    return this.#looks.get(nameOf(lease))?.get(name) ?? null;
  }
}

function nameOf(lease: LaneLease): string {
  return `${lease.linkId}/${lease.direction}`;
}

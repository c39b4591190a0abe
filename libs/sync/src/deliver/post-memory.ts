import { directions, type MessageId } from "@ticket-bridge/helpdesk";

import type { Clock } from "../ports/clock.ts";
import type { LaneLease } from "../ports/lane-store.ts";

type Lane = Pick<LaneLease, "linkId" | "direction">;

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

  isFirst(lease: Lane): boolean {
    const last = this.#lastPosts.get(nameOf(lease));
    return last === undefined || this.#clock.monotonic() - last > quietMs;
  }

  note(lease: Lane): void {
    this.#lastPosts.set(nameOf(lease), this.#clock.monotonic());
  }

  /** Our mirrors that stood on the target, by the name that TargetView gives them. */
  looked(lease: Lane, mirrors: ReadonlyMap<string, MessageId>): void {
    this.#looks.set(nameOf(lease), mirrors);
  }

  /** What the lane's last look showed under this name; null when it showed nothing or there was none. */
  seen(lease: Lane, name: string): MessageId | null {
    return this.#looks.get(nameOf(lease))?.get(name) ?? null;
  }

  /** Nothing is expected of this link's lanes soon. Should one write all the same, it looks first as after a start. */
  forget(linkId: string): void {
    for (const direction of directions) {
      this.#lastPosts.delete(nameOf({ linkId, direction }));
      this.#looks.delete(nameOf({ linkId, direction }));
    }
  }
}

function nameOf(lease: Lane): string {
  return `${lease.linkId}/${lease.direction}`;
}

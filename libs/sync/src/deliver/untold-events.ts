import type { LaneMessage, MirrorChange, MirrorEvent } from "../ports/lane-store.ts";

interface Untold extends Pick<LaneMessage, "mirrorId"> {
  readonly event: MirrorEvent;
  /** By the monotonic clock. */
  readonly at: number;
}

/**
 * What happened to a lane's messages and is told with the next change of each: a commit of its own for every line of a
 * trace would cost more than the message itself.
 */
export class UntoldEvents {
  #untold: readonly Untold[] = [];

  add(untold: Untold): void {
    this.#untold = [...this.#untold, untold];
  }

  /** These changes with what came before each. */
  with(changes: readonly MirrorChange[], now: number): readonly MirrorChange[] {
    if (this.#untold.length === 0) return changes;
    const seen = new Set<string>();
    return changes.map((change) => {
      const isLater = seen.has(change.mirrorId);
      seen.add(change.mirrorId);
      const before = isLater ? [] : this.#untold.filter(({ mirrorId }) => mirrorId === change.mirrorId);
      return before.length === 0 ? change : { ...change, before: before.map((each) => aged(each, now)) };
    });
  }

  /** These changes were committed. */
  told(changes: readonly MirrorChange[]): void {
    this.#untold = this.#untold.filter((each) => changes.every(({ mirrorId }) => mirrorId !== each.mirrorId));
  }

  /** Takes out what must be told although nothing else becomes of its message: that an uncertain one was looked for. */
  takeLeft(changes: readonly MirrorChange[], now: number): readonly MirrorChange[] {
    const isLeft = ({ mirrorId, event }: Untold) =>
      event.joins === true && changes.every((change) => change.mirrorId !== mirrorId);
    const left = this.#untold.filter(isLeft);
    this.#untold = this.#untold.filter((each) => !isLeft(each));
    return left.map((each) => {
      const { mirrorId } = each;
      return { to: "uncertain", mirrorId, reason: null, settleMs: null, event: aged(each, now) };
    });
  }
}

function aged({ event, at }: Untold, now: number): MirrorEvent {
  return { ...event, agoMs: Math.max(0, now - at) };
}

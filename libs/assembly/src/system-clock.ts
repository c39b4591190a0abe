import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import type { Clock, Random } from "@ticket-bridge/sync";

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(Math.min(milliseconds, 2 ** 31 - 1), undefined, signal ? { signal } : {});
    } catch {
      // The port's promise: an abort ends the sleep, it is no error.
    }
  },
};

export const systemRandom: Random = { next: () => Math.random(), id: () => randomUUID() };

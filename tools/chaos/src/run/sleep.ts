import { setTimeout as delay } from "node:timers/promises";

/** Waits, or less when the signal is aborted; never rejects. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

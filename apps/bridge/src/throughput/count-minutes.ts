import { errorText, type Log } from "@ticket-bridge/assembly";
import type { DashboardReads } from "@ticket-bridge/store";
import type { Clock } from "@ticket-bridge/sync";

const everyMs = 10_000;

/** Has what was mirrored counted every ten seconds, for the charts. Ends when the signal aborts; never rejects. */
export async function countMinutes(
  { store, clock, log }: { store: Pick<DashboardReads, "countMinutes">; clock: Clock; log: Log },
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      await store.countMinutes();
    } catch (error) {
      log.warn({ error: errorText(error) }, "What was mirrored in the last minutes could not be counted.");
    }
    await clock.sleep(everyMs, stopping);
  }
}

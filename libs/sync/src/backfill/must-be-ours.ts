import type { EngineContext } from "../engine-context.ts";
import type { BackfillLease, BackfillStore } from "../ports/backfill-store.ts";
import { RunLostError } from "./set-aside-error.ts";

/**
 * Stores a step of a run. Rejects with RunLostError when another process has the run. A step that is refused although the
 * run is ours was done by a call before, whose answer was lost.
 */
export async function mustBeOurs(
  { store, settings }: EngineContext,
  lease: BackfillLease,
  step: (store: BackfillStore) => Promise<boolean>,
): Promise<void> {
  if (await step(store)) return;
  if ((await store.renewBackfill(lease, settings.leaseMs)) === null) throw new RunLostError();
}

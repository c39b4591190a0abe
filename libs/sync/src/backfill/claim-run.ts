import type { EngineContext } from "../engine-context.ts";
import type { BackfillClaim, BackfillLease } from "../ports/backfill-store.ts";
import { BackfillBusyError, BackfillNotFoundError } from "./errors.ts";
import type { Session } from "./session.ts";
import { RunLostError } from "./set-aside-error.ts";
import { databaseAway, isStoreAway, patienceMs } from "./with-patience.ts";

const lookAgainMs = 500;

/**
 * Takes a run. One that another process holds is waited for as long as that process does not renew its lease: it may have
 * been killed. Rejects with BackfillBusyError as soon as it does, and with BackfillNotFoundError.
 */
export async function claimRun(
  { context, progress, stopping }: Session,
  { id, begin, name }: { readonly id: string; readonly begin: boolean; readonly name: string },
): Promise<Extract<BackfillClaim, { kind: "claimed" | "finished" }>> {
  const { store, settings, clock, workerId } = context;
  let freeAt = Infinity;
  for (;;) {
    const claim = await store.claimBackfill(id, { workerId, name }, { leaseMs: settings.leaseMs, begin });
    if (claim.kind === "not-found") throw new BackfillNotFoundError(id);
    if (claim.kind !== "busy") return claim;
    const free = clock.monotonic() + claim.freeInMs;
    // Two readings of one moment differ by what a statement takes; a renewal gives a third of the lease.
    if (free > freeAt + settings.leaseMs / 6) throw new BackfillBusyError(id, claim.carriedBy);
    freeAt = Math.min(freeAt, free);
    const seconds = Math.ceil(claim.freeInMs / 1_000);
    progress.waiting = `${claim.carriedBy.name} had this run and gives no sign of life: it is free in ${seconds} s.`;
    await clock.sleep(Math.min(lookAgainMs, claim.freeInMs + 10), stopping);
    stopping.throwIfAborted();
  }
}

/** Renews the lease until it is done; tells when the run is to stop, and why: a person asked for it, or it was lost. */
export async function keepLease(
  { clock, log, settings, store }: EngineContext,
  lease: BackfillLease,
  { done, onStop }: { readonly done: AbortSignal; readonly onStop: (reason: unknown) => void },
): Promise<void> {
  let renewedAt = clock.monotonic();
  while (!done.aborted) {
    await clock.sleep(Math.min(settings.leaseMs / 3, 1_000), done);
    if (done.aborted) return;
    const askedAt = clock.monotonic();
    try {
      const kept = await store.renewBackfill(lease, settings.leaseMs);
      if (kept === null) return onStop(new RunLostError());
      renewedAt = askedAt;
      if (kept.stopAsked) onStop(new Error("A person asked for it."));
    } catch (error) {
      log.log({ level: "warn", message: "The lease of a backfill could not be renewed.", error: String(error) });
      // While the database is away nobody else can take the run either, and every step looks at the epoch.
      if (isStoreAway(error)) {
        if (askedAt - renewedAt > patienceMs) return onStop(databaseAway(error));
      } else if (askedAt - renewedAt > settings.leaseMs) return onStop(new RunLostError());
    }
  }
}

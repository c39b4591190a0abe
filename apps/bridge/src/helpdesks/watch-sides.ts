import { DeliveryError, sides, type Helpdesk, type Side } from "@ticket-bridge/helpdesk";
import type { Clock, SideHealth, SideStore } from "@ticket-bridge/sync";

import { errorText, type Log } from "@ticket-bridge/assembly";

const lookEveryMs = 5_000;
/** A side that was asked by anybody within this time need not be asked by us. */
const freshMs = 60_000;

/**
 * Asks a helpdesk who we are when nobody has asked it anything for a minute, so that the status is true also with no
 * linked ticket, and one that was down is found to be back. Ends when the signal aborts; a paused side is left alone.
 */
export async function watchSides(
  parts: {
    store: SideStore;
    helpdesks: Readonly<Record<Side, Helpdesk>>;
    health: SideHealth;
    clock: Clock;
    log: Log;
  },
  stopping: AbortSignal,
): Promise<void> {
  // The store's times are the database's clock, so freshness is how long ago a time was first seen here.
  const seen = new Map<Side, { at: number | null; since: number }>();
  while (!stopping.aborted) {
    try {
      const standings = await parts.store.sideStandings();
      await Promise.all(
        sides.map(async (side) => {
          const standing = standings.find((each) => each.side === side);
          const at = standing?.lastSuccessAt ?? null;
          const before = seen.get(side);
          const since = before !== undefined && before.at === at ? before.since : parts.clock.monotonic();
          seen.set(side, { at, since });
          if (standing?.paused === true || !parts.health.isOpen(side, "read")) return;
          const working = before !== undefined && at !== null && standing?.trouble === null;
          if (working && parts.clock.monotonic() - since < freshMs) return;
          await ask(parts, side, stopping);
        }),
      );
    } catch (error) {
      parts.log.warn({ error: errorText(error) }, "The helpdesks' standing could not be read.");
    }
    await parts.clock.sleep(lookEveryMs, stopping);
  }
}

async function ask(
  { helpdesks, health, log }: { helpdesks: Readonly<Record<Side, Helpdesk>>; health: SideHealth; log: Log },
  side: Side,
  signal: AbortSignal,
): Promise<void> {
  try {
    const account = await helpdesks[side].describeAccount({ signal });
    await health.worked(side, "read");
    log.debug({ side, account: account.name }, "The helpdesk answers.");
  } catch (error) {
    if (!(error instanceof DeliveryError)) {
      if (!signal.aborted) throw error;
      return;
    }
    await health.failed(side, "read", error);
    log.warn({ side }, error.message);
  }
}

import { setTimeout as delay } from "node:timers/promises";

import {
  backfillAnswer,
  bodyOfOptions,
  reportLineView,
  type BackfillAnswer,
  type ReportLineView,
} from "@ticket-bridge/assembly";
import { BackfillStoppedError, type BackfillOptions } from "@ticket-bridge/sync";
import { z } from "zod";

import type { BackfillDesk, Watch } from "./backfill-desk.ts";
import { BridgeRefusedError, HelpdeskTroubleError, type CallBridge } from "./call-bridge.ts";

const askEveryMs = 500;
const pageOfRuns = z.object({ items: z.array(backfillAnswer) });
const pageOfReport = z.object({ items: z.array(reportLineView), nextCursor: z.string().nullable() });

/**
 * The backfills of a database that a running bridge has open: the bridge carries them out, and goes on when this command
 * is killed. `watcher` names this command, so that a second one is refused.
 */
export function deskAtBridge(call: CallBridge, watcher: string): BackfillDesk {
  const path = (id: string) => `/api/backfills/${id}`;
  const look = async (id: string) =>
    backfillAnswer.parse(await call("GET", `${path(id)}?watcher=${encodeURIComponent(watcher)}`));

  /** Shows how it goes until the bridge has ended its work on it; stops it when the signal aborts. */
  async function follow(id: string, { signal, onProgress }: Watch): Promise<BackfillAnswer> {
    let isStopped = false;
    for (;;) {
      if (signal.aborted && !isStopped) {
        isStopped = true;
        await orEnded(call("POST", `${path(id)}/stop`));
      }
      const seen = await look(id);
      if (!seen.isWorking) return checked(seen);
      if (seen.progress !== null) onProgress(seen.progress);
      await delay(askEveryMs, undefined, isStopped ? {} : { signal }).catch(() => undefined);
    }
  }

  async function resume(id: string, prepareOnly: boolean, watch: Watch): Promise<BackfillAnswer> {
    await call("POST", `${path(id)}/resume`, { prepareOnly, watcher });
    return await follow(id, watch);
  }

  return {
    plan: async (options, watch) => {
      const { id } = await begin({ dryRun: true }, options);
      const { plan } = await follow(id, watch);
      if (plan === null) throw new BackfillStoppedError();
      return plan;
    },
    create: (options) => begin({ start: false, watcher }, options),
    prepare: (id, watch) => resume(id, true, watch),
    run: (id, watch) => resume(id, false, watch),
    discard: async (id) => {
      await call("DELETE", path(id));
      return true;
    },
    get: (id) => orNull(look(id)),
    unfinished: async () => {
      // Only the newest one can be unfinished, because another is not begun before.
      const [newest] = pageOfRuns.parse(await call("GET", "/api/backfills?limit=1")).items;
      return newest === undefined || newest.state === "finished" ? null : newest;
    },
    report: (id) => reportOf(id),
  };

  async function begin(how: object, options: BackfillOptions): Promise<BackfillAnswer> {
    return backfillAnswer.parse(await call("POST", "/api/backfills", { ...bodyOfOptions(options), ...how }));
  }

  async function* reportOf(id: string): AsyncIterable<ReportLineView> {
    let cursor: string | null = null;
    do {
      const place: string = cursor === null ? "" : `&cursor=${cursor}`;
      const page: z.output<typeof pageOfReport> = pageOfReport.parse(
        await call("GET", `${path(id)}/report?limit=200${place}`),
      );
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}

/** Throws what the bridge's work on it ended with, when that was no result. */
function checked(seen: BackfillAnswer): BackfillAnswer {
  const { failure } = seen;
  if (failure === null) return seen;
  if (failure.cause === "asked") throw new BackfillStoppedError(failure.reason);
  if (failure.cause === "other") throw new BridgeRefusedError(500, failure.reason);
  throw new HelpdeskTroubleError(failure.cause, failure.reason);
}

/** What ends in the same moment cannot be stopped any more: the next look shows how it ended. */
async function orEnded(stopping: Promise<unknown>): Promise<void> {
  try {
    await stopping;
  } catch (error) {
    if (!(error instanceof BridgeRefusedError) || error.status !== 409) throw error;
  }
}

async function orNull<Found>(found: Promise<Found>): Promise<Found | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof BridgeRefusedError && error.status === 404) return null;
    throw error;
  }
}

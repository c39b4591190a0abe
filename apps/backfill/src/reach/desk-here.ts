import { viewOfBackfill, viewOfPlan, viewOfProgress, viewOfReportLine } from "@ticket-bridge/assembly";
import type { BackfillsFace, BackfillWatch } from "@ticket-bridge/sync";

import type { BackfillDesk, Watch } from "./backfill-desk.ts";

/** The backfills of a database that this process has open. */
export function deskHere(backfills: BackfillsFace): BackfillDesk {
  return {
    plan: async (options, watch) => viewOfPlan(await backfills.plan(options, watched(watch))),
    create: async (options) => viewOfBackfill(await backfills.create(options)),
    prepare: async (id, watch) => viewOfBackfill(await backfills.prepare(id, watched(watch))),
    run: async (id, watch) => viewOfBackfill(await backfills.run(id, watched(watch))),
    discard: (id) => backfills.discard(id),
    get: async (id) => {
      const found = await backfills.get(id);
      return found === null ? null : viewOfBackfill(found);
    },
    unfinished: async () => {
      const found = await backfills.unfinished();
      return found === null ? null : viewOfBackfill(found);
    },
    report: async function* (id) {
      for await (const line of backfills.report(id)) yield viewOfReportLine(line);
    },
  };
}

function watched({ signal, onProgress }: Watch): BackfillWatch {
  return { signal, onProgress: (progress) => onProgress(viewOfProgress(progress)) };
}

import type { HistorySize } from "./backfill/backfill-site.ts";
import type { AttachmentSize } from "./parts/attachments.ts";
import type { BackfillSize } from "./parts/backfill.ts";
import type { CostSize } from "./parts/costs.ts";
import type { EditSize } from "./parts/edits.ts";
import type { FullDatabaseSize } from "./parts/full-database.ts";
import type { ListSize } from "./parts/lists.ts";
import type { LatencySize } from "./parts/latency.ts";
import type { ThroughputSize } from "./parts/throughput.ts";
import type { DatabaseKind } from "./rig.ts";

export interface Sizes {
  readonly throughput: Readonly<Record<DatabaseKind, ThroughputSize>>;
  readonly costs: CostSize;
  readonly latency: LatencySize;
  readonly fullDatabase: FullDatabaseSize;
  readonly attachments: AttachmentSize;
  readonly edits: EditSize;
  readonly lists: ListSize;
  readonly backfill: BackfillSize;
}

/** Tickets with 20 messages each. */
function history(messages: number): HistorySize {
  return { tickets: Math.ceil(messages / 20), messages };
}

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

/** As large as ten minutes on two cores allow. */
export const wholeSizes: Sizes = {
  throughput: {
    postgresql: { tickets: 120, messages: 600, rounds: 3 },
    embedded: { tickets: 60, messages: 300, rounds: 2 },
  },
  costs: { tickets: 40, perSecond: 20, live: 200, backlog: 1_200, idleSeconds: 5 },
  latency: { tickets: 60, perSecond: 20, seconds: 30 },
  fullDatabase: { tickets: 100, messages: 600, rounds: 3, fill: { links: 50_000, mirrors: 1_000_000 } },
  attachments: {
    rounds: 2,
    files: [
      { bytes: kilobyte, tickets: 32, messages: 120 },
      { bytes: 100 * kilobyte, tickets: 32, messages: 60 },
      { bytes: megabyte, tickets: 16, messages: 24 },
      { bytes: 10 * megabyte, tickets: 8, messages: 8 },
      { bytes: 25 * megabyte, tickets: 8, messages: 4 },
    ],
  },
  edits: { tickets: 60, messages: 180, rounds: 2 },
  lists: { fill: { links: 100_000, mirrors: 1_000_000 }, times: 200 },
  backfill: {
    rates: { postgresql: { ...history(4_000), rounds: 3 }, embedded: { ...history(600), rounds: 2 } },
    plans: [history(10_000), history(40_000)],
    runs: [],
  },
};

/** The backfill at the sizes that its targets speak of, for those who ask for it by name. */
export const largeBackfill: BackfillSize = {
  rates: wholeSizes.backfill.rates,
  plans: [history(10_000), history(100_000), history(200_000)],
  runs: [history(10_000), history(40_000)],
};

/** Whole runs at the sizes that its memory is judged by, and nothing else. */
export const backfillMemory: BackfillSize = { rates: null, plans: [], runs: [history(10_000), history(200_000)] };

import type { CostSize } from "./parts/costs.ts";
import type { FullDatabaseSize } from "./parts/full-database.ts";
import type { LatencySize } from "./parts/latency.ts";
import type { ThroughputSize } from "./parts/throughput.ts";
import type { DatabaseKind } from "./rig.ts";

export interface Sizes {
  readonly throughput: Readonly<Record<DatabaseKind, ThroughputSize>>;
  readonly costs: CostSize;
  readonly latency: LatencySize;
  readonly fullDatabase: FullDatabaseSize;
}

/** As large as ten minutes on two cores allow. */
export const wholeSizes: Sizes = {
  throughput: {
    postgresql: { tickets: 120, messages: 600, rounds: 3 },
    embedded: { tickets: 60, messages: 300, rounds: 2 },
  },
  costs: { tickets: 40, perSecond: 20, live: 200, backlog: 1_200, idleSeconds: 5 },
  latency: { tickets: 60, perSecond: 20, seconds: 30 },
  fullDatabase: { tickets: 100, messages: 600, rounds: 3, fill: { links: 50_000, mirrors: 1_000_000 } },
};

import type { Memory } from "../process/memory.ts";
import type { Attachments } from "../parts/attachments.ts";
import type { Backfill } from "../parts/backfill.ts";
import type { Cost } from "../parts/costs.ts";
import type { Edits } from "../parts/edits.ts";
import type { FullDatabase } from "../parts/full-database.ts";
import type { Latency } from "../parts/latency.ts";
import type { Lists } from "../parts/lists.ts";
import type { Throughput } from "../parts/throughput.ts";
import type { DatabaseKind } from "../rig.ts";
import type { Capacity } from "./capacity.ts";
import type { Machine } from "./machine.ts";
import type { Target } from "./targets.ts";

export interface MemoryOf extends Memory {
  readonly database: DatabaseKind;
}

/** What the parts measured; a part that was not asked for left nothing. */
export interface Figures {
  readonly throughput: readonly Throughput[];
  readonly costs: readonly Cost[];
  readonly latency: readonly Latency[];
  /** After throughput and latency, the largest bridge of each database. */
  readonly memory: readonly MemoryOf[];
  readonly fullDatabase: FullDatabase | null;
  readonly attachments: readonly Attachments[];
  readonly edits: readonly Edits[];
  readonly lists: Lists | null;
  readonly backfill: Backfill | null;
}

/** The one document of `npm run bench -- --json`. */
export interface BenchDocument extends Figures {
  /** ISO 8601 UTC. */
  readonly date: string;
  readonly commit: string;
  readonly command: string;
  readonly machine: Machine;
  readonly seconds: number;
  readonly targets: readonly Target[];
  readonly capacity: Capacity | null;
}

import type { Memory } from "./process/memory.ts";
import { measureAttachments } from "./parts/attachments.ts";
import { measureBackfill } from "./parts/backfill.ts";
import { measureCosts } from "./parts/costs.ts";
import { measureEdits } from "./parts/edits.ts";
import { measureFullDatabase } from "./parts/full-database.ts";
import { measureLatency } from "./parts/latency.ts";
import { measureLists } from "./parts/lists.ts";
import { measureThroughput } from "./parts/throughput.ts";
import type { Part } from "./bench-options.ts";
import type { Progress } from "./progress.ts";
import { capacityOf } from "./report/capacity.ts";
import type { BenchDocument, Figures, MemoryOf } from "./report/document.ts";
import { thisCommit, thisMachine } from "./report/machine.ts";
import { targetsOf } from "./report/targets.ts";
import type { DatabaseKind, Rig } from "./rig.ts";
import type { Sizes } from "./sizes.ts";

export interface Asked {
  readonly parts: readonly Part[];
  readonly databases: readonly DatabaseKind[];
  readonly sizes: Sizes;
  /** What was typed. */
  readonly command: string;
}

/** Measures the asked parts one after another, and holds the figures against what is to be reached. */
export async function runBench(rig: Rig, asked: Asked, progress: Progress): Promise<BenchDocument> {
  const date = new Date().toISOString();
  const machine = thisMachine();
  const from = performance.now();
  const figures = await measure(rig, asked, progress);
  return {
    ...{ date, commit: thisCommit(), command: asked.command, machine },
    seconds: (performance.now() - from) / 1_000,
    ...figures,
    targets: targetsOf(figures),
    capacity: capacityOf(figures.costs),
  };
}

async function measure(rig: Rig, { parts, databases, sizes }: Asked, progress: Progress): Promise<Figures> {
  const memories: { database: DatabaseKind; memory: Memory }[] = [];
  const keep = (database: DatabaseKind, memory: Memory | null) => {
    if (memory !== null) memories.push({ database, memory });
  };
  const throughput: Figures["throughput"][number][] = [];
  const latency: Figures["latency"][number][] = [];
  for (const database of databases) {
    if (parts.includes("throughput")) {
      const measured = await measureThroughput(rig, database, sizes.throughput[database], progress);
      throughput.push(...measured.rows);
      keep(database, measured.memory);
    }
    if (parts.includes("latency")) {
      const measured = await measureLatency(rig, database, sizes.latency, progress);
      latency.push(...measured.rows);
      keep(database, measured.memory);
    }
  }
  const costs = parts.includes("costs") ? await measureCosts(rig, sizes.costs, progress) : [];
  const fullDatabase = parts.includes("full-database")
    ? await measureFullDatabase(rig, sizes.fullDatabase, progress)
    : null;
  const attachments = parts.includes("attachments") ? await measureAttachments(rig, sizes.attachments, progress) : [];
  const edits = parts.includes("edits") ? await measureEdits(rig, sizes.edits, progress) : [];
  const lists = parts.includes("lists") ? await measureLists(rig, sizes.lists, progress) : null;
  const backfill = parts.includes("backfill") ? await measureBackfill(rig, databases, sizes.backfill, progress) : null;
  const memory = largest(databases, memories);
  return { throughput, costs, latency, memory, fullDatabase, attachments, edits, lists, backfill };
}

function largest(
  databases: readonly DatabaseKind[],
  memories: readonly { database: DatabaseKind; memory: Memory }[],
): MemoryOf[] {
  return databases.flatMap((database) => {
    const of = memories.filter((each) => each.database === database).map(({ memory }) => memory);
    const [most] = [...of].sort((a, b) => b.peakMb - a.peakMb);
    return most === undefined ? [] : [{ database, ...most }];
  });
}

import type { FaultSpec, FaultTarget } from "./faults.ts";

/** How often each class of fault was thrown: at reads, at writes, and at what is no call. */
export type FaultCounts = {
  total: number;
  reads: Record<string, number>;
  writes: Record<string, number>;
  /** Outages, messages that became visible late, webhooks, steps of the clock. */
  others: Record<string, number>;
};

/** Counts the faults that were thrown, by class. */
export class FaultTally {
  #counts: FaultCounts = none();

  call(target: FaultTarget, spec: FaultSpec): void {
    this.#add(target.writes ? this.#counts.writes : this.#counts.reads, classOf(spec));
  }

  other(name: string): void {
    this.#add(this.#counts.others, name);
  }

  counts(): FaultCounts {
    return structuredClone(this.#counts);
  }

  clear(): void {
    this.#counts = none();
  }

  #add(counts: Record<string, number>, name: string): void {
    counts[name] = (counts[name] ?? 0) + 1;
    this.#counts.total += 1;
  }
}

/** The kind, with the status and with `-after-commit` where a kind alone does not say it. */
function classOf(spec: FaultSpec): string {
  const late = "point" in spec && spec.point === "after-commit" ? "-after-commit" : "";
  return `${spec.kind === "status" ? `status-${spec.status}` : spec.kind}${late}`;
}

function none(): FaultCounts {
  return { total: 0, reads: {}, writes: {}, others: {} };
}

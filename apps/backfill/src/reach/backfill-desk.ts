import type { BackfillPlanView, BackfillProgressView, BackfillView, ReportLineView } from "@ticket-bridge/assembly";
import type { BackfillOptions } from "@ticket-bridge/sync";

export interface Watch {
  /** Aborted: what is in flight is finished and saved, and the call resolves. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackfillProgressView) => void;
}

/** What the command does with backfills, in this process or through a running bridge. */
export interface BackfillDesk {
  /** Rejects with BackfillStoppedError when the signal aborts. */
  plan(options: BackfillOptions, watch: Watch): Promise<BackfillPlanView>;
  create(options: BackfillOptions): Promise<BackfillView>;
  prepare(id: string, watch: Watch): Promise<BackfillView>;
  run(id: string, watch: Watch): Promise<BackfillView>;
  discard(id: string): Promise<boolean>;
  get(id: string): Promise<BackfillView | null>;
  unfinished(): Promise<BackfillView | null>;
  report(id: string): AsyncIterable<ReportLineView>;
}

import type { EngineContext } from "../engine-context.ts";
import type { Progress } from "./progress.ts";
import type { BackfillOptions } from "./words.ts";

/** What every step of one planning or one run works with. */
export interface Session {
  /** Its helpdesks go behind live traffic and are left alone while paused, and its store is asked with patience. */
  readonly context: EngineContext;
  /** The same with helpdesks and store as they are, for workers: these know by themselves what is live, and wait. */
  readonly lanes: EngineContext;
  readonly options: BackfillOptions;
  readonly progress: Progress;
  /** Aborted: no new work is begun. */
  readonly stopping: AbortSignal;
}

import type { EngineContext } from "../engine-context.ts";
import type { Progress } from "./progress.ts";
import type { BackfillOptions } from "./words.ts";

/** What every step of one planning or one run works with. */
export interface Session {
  /** Its helpdesks go behind live traffic. */
  readonly context: EngineContext;
  /** The same with the helpdesks as they are, for lanes: these know by themselves what is live. */
  readonly lanes: EngineContext;
  readonly options: BackfillOptions;
  readonly progress: Progress;
  /** Aborted: no new work is begun. */
  readonly stopping: AbortSignal;
}

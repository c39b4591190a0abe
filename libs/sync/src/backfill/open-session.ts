import { PostMemory } from "../deliver/post-memory.ts";
import { TicketMemory } from "../deliver/ticket-memory.ts";
import type { EngineContext } from "../engine-context.ts";
import type { EngineParts } from "../engine.ts";
import { PausedSides } from "../paused-sides.ts";
import type { SideStore } from "../ports/side-store.ts";
import { PublicWrites } from "../public-writes.ts";
import { SideHealth } from "../side-health.ts";
import { unhurried } from "../unhurried-helpdesks.ts";
import { notWhilePaused } from "./not-while-paused.ts";
import { patientStore } from "./patient-store.ts";
import { Progress } from "./progress.ts";
import type { Session } from "./session.ts";
import type { BackfillOptions, BackfillWatch } from "./words.ts";

/** Whose work it is, and where it is told how the helpdesks do. */
interface Origin {
  readonly runId: string | null;
  readonly store: SideStore;
}

/** What one process works on a run with, from its claim to its release. */
export function openSession(
  parts: EngineParts,
  options: BackfillOptions,
  watch: BackfillWatch,
  { runId, store }: Origin,
): Session {
  const { clock, random, log } = parts;
  const workers: EngineContext = {
    ...parts,
    // Both lanes of each ticket that is worked on.
    settings: { ...parts.settings, lanesAtOnce: options.concurrency * 2 },
    workerId: random.id(),
    health: new SideHealth({ clock, random, log, store }),
    pauses: new PausedSides(parts),
    publicWrites: new PublicWrites(parts),
    posts: new PostMemory(clock),
    tickets: new TicketMemory(clock),
    calls: new AbortController().signal,
  };
  const progress = new Progress(clock, watch, runId);
  const stopping = watch.signal;
  const context = {
    ...workers,
    helpdesks: notWhilePaused(unhurried(parts.helpdesks), workers.pauses),
    store: patientStore(parts.store, { context: workers, progress, stopping }),
  };
  return { context, lanes: workers, options, progress, stopping };
}

/** A dry run leaves no trace, not even of how the helpdesks did. */
export const dryRun: Origin = {
  runId: null,
  store: {
    sideStandings: () => Promise.resolve([]),
    setPaused: () => Promise.resolve(),
    recordSideSuccess: () => Promise.resolve(),
    recordWrite: () => Promise.resolve(),
    recordSideTrouble: () => Promise.resolve(),
    recordChangesRefused: () => Promise.resolve(),
    recordHooks: () => Promise.resolve(),
  },
};

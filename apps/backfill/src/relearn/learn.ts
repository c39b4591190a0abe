import type { RelearnProgressView, ReportLineView } from "@ticket-bridge/assembly";

import type { RelearnWish } from "../audit/options.ts";
import type { Output } from "../output/output.ts";
import { paceOf, ProgressTeller } from "../output/progress-teller.ts";
import { ticketName } from "../output/ticket-name.ts";
import { RelearnStoppedError, type AuditDesk } from "../reach/audit-desk.ts";
import { relearnProgressTold } from "./relearn-progress.ts";
import { RelearnSums } from "./relearn-sums.ts";
import type { RelearnView } from "./relearn-view.ts";

export interface Learning {
  readonly desk: Pick<AuditDesk, "relearn">;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly onLines: (lines: readonly ReportLineView[]) => Promise<void>;
}

/** Learns pair after pair and tells how far it is; what stops it stands in what it gives. */
export async function learn(wish: RelearnWish, { desk, output, signal, onLines }: Learning): Promise<RelearnView> {
  const startedAt = new Date().toISOString();
  const sums = new RelearnSums();
  const now: { known: RelearnProgressView; current: string | null } = {
    known: { pairs: null, foreign: 0, waiting: null },
    current: null,
  };
  const teller = new ProgressTeller(output, (seconds) => {
    const { done, failed, figures } = sums;
    const pace = paceOf({ done, total: now.known.pairs ?? 0 }, seconds);
    return relearnProgressTold({ ...now.known, done, failed, mirrors: figures.mirrors, ...pace, current: now.current });
  });
  const stop = await teller.during(async () => {
    try {
      const { apply, pairs } = wish;
      const all = desk.relearn({ apply, pairs }, { signal, onProgress: (known) => (now.known = known) });
      for await (const ticket of all) {
        now.current = ticketName(ticket);
        await onLines(sums.add(ticket));
      }
      return null;
    } catch (error) {
      if (signal.aborted) return { stopCause: "asked", reason: "It was told to stop." } as const;
      if (error instanceof RelearnStoppedError)
        return { stopCause: error.outage.cause, reason: error.message } as const;
      throw error;
    }
  });
  const { pairs, foreign } = now.known;
  return {
    ...{ state: stop === null ? "finished" : "stopped", ...(stop ?? { stopCause: null, reason: null }) },
    ...{ applied: wish.apply, pairs, ...sums.figures, foreign },
    ...{ startedAt, finishedAt: new Date().toISOString() },
  };
}

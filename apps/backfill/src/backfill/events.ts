import type { BackfillPlanView, BackfillProgressView, BackfillView } from "@ticket-bridge/assembly";

import type { Moving, Told } from "../output/output.ts";
import { planLines } from "../output/plan-text.ts";
import { progressDrawing, progressLine, progressPhase } from "../output/progress-text.ts";
import { attentionLines } from "../report/attention-lines.ts";
import { resultLines, resumeSentence } from "../report/result-text.ts";
import type { WrittenReport } from "../report/write-report.ts";

/** What the command tells: each as an object and as lines. `run`: null for a dry run. */
export function planTold(plan: BackfillPlanView, run: string | null): Told {
  const title = run === null ? "What a run would do (dry run: nothing was written):" : `What backfill ${run} will do:`;
  return {
    record: { event: "plan", run, dryRun: run === null, plan },
    lines: (colours) => ["", colours.bold(title), "", ...planLines(plan, colours), ""],
  };
}

export function progressTold(progress: BackfillProgressView): Moving {
  return {
    record: { event: "progress", ...progress },
    lines: () => [progressLine(progress)],
    drawn: (width, colours) => progressDrawing(progress, width, colours),
    phase: progressPhase(progress),
  };
}

/** The end of a run that was begun. `report`: null when it was not finished. */
export function resultTold(backfill: BackfillView, report: WrittenReport | null, exitCode: number): Told {
  return {
    record: {
      ...{ event: "result", exitCode, backfill },
      attention: report?.lines ?? null,
      files: report?.files ?? [],
    },
    lines: (colours) => [
      "",
      ...resultLines(backfill, colours),
      ...(report === null ? [] : attentionLines(report)),
      ...(backfill.state === "finished" ? [] : ["", resumeSentence(backfill.id)]),
    ],
  };
}

import type { Told } from "../output/output.ts";
import { attentionLines } from "../report/attention-lines.ts";
import type { WrittenReport } from "../report/write-report.ts";
import { relearnResultLines } from "./relearn-result-lines.ts";
import type { RelearnView } from "./relearn-view.ts";

/** What would be learned, before a person is asked. */
export function wouldLearnTold(relearn: RelearnView): Told {
  return {
    record: { event: "plan", relearn },
    lines: (colours) => ["", ...relearnResultLines(relearn, colours), ""],
  };
}

export function relearnTold(relearn: RelearnView, report: WrittenReport, exitCode: number): Told {
  return {
    record: { event: "result", exitCode, relearn, attention: report.lines, files: report.files },
    lines: (colours) => ["", ...relearnResultLines(relearn, colours), ...attentionLines(report)],
  };
}

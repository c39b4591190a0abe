import type { BackfillView } from "@ticket-bridge/assembly";
import { coloursFor } from "@ticket-bridge/terminal";

import { resultLines } from "./result-text.ts";
import type { ReportHead } from "./write-report.ts";

const plain = coloursFor({}, {});

export function headOfBackfill(backfill: BackfillView): ReportHead {
  return {
    name: `backfill-${backfill.id}`,
    lines: resultLines(backfill, plain),
    member: { name: "backfill", value: backfill },
  };
}

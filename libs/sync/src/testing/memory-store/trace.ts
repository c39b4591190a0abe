import type { TraceEvent } from "../../ports/lane-store.ts";
import type { TraceLine } from "../../ports/mirror-store.ts";
import { storableText } from "./state.ts";

const firstKept = 20;
const mostKept = 60;

/** A trace with one event more: the first 20 stay, and of the rest the last 40. */
export function traceAppend(trace: readonly TraceLine[], at: number, event: TraceEvent): readonly TraceLine[] {
  const kept = trace.length >= mostKept ? trace.toSpliced(firstKept, 1) : trace;
  const { what, detail, requestId, status } = event;
  const known = { ...(requestId !== undefined && { requestId }), ...(typeof status === "number" && { status }) };
  return [...kept, { at, what, detail: storableText(detail), ...known }];
}

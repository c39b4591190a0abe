import type { MirrorEvent } from "../../ports/lane-store.ts";
import type { TraceLine } from "../../ports/mirror-store.ts";
import { storableText } from "./state.ts";

const firstKept = 20;
const mostKept = 60;

/** A trace with one event more: the first 20 stay, and of the rest the last 40. */
export function traceAppend(trace: readonly TraceLine[], now: number, event: MirrorEvent): readonly TraceLine[] {
  const { what, requestId, status, joins = false, agoMs = 0 } = event;
  const detail = storableText(event.detail);
  const at = Math.floor(now - agoMs);
  const last = trace.at(-1);
  if (joins && last?.what === what) {
    return [...trace.slice(0, -1), { ...last, detail, lastAt: at, times: (last.times ?? 1) + 1 }];
  }
  const kept = trace.length >= mostKept ? trace.toSpliced(firstKept, 1) : trace;
  const known = { ...(requestId !== undefined && { requestId }), ...(typeof status === "number" && { status }) };
  return [...kept, { at, what, detail, ...known }];
}

import { sourceOf, targetOf } from "@ticket-bridge/helpdesk";

import { decidedText, type Decided } from "../decide/decided.ts";
import { readWrittenHash } from "../decide/written-hash.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";

/**
 * Tells in a row's trace what was decided for it, with the commit of what comes of it. Once, before it is tried for the
 * first time, and again where by now others may read it than what was tried.
 */
export function tellDecided(
  { context, lane }: LaneRun,
  row: LaneMessage,
  decided: Pick<Decided, "place" | "visibility" | "source">,
): void {
  const tried = readWrittenHash(row.writtenHash).visibility;
  if (row.attempts > 0 && (tried === null || tried === decided.visibility)) return;
  if (context.settings.mode === "observe") return;
  const { direction, targetTicketId: ticketId } = lane.lease;
  const { kind, isHistory } = row;
  const way = { from: sourceOf(direction), to: targetOf(direction), ticketId };
  lane.tell(row, { what: "decided", detail: decidedText({ ...decided, kind, isHistory, ...way }) });
}

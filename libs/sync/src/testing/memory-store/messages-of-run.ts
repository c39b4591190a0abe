import type { Side } from "@ticket-bridge/helpdesk";

import type { MessagesOfRun } from "../../backfill/run-totals.ts";
import type { MirrorRow } from "./state.ts";

/** What became of a run's history; what was written is counted where it stands. */
export function messagesOf(rows: readonly MirrorRow[]): MessagesOfRun {
  const mirrored = rows.filter(({ state }) => state === "mirrored");
  const written = (from: Side) => mirrored.filter((row) => row.attempts > 0 && row.sourceSide === from).length;
  return {
    held: rows.filter(({ state }) => state === "held").length,
    adopted: mirrored.filter(({ attempts }) => attempts === 0).length,
    written: { superoffice: written("requestor"), requestor: written("superoffice") },
  };
}

import type { Visibility } from "@ticket-bridge/helpdesk";

import { AlarmStandsError, alarmReason, alarmRecheckMs } from "../public-writes.ts";
import type { LaneRelease } from "../ports/lane-store.ts";
import type { LaneRun } from "./lane-run.ts";

/**
 * Before anything is prepared or committed for a public write: throws AlarmStandsError while an alarm stands. What is
 * internal goes on. A word of the acknowledgement may have been lost, so a stop that is only remembered is asked about.
 */
export async function assertPublicAllowed({ context }: LaneRun, visibility: Visibility): Promise<void> {
  const { publicWrites, settings } = context;
  if (visibility === "internal" || settings.mode === "observe" || !publicWrites.areStopped) return;
  await publicWrites.refresh();
  publicWrites.assertAllowed();
}

/** How a lane waits for the acknowledgement: it is no failure, and the acknowledgement wakes it. */
export function waitForAcknowledgement(error: unknown): LaneRelease | null {
  if (!(error instanceof AlarmStandsError)) return null;
  return { kind: "again", afterMs: alarmRecheckMs, reason: alarmReason, counts: false };
}

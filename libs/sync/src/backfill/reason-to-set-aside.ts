import { DeliveryError } from "@ticket-bridge/helpdesk";

import { SidePausedError } from "../paused-sides.ts";
import { BackfillStoppedError, HelpdeskUnavailableError, RunStoppedError } from "./errors.ts";
import type { Session } from "./session.ts";
import { RunLostError, TicketSetAsideError } from "./set-aside-error.ts";
import { isStoreAway } from "./with-patience.ts";

/** What ends a run, or has it wait, whatever ticket it met. */
const ofRun = [RunLostError, RunStoppedError, BackfillStoppedError, HelpdeskUnavailableError, SidePausedError];

/**
 * Why an error sets its ticket aside while the others go on, a sentence; null where it concerns the run, or nothing but that
 * the run is to stop. What nobody foresaw concerns the ticket that met it, and is logged.
 */
export function reasonToSetAside({ context, stopping }: Session, error: unknown): string | null {
  if (error instanceof TicketSetAsideError) return error.message;
  if (error instanceof DeliveryError) return error.fault === "side" ? null : error.message;
  if (stopping.aborted || isStoreAway(error) || ofRun.some((kind) => error instanceof kind)) return null;
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? text) : text;
  context.log.log({ level: "error", message: "A ticket of a backfill could not be worked on.", error: stack });
  return `Something unexpected happened: ${text}`;
}

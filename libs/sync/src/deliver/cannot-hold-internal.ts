import { sideName, targetOf } from "@ticket-bridge/helpdesk";

import { stoppedRecheckMs } from "../decide/decide-outcome.ts";
import { ticketGone } from "../decide/ticket-gone.ts";
import type { LaneMessage } from "../ports/lane-store.ts";
import { hold, type Shown } from "./hold-message.ts";
import { giveBack, type LaneRun, type Turn } from "./lane-run.ts";

/** P3: what the target cannot hold as private is held here, not published. */
export async function cannotHoldInternal(
  run: LaneRun,
  row: LaneMessage,
  what = "It is internal",
  shown: Shown = {},
): Promise<Turn | null> {
  const { lane } = run;
  const side = targetOf(lane.lease.direction);
  const where = sideName(side);
  if (run.context.helpdesks[side].everyTicketHoldsInternal) return null;
  if (row.attempts > 0) run.target.forgetTicket();
  if (!run.target.knowsTicket) await lane.record();
  const ticket = await run.target.ticket(row.correlationId);
  if (ticket === null) {
    const reason = ticketGone(side, lane.lease.targetTicketId);
    return giveBack({ kind: "stopped", afterMs: stoppedRecheckMs, reason });
  }
  if (ticket.canHoldInternal) return null;
  const reason = `${what}, and ticket ${ticket.ref ?? ticket.id} in ${where} cannot hold internal messages (its submitter is an operator, or the bridge's account is none). It was not published.`;
  return hold(run, row, reason, shown);
}

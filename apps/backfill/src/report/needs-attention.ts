import type { BackfillView } from "@ticket-bridge/assembly";
import { reportClasses } from "@ticket-bridge/sync";

/** Whether a person has to look at what became of a run. */
export function needsAttention({ held, ticketsFailed, classes }: BackfillView["result"]): boolean {
  return held > 0 || ticketsFailed > 0 || reportClasses.some((each) => each !== "same" && classes[each] > 0);
}

/** Whether a run was ended before its list was. */
export function wasGivenUp({ state, reason, ticketsTotal, result }: BackfillView): boolean {
  if (state !== "finished") return false;
  return reason !== null || (ticketsTotal !== null && result.ticketsDone + result.ticketsFailed < ticketsTotal);
}

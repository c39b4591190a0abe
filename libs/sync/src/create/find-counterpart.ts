import { sideName, type Message, type Ticket, type TicketWalk } from "@ticket-bridge/helpdesk";
import { parseTicketMarker } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import { clocksDifferMs } from "../decide/decide-creation.ts";
import type { CreationRun } from "./creation-run.ts";
import { beginsAsCounterpartOf } from "./first-written.ts";

/** The oldest one whose title names exactly this ticket; others would be quotations of it, or a double. */
export async function findCounterpart(run: CreationRun): Promise<Ticket | null> {
  const { context, target, code } = run;
  const found = await callHelpdesk(context, target, "read", () =>
    target.findTicketsByCode(code, { signal: context.calls }),
  );
  return oldestOf(
    run,
    found.filter((ticket) => isNamed(run, ticket)),
  );
}

/**
 * The same by a look through the newest tickets, which also knows one that was renamed, by what it begins with.
 * `untold`: it cannot tell that it met all of them.
 */
export async function findCounterpartByNumber(
  run: CreationRun,
  target: CreationRun["target"] & TicketWalk,
): Promise<Ticket | "untold" | null> {
  const { context, held, marker } = run;
  const since = context.clock.now() - (held.claimed.sentAgoMs ?? 0) - clocksDifferMs;
  const isOurs = (ticket: Ticket, first: Message | null): boolean =>
    isNamed(run, ticket) || (first !== null && beginsAsCounterpartOf(first, marker, context.identity));
  const walked = await callHelpdesk(context, target, "read", () =>
    target.findRecentTickets(isOurs, since, { signal: context.calls }),
  );
  if (walked === null) return "untold";
  const named = walked.filter((ticket) => isNamed(run, ticket));
  return oldestOf(run, named.length > 0 ? named : walked);
}

function isNamed({ marker, code }: CreationRun, { title }: Ticket): boolean {
  const parsed = parseTicketMarker(title);
  return parsed?.code === code && parsed.side === marker.side && parsed.ticketId === marker.ticketId;
}

function oldestOf({ context, target, marker }: CreationRun, found: readonly Ticket[]): Ticket | null {
  const ours = found.filter(({ state }) => state !== "deleted");
  if (ours.length > 1) {
    const message = `Ticket ${marker.ticketId} in ${sideName(marker.side)} has several counterparts in ${sideName(target.side)}: ${ours.map(({ id }) => id).join(", ")}. The first is linked.`;
    context.log.log({ level: "warn", message });
  }
  return ours[0] ?? null;
}

import { canCreateTickets, otherSide, type Helpdesk, type Side, type TicketCreation } from "@ticket-bridge/helpdesk";
import { ticketCode, type TicketMarker } from "@ticket-bridge/mapping";

import type { EngineContext, TicketPolicy } from "../engine-context.ts";
import type { HeldCreation } from "./held-creation.ts";

type CreatingHelpdesk = Helpdesk & TicketCreation;

/** What creating tickets rests on. */
export interface CreationParts {
  readonly helpdesks: Readonly<Record<Side, CreatingHelpdesk>>;
  readonly policy: TicketPolicy;
  /** The sides whose tickets get counterparts. */
  readonly sources: readonly Side[];
}

/** Null where the policy makes no tickets, or a helpdesk cannot. */
export function creationParts({
  settings: { createTickets: policy },
  helpdesks: { superoffice, requestor },
}: Pick<EngineContext, "settings" | "helpdesks">): CreationParts | null {
  if (policy === undefined || policy.targets.length === 0) return null;
  if (!canCreateTickets(superoffice) || !canCreateTickets(requestor)) return null;
  return { helpdesks: { superoffice, requestor }, policy, sources: policy.targets.map(otherSide) };
}

/** The parts of one run of one creation. */
export interface CreationRun {
  readonly context: EngineContext;
  readonly held: HeldCreation;
  readonly policy: TicketPolicy;
  readonly source: CreatingHelpdesk;
  readonly target: CreatingHelpdesk;
  /** What the counterpart's title carries. */
  readonly marker: TicketMarker;
  readonly code: string;
}

export function creationRun(
  context: EngineContext,
  held: HeldCreation,
  { helpdesks, policy }: Pick<CreationParts, "helpdesks" | "policy">,
): CreationRun {
  const { side, ticketId } = held.claimed.source;
  const marker = { side, ticketId };
  return {
    ...{ context, held, policy, marker },
    source: helpdesks[side],
    target: helpdesks[otherSide(side)],
    code: ticketCode(marker, context.identity),
  };
}

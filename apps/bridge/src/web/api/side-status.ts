import { bySide, type Side } from "@ticket-bridge/helpdesk";
import { pollIntervals, type PollLoad, type SideStanding } from "@ticket-bridge/sync";

import type { Allowance } from "@ticket-bridge/assembly";
import { isoOrNull } from "./as-json.ts";
import type { ApiContext } from "./context.ts";

/** The API's form of how both helpdesks are. `load`: of Requestor. */
export function sideStatuses(context: ApiContext, standings: readonly SideStanding[], load: PollLoad) {
  return bySide((side) =>
    sideAsJson(
      standings.find((standing) => standing.side === side),
      context.allowances[side],
      seenWithin(context, side, load),
      context.isHookSecretSet[side],
    ),
  );
}

function sideAsJson(
  standing: SideStanding | undefined,
  allowance: Allowance,
  seenWithinSeconds: number,
  isSecretSet: boolean,
) {
  const { perSecond, burstSeconds, concurrency } = allowance;
  const worked = standing !== undefined && standing.lastSuccessAt !== null;
  const paused = standing?.paused ?? false;
  return {
    // A paused helpdesk is not asked, so nobody knows how it is.
    reachable: paused ? null : worked && standing.trouble === null,
    paused,
    lastSuccess: isoOrNull(standing?.lastSuccessAt ?? null),
    lastFailure: isoOrNull(standing?.lastFailureAt ?? null),
    trouble: standing?.trouble ?? (worked ? null : "It has not answered yet."),
    editsFoundLate: standing?.changesRefused ?? null,
    rateBudget: { perSecond, burstSeconds, concurrency },
    quietTicketSeenWithinSeconds: paused ? null : seenWithinSeconds,
    webhook: {
      isSecretSet,
      heardAt: isoOrNull(standing?.hookHeardAt ?? null),
      refusedAt: isoOrNull(standing?.hookRefusedAt ?? null),
    },
  };
}

/** SuperOffice lists new messages of all tickets at once; Requestor's tickets are read one by one. */
function seenWithin({ allowances }: ApiContext, side: Side, load: PollLoad): number {
  const { perSecond, pollSeconds } = allowances[side];
  if (side === "superoffice") return pollSeconds;
  return pollIntervals({ ...load, callsPerSecond: perSecond, shortestMs: pollSeconds * 1_000 }).quietMs / 1_000;
}

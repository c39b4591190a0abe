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
  const trouble = standing?.trouble ?? (worked ? null : "It has not answered yet.");
  return {
    ...howItAnswers(standing),
    paused,
    lastSuccess: isoOrNull(standing?.lastSuccessAt ?? null),
    lastFailure: isoOrNull(standing?.lastFailureAt ?? null),
    trouble,
    editsFoundLate: standing?.changesRefused ?? null,
    rateBudget: { perSecond, burstSeconds, concurrency },
    // What cannot be read is seen once it can, whenever that is.
    quietTicketSeenWithinSeconds: paused || trouble !== null ? null : seenWithinSeconds,
    webhook: {
      isSecretSet,
      heardAt: isoOrNull(standing?.hookHeardAt ?? null),
      refusedAt: isoOrNull(standing?.hookRefusedAt ?? null),
    },
  };
}

/** A paused helpdesk is not asked, so nobody knows how it is. Who refuses the credentials was reached all the same. */
function howItAnswers(standing: SideStanding | undefined) {
  if (standing === undefined) return { reachable: false, credentials: null };
  if (standing.paused) return { reachable: null, credentials: null };
  if (standing.trouble === null) {
    const worked = standing.lastSuccessAt !== null;
    return { reachable: worked, credentials: worked ? ("accepted" as const) : null };
  }
  const isRefused = standing.troubleCause === "credentials";
  return { reachable: isRefused, credentials: isRefused ? ("refused" as const) : null };
}

/** SuperOffice lists new messages of all tickets at once; Requestor's tickets are read one by one. */
function seenWithin({ allowances }: ApiContext, side: Side, load: PollLoad): number {
  const { perSecond, pollSeconds } = allowances[side];
  if (side === "superoffice") return pollSeconds;
  return pollIntervals({ ...load, callsPerSecond: perSecond, shortestMs: pollSeconds * 1_000 }).quietMs / 1_000;
}

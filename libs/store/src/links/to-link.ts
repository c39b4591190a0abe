import { directionFrom, sides, type TicketId } from "@ticket-bridge/helpdesk";
import type { LaneStanding, Link } from "@ticket-bridge/sync";

import type { Lane as LaneRow, Link as LinkRow } from "../generated/client.ts";

export type LinkWithLanes = LinkRow & { readonly lanes: readonly LaneRow[] };

export function toLink(row: LinkWithLanes): Link {
  const superoffice = row.lanes.find((lane) => lane.sourceSide === "superoffice");
  const requestor = row.lanes.find((lane) => lane.sourceSide === "requestor");
  return {
    id: String(row.id),
    superofficeTicketId: String(row.superofficeTicketId) as TicketId,
    requestorTicketId: String(row.requestorTicketId) as TicketId,
    superofficeTitle: superoffice?.sourceTitle ?? "",
    requestorTitle: requestor?.sourceTitle ?? "",
    requestorRef: requestor?.sourceRef ?? null,
    paused: row.paused,
    createdAt: row.createdAt.getTime(),
    lanes: sides.flatMap((side) => row.lanes.filter((lane) => lane.sourceSide === side).map(toStanding)),
  };
}

/** A row in `sending` counts as pending here: people see whether it waits, not which step it is at. */
function toStanding(lane: LaneRow): LaneStanding {
  return {
    direction: directionFrom(lane.sourceSide),
    pending: lane.pending + lane.sending,
    uncertain: lane.uncertain,
    held: lane.held,
    mirrored: lane.mirrored,
    skipped: lane.skipped,
    reason: lane.waitReason,
    stopped: lane.stopped,
  };
}

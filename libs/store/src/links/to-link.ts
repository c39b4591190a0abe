import { directionFrom, type Side, sides, type TicketId } from "@ticket-bridge/helpdesk";
import type { LaneStanding, Link } from "@ticket-bridge/sync";

import type { Prisma } from "../generated/client.ts";

/** What is read with a link's row to show it. */
export const linkParts = {
  lanes: true,
  polls: { select: { side: true, trouble: true } },
} satisfies Prisma.LinkInclude;

type Whole = Prisma.LinkGetPayload<{ include: typeof linkParts }>;
type Counts = "pending" | "sending" | "uncertain" | "held" | "mirrored" | "skipped";
type LaneRow = Pick<
  Whole["lanes"][number],
  "sourceSide" | "sourceTitle" | "sourceRef" | "waitReason" | "stopped" | Counts
>;

export interface LinkRow extends Omit<Whole, "lanes" | "active" | "removedAt"> {
  readonly lanes: readonly LaneRow[];
}

export function toLink(row: LinkRow): Link {
  const troubleOf = (side: Side) => row.polls.find((poll) => poll.side === side)?.trouble ?? null;
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
    lanes: sides.flatMap((side) =>
      row.lanes.filter((lane) => lane.sourceSide === side).map((lane) => toStanding(lane, troubleOf(side))),
    ),
  };
}

/**
 * A row in `sending` counts as pending here: people see whether it waits, not which step it is at. Where the lane has
 * no reason of its own, that its source ticket cannot be read is why nothing comes.
 */
function toStanding(lane: LaneRow, pollTrouble: string | null): LaneStanding {
  return {
    direction: directionFrom(lane.sourceSide),
    pending: lane.pending + lane.sending,
    uncertain: lane.uncertain,
    held: lane.held,
    mirrored: lane.mirrored,
    skipped: lane.skipped,
    reason: lane.waitReason ?? pollTrouble,
    stopped: lane.stopped,
  };
}

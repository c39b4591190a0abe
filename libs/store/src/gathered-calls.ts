import { bySide, type Side } from "@ticket-bridge/helpdesk";
import type { Capture, CapturedMessage, Store, TicketLook } from "@ticket-bridge/sync";

import { capture, captureListings } from "./capture/capture.ts";
import { type Look, lookAtAll, unlinked } from "./capture/look-at.ts";
import { Gathered } from "./database/gathered.ts";
import type { PrismaClient } from "./generated/client.ts";
import { type LaneCommit, recordAlone, recordTogether } from "./lanes/record-changes.ts";

/** What every message costs and many ask at the same time: these share statements. */
export function gatheredCalls(
  prisma: PrismaClient,
): Pick<Store, "capture" | "lookAt" | "recordChanges" | "recordAndRelease" | "releaseLane"> {
  const listings = bySide(() => gatherListings(prisma));
  const looks = bySide((side) => gatherLooks(prisma, side));
  const commits = new Gathered<LaneCommit, boolean>({
    together: (asked) => recordTogether(prisma, asked),
    alone: (asked) => recordAlone(prisma, asked),
    concerns: ({ lease }) => `${lease.linkId}/${lease.direction}`,
  });
  return {
    capture: (seen) =>
      isSmallListing(seen) ? listings[seen.side].ask({ seen, at: performance.now() }) : capture(prisma, seen),
    lookAt: (side, ticketId, listed) => looks[side].ask({ ticketId, listed }),
    recordChanges: (lease, leaseMs, changes) => commits.ask({ lease, changes, then: { leaseMs } }),
    recordAndRelease: (lease, changes, release) => commits.ask({ lease, changes, then: { release } }),
    releaseLane: async (lease, release) => void (await commits.ask({ lease, changes: [], then: { release } })),
  };
}

/** Long bodies travel by themselves: those of many tickets must not stand in one statement. */
const longestShared = 100_000;

function isSmallListing({ feedNewest, tickets }: Capture): boolean {
  const [ticket, ...others] = tickets;
  if (feedNewest !== null || ticket === undefined || others.length > 0) return false;
  return ticket.messages.reduce((sum, { copy }) => sum + (copy?.content.text.length ?? 0), 0) <= longestShared;
}

interface SeenAt {
  readonly seen: Capture;
  readonly at: number;
}

function gatherListings(prisma: PrismaClient): Gathered<SeenAt, readonly CapturedMessage[]> {
  // The copies have grown older while they waited for their statement (P3).
  const now = ({ seen, at }: SeenAt) => ({ ...seen, readAgoMs: seen.readAgoMs + performance.now() - at });
  return new Gathered({
    together: (asked) => captureListings(prisma, asked.map(now)),
    alone: (asked) => capture(prisma, now(asked)),
    concerns: ({ seen }) => seen.tickets.map(({ ticketId }) => ticketId).join(),
  });
}

function gatherLooks(prisma: PrismaClient, side: Side): Gathered<Look, TicketLook> {
  return new Gathered({
    together: (asked) => lookAtAll(prisma, side, asked),
    alone: async (asked) => {
      const [look] = await lookAtAll(prisma, side, [asked]);
      return look ?? unlinked;
    },
    concerns: ({ ticketId }) => ticketId,
  });
}

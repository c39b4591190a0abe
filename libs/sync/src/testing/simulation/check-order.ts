import type { Side } from "@ticket-bridge/helpdesk";

import { isSettledByHand } from "./explain-row.ts";
import type { MirrorIndex } from "./mirror-index.ts";
import { nameOf, type LinkEvent, type Pair, type World } from "./world.ts";
import type { Written } from "./written.ts";

interface Placed {
  readonly written: Written;
  readonly capturedAt: number;
  readonly position: number;
  /** The run that carried it as history. */
  readonly run: string | null;
}

/** P4: the mirrors of one ticket stand in the order in which their messages became visible. */
export function checkOrder(
  world: World,
  mirrors: MirrorIndex,
  pair: Pair,
  side: Side,
  written: readonly Written[],
): string[] {
  const placed = written
    .filter((message) => message.side === side && message.ticketId === pair[side])
    .flatMap((message) => place(world, mirrors, message));
  const broken: string[] = [];
  for (const earlier of placed) {
    for (const later of placed) {
      if (earlier.position > later.position && mustPrecede(earlier, later)) {
        const { id } = earlier.written;
        broken.push(`P4: ${side} messages ${id} and ${later.written.id} stand in the wrong order`);
      }
    }
  }
  return broken;
}

function place(world: World, mirrors: MirrorIndex, written: Written): Placed[] {
  const row = world.database.mirrorOfSource(written.side, written.id);
  // What the operator settled or unlinked while its write was under way appears when the server comes to it.
  if (row?.state !== "mirrored" || isSettledByHand(world, written)) return [];
  // What was held is appended when a person retries it: the others do not wait for it. Nor for what was skipped by hand
  // or by unlinking, and comes after all because a backup does not know of that.
  if (world.acts.setAside.has(nameOf(written.side, written.id))) return [];
  // What was left out by linking "from now" comes after all when the tickets are linked again "from start".
  const links = world.linksOf(written.side, written.ticketId);
  const isLate = ({ what, at }: LinkEvent) =>
    what === "linked from now" && written.visibleAt <= at && at <= row.capturedAt;
  if (links.some(isLate) && row.backfillId === null) return [];
  // A run that follows a restored backup finds what was written before: when, no row knows any more.
  if (row.backfillId !== null && row.attempts === 0) return [];
  return mirrors.of(written).map(({ mirror }) => ({
    written,
    capturedAt: row.capturedAt,
    run: row.backfillId,
    position: Number(mirror.id),
  }));
}

/** Visible together, by id; but what was captured before another could be seen goes first whatever its id. */
function mustPrecede(one: Placed, other: Placed): boolean {
  // History comes when it is carried, each run's in its own order.
  if (one.run !== null || other.run !== null) {
    return one.run === other.run && Number(one.written.id) < Number(other.written.id);
  }
  if (one.written.visibleAt >= other.written.visibleAt) return false;
  return Number(one.written.id) < Number(other.written.id) || one.capturedAt < other.written.visibleAt;
}

import { otherSide } from "@ticket-bridge/helpdesk";

import type { MirrorRow } from "../memory-store/state.ts";
import { nameOf, unlinkReason, type World } from "./world.ts";
import type { Written } from "./written.ts";

/** Whether nobody has to know of a message: it was not there to be seen, or a person decided that it stays. */
export function isExcused(world: World, written: Written): boolean {
  if (written.deleted || world.isAlone(written.side, written.ticketId)) return true;
  // The operator linked the tickets from now on, and it already stood there.
  const links = world.linksOf(written.side, written.ticketId);
  if (links.some(({ what, at }) => what === "linked from now" && at >= written.visibleAt)) return true;
  return isSettledByHand(world, written);
}

/** The operator skipped it, named another message as its mirror, or took it for a mirror itself. */
export function isSettledByHand({ acts }: World, written: Written): boolean {
  const name = nameOf(written.side, written.id);
  return acts.settledByHand.has(name) || acts.takenAsMirrors.has(name);
}

/** Whether a message without a mirror was skipped rightly. */
export function isRightlySkipped(world: World, written: Written, row: MirrorRow): boolean {
  if (written.deleted || written.nature === "bounce" || isSettledByHand(world, written)) return true;
  // Our marker, copied by a hand that the helpdesk does not tell, from a mirror whose row has no target (skipped, or lost
  // with a database): nothing but a person's eye can tell the copy from the mirror.
  const copied = ["skipped by hand", "before its database was lost or restored", "recognised by its marker"];
  if (written.nature === "quotation" && copied.some((words) => row.reason?.includes(words))) return true;
  // The line that a ticket begins with, word for word and nothing more: no word of a person is lost with it.
  if (written.nature === "quotation" && row.reason?.includes("the bridge began this ticket with") === true) return true;
  // Unlinking skips what waits, and linking again does not take it up: the design says so.
  return row.reason === unlinkReason;
}

/** Whether a person has to look at a message for a reason that still stands at the end. */
export function isRightlyHeld(world: World, written: Written, row: MirrorRow): boolean {
  const target = otherSide(written.side);
  switch (written.nature) {
    case "refused":
      return true;
    case "by the bridge's account":
      if (world.desks[written.side].ownAccountKnown) return true;
      break;
    case "quotation":
      // Where the message that it quotes has no mirror on record, nobody but a person can tell the two apart.
      if (row.reason?.includes("begins with the bridge's marker") === true) return true;
      break;
    case "message":
    case "bounce":
  }
  const counterpart = world.counterpart(written.side, written.ticketId);
  return (
    counterpart !== null &&
    world.desks[target].publicOnly.has(counterpart) &&
    row.reason?.includes("cannot hold internal messages") === true
  );
}

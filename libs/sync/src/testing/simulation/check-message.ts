import { normalisedText } from "@ticket-bridge/mapping";

import { copyGoodForMs } from "../../deliver/fresh-copies.ts";
import type { MirrorRow } from "../memory-store/state.ts";
import { isExcused, isRightlyHeld, isRightlySkipped, isSettledByHand } from "./explain-row.ts";
import type { MirrorIndex } from "./mirror-index.ts";
import type { PostedMirror } from "./simulated-helpdesk.ts";
import type { SeenWrite } from "./seen-writes.ts";
import type { World } from "./world.ts";
import { isPublicAt, versionAt } from "./visible-at.ts";
import type { Version, Written } from "./written.ts";

/** What became of one message that a person wrote: P1, P2, P3, and the words of P7 that a copy must hold. */
export function checkMessage(world: World, mirrors: MirrorIndex, written: Written): string[] {
  const name = `${written.side} message ${written.id}`;
  const row = world.database.mirrorOfSource(written.side, written.id);
  const copies = mirrors.of(written);
  return [
    ...(copies.length === 0 ? checkMissing(world, written, row, name) : checkCopied(world, written, row, name)),
    ...(copies.length > 1 ? [`P2: ${name} was mirrored ${copies.length} times: ${idsOf(copies)}`] : []),
    ...copies.flatMap((copy) => checkCopy(world, written, copy, name)),
  ];
}

function idsOf(copies: readonly SeenWrite[]): string {
  return copies.map(({ mirror }) => mirror.id).join(", ");
}

function checkMissing(world: World, written: Written, row: MirrorRow | undefined, name: string): string[] {
  if (row === undefined) return isExcused(world, written) ? [] : [`P1: ${name} is lost: it was never captured`];
  const reason = row.reason ?? "";
  switch (row.state) {
    case "mirrored":
      return isSettledByHand(world, written) ? [] : [`P1: ${name} is lost: it is recorded as mirrored and is not`];
    case "skipped":
      if (reason === "") return [`P1: ${name} was skipped without a reason`];
      return isRightlySkipped(world, written, row) ? [] : [`P1: ${name} was skipped: ${reason}`];
    case "held":
      if (reason === "") return [`P1: ${name} is held without a reason`];
      return isRightlyHeld(world, written, row) || isSettledByHand(world, written)
        ? []
        : [`P1: ${name} is held: ${reason}`];
    default:
      return [`P1: ${name} still is ${row.state} when all is quiet: ${reason}`];
  }
}

function checkCopied(world: World, written: Written, row: MirrorRow | undefined, name: string): string[] {
  if (written.nature === "bounce") return [`P5: ${name} is a bounce and was mirrored`];
  if (written.nature === "by the bridge's account" && world.desks[written.side].ownAccountKnown) {
    return [`P5: ${name} was written by the bridge's account without a marker and was mirrored`];
  }
  if (stoodBeforeLinking(world, written)) return [`P6: ${name} stood there before linking and was mirrored`];
  if (row?.state === "mirrored" || isExcused(world, written)) return [];
  // Unlinking while a write is under way: the write may land, and the row stays skipped. A restored database may judge
  // anew what it mirrored before.
  if (row?.state === "skipped" && isRightlySkipped(world, written, row)) return [];
  if (row?.state === "held" && world.acts.restores.length > 0 && isRightlyHeld(world, written, row)) return [];
  return [`P1: ${name} is mirrored and stands as ${row?.state ?? "never captured"}: ${row?.reason ?? ""}`];
}

/** Only where it was linked from now on every time, nobody carries history, and no backup brought an earlier link back. */
function stoodBeforeLinking(world: World, written: Written): boolean {
  const events = world.linksOf(written.side, written.ticketId);
  const first = events[0];
  if (first === undefined || world.acts.restores.length > 0 || world.extras.backfills) return false;
  return written.visibleAt <= first.at && events.every(({ what }) => what !== "linked from start");
}

function checkCopy(world: World, written: Written, { mirror, sentAt }: SeenWrite, name: string): string[] {
  const { posted } = mirror;
  if (posted === null) return [];
  const moments = momentsBefore(world, written, sentAt);
  const broken: string[] = [];
  const shows = moments.map((at) => ({ version: versionAt(written, at), public: isPublicAt(world, written, at) }));
  if (!shows.some((shown) => shown.public === posted.public)) {
    broken.push(
      posted.public
        ? `P3: ${name} was internal and is published as ${mirror.id}`
        : `P3: ${name} was public and stands as internal in ${mirror.id}`,
    );
  }
  if (!shows.some(({ version }) => says(posted, version))) {
    broken.push(`P7: ${name} was not what ${mirror.id} says`);
  }
  return broken;
}

/** The send rests on a copy that was read at one of these moments: a minute before its bytes left at the earliest. */
function momentsBefore({ acts }: World, written: Written, sentAt: number): number[] {
  const oldest = sentAt - copyGoodForMs;
  const changes = [...written.versions, ...(acts.ticketsPublic.get(written.ticketId) ?? [])].map(({ at }) => at);
  return [oldest, ...changes.filter((at) => at > oldest && at <= sentAt)];
}

function says(posted: PostedMirror, version: Version | undefined): boolean {
  return version !== undefined && normalisedText(posted.content).includes(normalisedText(version.content));
}

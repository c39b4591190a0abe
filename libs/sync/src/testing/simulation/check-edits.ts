import { normalisedText } from "@ticket-bridge/mapping";
import { otherSide } from "@ticket-bridge/helpdesk";

import type { MirrorRow } from "../memory-store/state.ts";
import { isSettledByHand } from "./explain-row.ts";
import type { MirrorIndex } from "./mirror-index.ts";
import type { HeldMessage } from "./simulated-helpdesk.ts";
import { isPublicWithin } from "./visible-at.ts";
import { unlinkReason, type World } from "./world.ts";
import type { Written } from "./written.ts";

/**
 * What became of the edits and the deletion of one mirrored message: each arrives once, nothing of it more public than
 * its source, or it stands with a reason.
 */
export function checkEdits(world: World, mirrors: MirrorIndex, written: Written): string[] {
  const name = `${written.side} message ${written.id}`;
  const [copy] = mirrors.of(written);
  const later = mirrors.laterOf(written);
  const row = world.database.mirrorOfSource(written.side, written.id);
  const broken = later.flatMap(({ mirror, sentAt }) => {
    if (mirror.posted?.public !== true) return [];
    return isPublicWithin(world, written, sentAt)
      ? []
      : [`P3: ${name} was internal and ${mirror.id} about it is public`];
  });
  const revisions = later.map(({ mirror }) => mirror.posted?.marker?.revision);
  // Which correction is which nobody knows after an older database took the place of the newer one.
  if (world.acts.restores.length > 0) return broken;
  if (new Set(revisions).size < revisions.length) broken.push(`P2: an edit of ${name} was written twice`);
  if (copy === undefined || row?.state !== "mirrored" || isSettledByHand(world, written)) return broken;
  const rows = world.database.revisionsOf(written.side, written.id).slice(1);
  if (written.deleted) {
    const isTold = later.some(({ mirror }) => mirror.posted?.content.text.includes("was deleted") === true);
    return isTold || isExplained(world, rows, "deletion")
      ? broken
      : [...broken, `P1: nobody was told that ${name} was deleted`];
  }
  if (isExplained(world, rows, "edit")) return broken;
  return [
    ...broken,
    ...checkLast(
      written,
      name,
      copy.mirror,
      later.map(({ mirror }) => mirror),
    ),
  ];
}

/** Once all is quiet the other side says what the source says, and to no more people. */
function checkLast(written: Written, name: string, mirror: HeldMessage, later: readonly HeldMessage[]): string[] {
  const last = written.versions.at(-1);
  if (last === undefined) return [];
  const words = normalisedText(last.content);
  const inPlace = otherSide(written.side) === "superoffice";
  const newest = inPlace ? mirror : (later.at(-1) ?? mirror);
  const says = inPlace
    ? normalisedText({ format: mirror.wire["Type"] === "Html" ? "html" : "plain", text: bodyOf(mirror) })
    : normalisedText(newest.posted?.content ?? { format: "plain", text: "" });
  if (inPlace && (mirror.removed || mirror.wire["TouchedByAgent"] === true)) return [];
  const broken = says.includes(words) ? [] : [`P1: the last edit of ${name} never arrived: ${newest.id} says ${says}`];
  const isOpen = inPlace ? mirror.wire["Slevel"] === "External" : mirror.posted?.public === true;
  if (isOpen && last.kind !== "public") broken.push(`P3: ${name} is ${last.kind} by now and ${mirror.id} is public`);
  return broken;
}

function bodyOf({ wire: { HtmlBody: html, Body: body } }: HeldMessage): string {
  if (typeof html === "string" && html !== "") return html;
  return typeof body === "string" ? body : "";
}

/** The operator skipped it or unlinked its tickets, or a person is asked what to do. */
function isExplained(world: World, rows: readonly MirrorRow[], kind: MirrorRow["kind"]): boolean {
  return rows.some(
    (row) =>
      row.kind === kind &&
      ((row.state === "held" && (row.reason ?? "") !== "") ||
        (row.state === "skipped" && row.reason === unlinkReason) ||
        world.acts.settledRows.has(row.id)),
  );
}

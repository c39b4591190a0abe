import { otherSide, sides, type Side } from "@ticket-bridge/helpdesk";

import { isSettledByHand } from "./explain-row.ts";
import type { MirrorIndex } from "./mirror-index.ts";
import type { HungFile } from "./shelf.ts";
import type { SeenWrite } from "./seen-writes.ts";
import { isPublicWithin } from "./visible-at.ts";
import { mostFileBytes } from "./with-files.ts";
import type { World } from "./world.ts";
import type { Written, WrittenFile } from "./written.ts";

/** P1, P2, P3, P7 of the files of one message: what hangs on its mirrors, and what they say of the rest. */
export function checkFiles(world: World, mirrors: MirrorIndex, written: Written): string[] {
  const copies = mirrors.of(written);
  return [
    ...[...copies, ...mirrors.laterOf(written)].flatMap((copy) => checkOwnFiles(world, written, copy)),
    ...copies.flatMap((copy) => (isToBeWhole(world, written, copy) ? checkWhole(world, written, copy) : [])),
  ];
}

/** What was uploaded is not uploaded again. */
export function checkUploads(world: World, side: Side): string[] {
  return world.networks[side].uploads
    .filter(({ wasReady }) => wasReady)
    .map(({ name, step }) => `P2: ${name} was ready in ${side} and another ${step} was sent`);
}

/** Nothing of another message, nothing twice, nothing of an internal message before customers. */
function checkOwnFiles(world: World, written: Written, { mirror }: SeenWrite): string[] {
  const { side } = written;
  const hung = world.desks[otherSide(side)].shelf.on(mirror.id);
  const names = hung.map(({ file }) => file.name);
  const broken = hung.flatMap(({ file, sentAt, public: isOpen }) => {
    const own = written.files.find((one) => one.file.name === file.name);
    if (own === undefined)
      return [`P7: ${file.name} hangs on ${mirror.id}, the mirror of ${side} message ${written.id}`];
    const isLeaked = isOpen && !isPublicWithin(world, written, sentAt);
    return [
      ...(file.bytes === own.bytes ? [] : [`P7: ${file.name} on ${mirror.id} has other bytes`]),
      ...(isLeaked ? [`P3: ${file.name} was internal and hangs on ${mirror.id}, which is public`] : []),
    ];
  });
  return new Set(names).size === names.length
    ? broken
    : [...broken, `P2: ${mirror.id} has a file twice: ${names.join(", ")}`];
}

/**
 * Where nobody but the bridge had a hand in it. A mirror that is found may lack files where its source is gone or no
 * longer public, which then stands in the record; and what an older database knows nothing of it cannot link.
 */
function isToBeWhole(world: World, written: Written, { mirror }: SeenWrite): boolean {
  const row = world.database.mirrorOfSource(written.side, written.id);
  if (row?.state !== "mirrored" || row.targetMessageId !== mirror.id) return false;
  if (world.acts.restores.length > 0 || isSettledByHand(world, written)) return false;
  const changed =
    written.deleted ||
    written.versions.some(({ kind }) => kind !== "public") ||
    world.acts.ticketsPublic.has(written.ticketId);
  return !(changed && row.losses.some((loss) => loss.includes("may stand without them")));
}

function checkWhole(world: World, written: Written, { mirror }: SeenWrite): string[] {
  const target = otherSide(written.side);
  const name = `${written.side} message ${written.id}`;
  const says = mirror.posted?.content.text ?? "";
  const fates = fatesOf(world, written);
  const hung = world.desks[target].shelf.on(mirror.id);
  const wanted = fates.filter(({ fate }) => fate === "carried").map(({ file: { file } }) => file.name);
  const named = fates.flatMap(({ fate, file: { file, bytes } }) => {
    const isSaid = says.includes(`Attachment not carried: ${file.name}`);
    if ((fate === "lost") !== isSaid)
      return [`P7: ${mirror.id} ${isSaid ? "names" : "does not name"} ${file.name} as not carried`];
    if (fate !== "embedded") return [];
    const isShown = says.includes(`base64,${Buffer.from(bytes).toString("base64")}`);
    return isShown ? [] : [`P7: ${mirror.id} does not show the picture ${file.name}`];
  });
  const pictures = hung.filter(
    (one) => isPicture(written, one) && !says.includes(`cid:${one.file.contentId ?? "nothing"}`),
  );
  return [
    ...named,
    ...pictures.map(({ file }) => `P7: ${mirror.id} does not show the picture ${file.name}`),
    ...(sameList(
      hung.map(({ file }) => file.name),
      wanted,
    )
      ? []
      : [`P1: ${name} has ${wanted.join(", ") || "no files"} and ${mirror.id} has ${namesOf(hung)}`]),
  ];
}

function isPicture(written: Written, { file }: HungFile): boolean {
  return written.files.some((one) => one.kind === "picture" && one.file.name === file.name);
}

type Fate = "carried" | "embedded" | "lost";

/** What the check itself holds for possible, one file after the other. */
function fatesOf({ extras }: World, { side, files }: Written): { file: WrittenFile; fate: Fate }[] {
  const isAway = side === "requestor" && extras.files?.handedOut === false;
  let room = mostFileBytes;
  return files.map((file) => {
    const { kind, bytes } = file;
    const isRefused = kind === "missing" || (kind === "forbidden" && side === "requestor");
    if (isAway || isRefused || bytes.length > room) return { file, fate: "lost" };
    room -= bytes.length;
    return { file, fate: kind === "picture" && side === "superoffice" ? "embedded" : "carried" };
  });
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, place) => name === other[place]);
}

function namesOf(hung: readonly HungFile[]): string {
  return hung.map(({ file }) => file.name).join(", ") || "none";
}

/** A file that the bridge made hangs on a message of the bridge, or on none. */
export function checkShelf(world: World): string[] {
  return sides.flatMap((side) => {
    const own = new Set(world.networks[side].writes.map(({ mirror }) => mirror.id));
    const made = new Set(world.networks[side].uploads.map(({ name }) => name));
    return world.desks[side].held.flatMap(({ id }) => {
      if (own.has(id)) return [];
      const strange = world.desks[side].shelf.on(id).filter(({ file }) => made.has(file.name));
      return strange.map(({ file }) => `P7: ${file.name} hangs on ${side} message ${id}, which is no mirror`);
    });
  });
}

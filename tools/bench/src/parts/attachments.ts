import { setTimeout as delay } from "node:timers/promises";

import { directions, type Direction } from "@ticket-bridge/helpdesk";

import type { Memory } from "../process/memory.ts";
import { outstandingOver, type TrafficPlan } from "../desks/plan.ts";
import type { TrafficResult } from "../desks/traffic.ts";
import type { Floor } from "../floor/floor.ts";
import type { Progress } from "../progress.ts";
import { median } from "../report/statistics.ts";
import type { Rig } from "../rig.ts";
import type { Site } from "../site.ts";

/** How files of one size are carried over, one a message. */
export interface Attachments {
  readonly direction: Direction;
  readonly bytes: number;
  readonly messages: number;
  /** MB a second (1 MB = 1,048,576 bytes), medians of the rounds. */
  readonly bridge: number;
  readonly floor: number;
  /** `bridge` by `floor`. */
  readonly ratio: number;
  /** MB that the bridge held at most while these were carried, above what it held before the first file; null where the system does not say. */
  readonly aboveIdleMb: number | null;
  readonly doubled: number;
}

export interface AttachmentSize {
  readonly rounds: number;
  readonly files: readonly FileSize[];
}

interface FileSize {
  readonly bytes: number;
  /** Half as many messages are on their way at once. */
  readonly tickets: number;
  readonly messages: number;
}

const megabyte = 1_024 * 1_024;
/** Until what text messages left behind is swept up. */
const restMs = 2_000;

/**
 * By webhook, bridge and floor in turns, the small files first. Time runs from the first message at its source to the
 * last mirror with its file, the same bytes, at its target. Every row is held against the one bridge's memory before the
 * first file, so that what a size leaves behind counts for those after it.
 */
export async function measureAttachments(
  rig: Rig,
  size: AttachmentSize,
  progress: Progress,
): Promise<readonly Attachments[]> {
  const site = await rig.site("postgresql", { webhooks: true });
  const floor = await rig.floor({ webhooks: true });
  const idle = await idleMemory(site, size);
  const rows: Attachments[] = [];
  for (const file of size.files) {
    for (const direction of directions) {
      const results: { bridge: TrafficResult; floor: TrafficResult }[] = [];
      const turns = await prepared(site, floor, { file, direction });
      await site.memoryBefore();
      for (let round = 1; round <= size.rounds; round += 1) {
        progress.step(`files of ${sizeName(file.bytes)}, ${direction}, round ${round} of ${size.rounds}`);
        results.push({ bridge: await turns.bridge(), floor: await turns.floor() });
      }
      const above = aboveIdle(idle, await site.memory());
      rows.push({
        direction,
        bytes: file.bytes,
        messages: file.messages,
        ...summed(results, file),
        aboveIdleMb: above,
      });
    }
  }
  await site.close();
  return rows;
}

/** A size as people write it. */
export function sizeName(bytes: number): string {
  return bytes < megabyte ? `${bytes / 1_024} KB` : `${bytes / megabyte} MB`;
}

/** What the bridge holds once it has carried text both ways and rests: code that has never run is no part of a file. */
async function idleMemory(site: Site, { files }: AttachmentSize): Promise<Memory | null> {
  const pairs = await site.linkedTickets(Math.max(...files.map(({ tickets }) => tickets)));
  await site.warmUp(pairs, directions, "live");
  await delay(restMs);
  return await site.memoryBefore();
}

async function prepared(site: Site, floor: Floor, { file, direction }: { file: FileSize; direction: Direction }) {
  const pairs = await site.linkedTickets(file.tickets);
  const floorPairs = await floor.openTickets(file.tickets);
  await site.warmUp(pairs, [direction], "live");
  const plan = (of: TrafficPlan["pairs"]): TrafficPlan => ({
    ...{ directions: [direction], messages: file.messages, pairs: of, fileBytes: file.bytes },
    pace: outstandingOver(file.tickets),
  });
  return { bridge: () => site.live(plan(pairs)), floor: () => floor.live(plan(floorPairs)) };
}

function summed(results: readonly { bridge: TrafficResult; floor: TrafficResult }[], { bytes }: FileSize) {
  const rate = ({ messages, seconds }: TrafficResult) => (messages * bytes) / megabyte / seconds;
  const bridge = median(results.map((round) => rate(round.bridge)));
  const floor = median(results.map((round) => rate(round.floor)));
  const doubled = results.reduce((sum, round) => sum + round.bridge.doubled, 0);
  return { bridge, floor, ratio: bridge / floor, doubled };
}

function aboveIdle(idle: Memory | null, under: Memory | null): number | null {
  return idle === null || under === null ? null : Math.max(0, under.peakMb - idle.nowMb);
}

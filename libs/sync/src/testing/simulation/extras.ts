import type { Side } from "@ticket-bridge/helpdesk";

import { SeededRandom } from "./seeded-random.ts";

/** How both helpdesks deal with files. */
export interface FileWays {
  /** Requestor: it is known where files are handed out (REQUESTOR_ATTACHMENT_URL). */
  readonly handedOut: boolean;
  /** SuperOffice: one call saves a message with its files; else they are linked after it. */
  readonly savedTogether: boolean;
}

/** What a seed plays beside messages, edits and deletions. */
export interface Extras {
  /** Null: nobody attaches anything. */
  readonly files: FileWays | null;
  /** Where missing counterparts are made; null: nobody opens a ticket. */
  readonly createsIn: readonly Side[] | null;
  /** History is carried over beside the bridges. */
  readonly backfills: boolean;
}

export const noExtras: Extras = { files: null, createsIn: null, backfills: false };

/** Not of the seeds' own order, so that what a seed plays beside is not what it plays at all. */
const salt = 0x5eed;

/** Drawn apart from all else: a seed without any of it tells the story that it told before there was any. */
export function extrasOf(seed: number): Extras {
  const random = new SeededRandom(seed ^ salt);
  const files = random.chance(0.3) ? { handedOut: random.chance(0.85), savedTogether: random.chance(0.6) } : null;
  const createsIn = random.chance(0.3)
    ? random.pick([
        ["superoffice"],
        ["requestor"],
        ["superoffice", "requestor"],
        ["superoffice", "requestor"],
        [],
      ] as const)
    : null;
  return { files, createsIn, backfills: random.chance(0.3) };
}

import type { Visibility } from "@ticket-bridge/helpdesk";

/** An attempt more than this ago stands there no more, and a row that is edited for weeks while it fails stays short. */
const mostHashes = 32;

/**
 * What stands on the target in one text: who may read it, and the `contentHash` of what it says.
 *
 * @param before of the earlier attempts of the same row: one of them may stand there all the same, so what each of them
 *   wrote stays known behind the newest
 */
export function writtenHash(visibility: Visibility, hash: string, before: string | null = null): string {
  const others = readWrittenHash(before).hashes.filter((other) => other !== hash);
  return [visibility, hash, ...others.slice(0, mostHashes - 1)].join(" ");
}

export interface WrittenHash {
  /** Null, like the next, where it is not told. */
  readonly visibility: Visibility | null;
  /** Of what was asked for last. */
  readonly hash: string | null;
  /** Of all that any attempt asked for, the newest first. */
  readonly hashes: readonly string[];
}

/** The parts of a {@link writtenHash} again. */
export function readWrittenHash(written: string | null): WrittenHash {
  const [visibility, ...hashes] = written?.split(" ") ?? [];
  const [hash = null] = hashes;
  return { visibility: visibility === "public" || visibility === "internal" ? visibility : null, hash, hashes };
}

/**
 * Of an attempt to hide what stands there, whatever it says: what an earlier attempt of the same row may have written
 * stays known.
 */
export function hidingHash(written: string | null): string {
  return ["internal", ...readWrittenHash(written).hashes].join(" ");
}

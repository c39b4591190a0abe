import type { Visibility } from "@ticket-bridge/helpdesk";

/** What stands on the target in one text: who may read it, and the `contentHash` of what it says. */
export function writtenHash(visibility: Visibility, hash: string): string {
  return `${visibility} ${hash}`;
}

/** The two parts of a {@link writtenHash} again; null for each that is not told. */
export function readWrittenHash(written: string | null): { visibility: Visibility | null; hash: string | null } {
  const [visibility, hash = null] = written?.split(" ") ?? [];
  return { visibility: visibility === "public" || visibility === "internal" ? visibility : null, hash };
}

/**
 * Of an attempt to hide what stands there, whatever it says: what an earlier attempt of the same row may have written
 * stays known.
 */
export function hidingHash(written: string | null): string {
  const { hash } = readWrittenHash(written);
  return hash === null ? "internal" : writtenHash("internal", hash);
}

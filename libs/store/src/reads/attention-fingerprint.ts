import { createHash } from "node:crypto";

import type { Side } from "@ticket-bridge/helpdesk";
import type { CauseOf } from "@ticket-bridge/sync";

/** So many of one cause, one state and one side, and the sum of a hash of each one's id, which no order changes. */
export interface HashedIds {
  readonly of: CauseOf;
  readonly cause: string;
  readonly state: "held" | "uncertain";
  readonly side: Side;
  readonly count: number;
  readonly hashes: string;
}

/**
 * A text that is the same for the same ones alone, each with its cause and its state. A count does not tell that one went
 * and another came; nor does the highest id, as an old message becomes held late. When each was changed last is left out:
 * it stands in no index of these, and a read-back that found nothing yet changes nothing that a person was shown.
 */
export function fingerprintOf(rows: readonly HashedIds[]): string {
  const told = rows.map(({ of, cause, state, side, count, hashes }) =>
    JSON.stringify([of, cause, state, side, count, hashes]),
  );
  return createHash("sha256").update(told.sort().join("\n")).digest("base64url");
}

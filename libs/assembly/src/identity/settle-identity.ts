import { randomBytes } from "node:crypto";

import type { Identity, IdentityStore } from "@ticket-bridge/sync";

import { StartError } from "../start-error.ts";
import { identityFileIn, readIdentityFile, writeIdentityFile } from "./identity-file.ts";

export interface IdentityWishes {
  readonly dataDir: string;
  /** From the environment; null: not given. */
  readonly bridgeId: string | null;
  readonly bridgeSecret: string | null;
  readonly superofficeUrl: string;
  readonly requestorUrl: string;
  /** Nothing is stored; who this bridge would be at its first start lasts as long as this process. */
  readonly isReadOnly?: boolean;
  /** Who this bridge was is what matters: it is not made up. */
  readonly mustBeKnown?: boolean;
}

/**
 * Who this bridge is: what the environment says, else the database, else the copy beside it (the database was lost),
 * else made at random. Stores it where it is missing. Throws StartError when two of these places differ or a helpdesk's
 * address is not the one of the first start: markers and ids would mean something else.
 */
export async function settleIdentity(
  store: IdentityStore,
  wishes: IdentityWishes,
): Promise<{ identity: Identity; fileWritten: boolean }> {
  const copy = await readIdentityFile(wishes.dataDir);
  const known = (await store.readIdentity()) ?? copy;
  const isTold = wishes.bridgeId !== null && wishes.bridgeSecret !== null;
  if (wishes.mustBeKnown === true && known === null && !isTold) throw new StartError([nobodyKnows(wishes.dataDir)]);
  const proposed: Identity = {
    bridgeId: wishes.bridgeId ?? known?.bridgeId ?? `${randomBytes(6).toString("hex")}.ticket-bridge`,
    secret: wishes.bridgeSecret ?? known?.secret ?? randomBytes(32).toString("hex"),
    superofficeUrl: wishes.superofficeUrl,
    requestorUrl: wishes.requestorUrl,
  };
  const before = known === null ? [] : faults(known, proposed, copy, wishes.dataDir);
  if (before.length > 0) throw new StartError(before);
  if (wishes.isReadOnly === true) return { identity: proposed, fileWritten: false };
  const standing = await store.establishIdentity(proposed);
  // Another replica's first start may have been quicker with other random values.
  const wanted = {
    ...proposed,
    bridgeId: wishes.bridgeId ?? standing.bridgeId,
    secret: wishes.bridgeSecret ?? standing.secret,
  };
  const after = faults(standing, wanted, copy, wishes.dataDir);
  if (after.length > 0) throw new StartError(after);
  if (copy === null) await writeIdentityFile(wishes.dataDir, standing);
  return { identity: standing, fileWritten: copy === null };
}

function nobodyKnows(dataDir: string): string {
  return `Nobody knows who this bridge was: put the copy of its identity back to ${identityFileIn(dataDir)}, or give BRIDGE_ID and BRIDGE_SECRET as they were.`;
}

/** One sentence per difference. Ids and addresses are named, the secret never is. */
function faults(standing: Identity, wanted: Identity, copy: Identity | null, dataDir: string): string[] {
  const sentences: string[] = [];
  const file = identityFileIn(dataDir);
  if (wanted.bridgeId !== standing.bridgeId) {
    sentences.push(
      `BRIDGE_ID is ${wanted.bridgeId}, but this bridge is ${standing.bridgeId} since its first start; write that, or remove BRIDGE_ID.`,
    );
  }
  if (wanted.secret !== standing.secret) {
    sentences.push(
      "BRIDGE_SECRET differs from the one of the first start, with which all mirrors are marked; write that one, or remove BRIDGE_SECRET.",
    );
  }
  for (const [name, key] of [
    ["SUPEROFFICE_URL", "superofficeUrl"],
    ["REQUESTOR_URL", "requestorUrl"],
  ] as const) {
    if (wanted[key] === standing[key]) continue;
    sentences.push(
      `${name} is ${wanted[key]}, but this bridge was first started with ${standing[key]}, and its links belong to that helpdesk; write that address, or give another helpdesk its own DATA_DIR and database.`,
    );
  }
  if (copy !== null && (copy.bridgeId !== standing.bridgeId || copy.secret !== standing.secret)) {
    sentences.push(
      `${file} belongs to another bridge than the database; give this bridge its own DATA_DIR, or move that file away.`,
    );
  }
  return sentences;
}

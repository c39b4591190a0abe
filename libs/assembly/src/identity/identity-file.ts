import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Identity } from "@ticket-bridge/sync";
import { z } from "zod";

import { StartError } from "../start-error.ts";

const identityShape = z.object({
  bridgeId: z.string().min(1),
  secret: z.string().min(1),
  superofficeUrl: z.string().min(1),
  requestorUrl: z.string().min(1),
});

const advice =
  "Keep a copy of this file in a safe place: with it a lost database can be learned again from the helpdesks. " +
  "Whoever has it can make messages that count as this bridge's own.";

export function identityFileIn(dataDir: string): string {
  return join(dataDir, "identity.json");
}

/** The copy kept beside the database; null when there is none. Throws StartError for a file that is no identity. */
export async function readIdentityFile(dataDir: string): Promise<Identity | null> {
  const path = identityFileIn(dataDir);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new StartError([`${path} cannot be read; make it readable for the user who runs the bridge.`], error);
  }
  const parsed = identityShape.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new StartError([`${path} is damaged; restore it from a copy, or move it away if the database still exists.`]);
}

/** Written beside and renamed, so that a power cut leaves the old file or the new one, never half of it. */
export async function writeIdentityFile(dataDir: string, identity: Identity): Promise<void> {
  const path = identityFileIn(dataDir);
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, `${JSON.stringify({ ...identity, advice }, null, 2)}\n`, { mode: 0o600 });
  await chmod(beside, 0o600);
  await rename(beside, path);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

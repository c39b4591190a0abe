import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startRealPostgresql } from "./libs/store/src/testing/real-postgresql.ts";
import type { TestProject } from "vitest/node";

import { madeOnce } from "./vitest.once.ts";

/** What specs share through `@ticket-bridge/store/shared-databases`. */
interface Databases {
  /** URL of a PostgreSQL server, up to the name of a database. */
  readonly postgresql: string;
  /** A DATA_DIR whose embedded database was made, migrated and closed. */
  readonly embedded: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly databases: Databases;
  }
}

const program = fileURLToPath(new URL("libs/store/src/testing/make-embedded.ts", import.meta.url));

/**
 * One server for all specs that neither stop it nor end its sessions, and the files of one embedded database: a server of
 * its own takes a spec 1.6 s of the processor, an embedded database's first start 3.7 s.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, remove } = await madeOnce("databases", make);
  project.provide("databases", value);
  return remove;
}

async function make() {
  const embedded = await mkdtemp(join(tmpdir(), "ticket-bridge-embedded-"));
  const [server] = await Promise.all([
    startRealPostgresql(),
    // In a process of its own, because what PGlite takes is never given back.
    promisify(execFile)(process.execPath, ["--conditions=@ticket-bridge/source", program, embedded]),
  ]);
  const value: Databases = { postgresql: server.url, embedded };
  const remove = async () => {
    await server.remove();
    await rm(embedded, { recursive: true, force: true });
  };
  return { value, remove };
}

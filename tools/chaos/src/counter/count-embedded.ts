import { createRequire, syncBuiltinESMExports } from "node:module";

import type { CallPoints } from "./call-points.ts";
import { StatementReader } from "./postgresql-frames.ts";

interface EmbeddedDatabase {
  execProtocolRawSync: (this: EmbeddedDatabase, message: Uint8Array) => Uint8Array;
}

/** Outside packages of the product are not this tool's dependencies: a name in a variable is the product's own copy. */
const embeddedDatabase = "@electric-sql/pglite";

const execute = 0x45;
const sync = 0x53;
const query = 0x51;

/**
 * Puts the counter into the embedded database: before a statement runs, between its execution and its commit, after the
 * commit, and in the middle of every write to the database's files, of which the first half is still done.
 */
export async function countEmbedded(points: CallPoints): Promise<void> {
  const { PGlite } = (await import(embeddedDatabase)) as { PGlite: { prototype: EmbeddedDatabase } };
  countStatements(points, PGlite.prototype);
  countFileWrites(points);
}

function countStatements(points: CallPoints, database: EmbeddedDatabase): void {
  const run = database.execProtocolRawSync;
  const statements = new StatementReader();
  database.execProtocolRawSync = function (message) {
    const type = message[0] ?? 0;
    const statement = statements.read(message);
    if (type === execute || type === query) points.pass({ ...statement, phase: "before" });
    const answer = run.call(this, message);
    // What was executed is committed by the Sync that follows; a plain query commits itself.
    if (type === execute) points.pass({ ...statement, phase: "under way" });
    if (type === sync || type === query) points.pass({ ...statement, phase: "answered" });
    return answer;
  };
}

type FileSystem = { writeSync: (...args: unknown[]) => number };

function countFileWrites(points: CallPoints): void {
  const files = createRequire(import.meta.url)("node:fs") as FileSystem;
  const write = files.writeSync;
  files.writeSync = (...args) => {
    const [file, data, offset, length, position] = args;
    // The log and what is said to people go to the first three.
    if (typeof file !== "number" || file <= 2 || typeof length !== "number") return write(...args);
    const point = { kind: "database file", phase: "under way", detail: `${length} bytes` } as const;
    if (points.due(point)) {
      write(file, data, offset, Math.floor(length / 2), position);
      points.die(point);
    }
    return write(...args);
  };
  syncBuiltinESMExports();
}

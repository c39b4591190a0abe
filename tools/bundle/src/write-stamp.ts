import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";

import type { Metafile } from "esbuild";

const migrations = "prisma/migrations/";

/**
 * Writes `stamp.json` beside the bundle: the hash of every file it was made of, `more` too, by path below `root`, and of
 * the list of migrations. `run-built.js` compares it with what is there now.
 */
export async function writeStamp(
  root: string,
  out: string,
  { inputs }: Metafile,
  more: readonly string[],
): Promise<void> {
  const names = (await readdir(root + migrations)).sort();
  const files = [
    ...Object.keys(inputs),
    ...names.flatMap((name) => sqlOf(name)),
    "tools/bundle/src/bundle.ts",
    ...more,
  ];
  const hashes = await Promise.all(files.map(async (file) => [file, hashOf(await readFile(root + file))] as const));
  const stamp = Object.fromEntries([[migrations, hashOf(names.join("\n"))], ...hashes]);
  await writeFile(`${out}stamp.json`, `${JSON.stringify(stamp, null, 1)}\n`);
}

function sqlOf(name: string): string[] {
  return name.includes(".") ? [] : [`${migrations}${name}/migration.sql`];
}

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

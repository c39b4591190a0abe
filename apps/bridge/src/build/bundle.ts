import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { installedPackages } from "./installed-packages.ts";
import { writeStamp } from "./write-stamp.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
/** Another folder below this project may be named, so that a test need not disturb what is running. */
const out = process.argv[2] ?? fileURLToPath(new URL("../../dist/", import.meta.url));

/*
 * The program as `dist/main.js`: our own code in few files, installed packages where they are. Split, because main.ts
 * has to check the version before anything else is loaded.
 */
await Promise.all(
  ["stamp.json", "main.js", "main.js.map", "chunks", "prisma"].map((part) =>
    rm(out + part, { recursive: true, force: true }),
  ),
);
const { metafile } = await build({
  absWorkingDir: root,
  metafile: true,
  entryPoints: [fileURLToPath(new URL("../main.ts", import.meta.url))],
  outdir: out,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  conditions: ["@ticket-bridge/source"],
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
  plugins: [installedPackages(`${root}node_modules/`, out)],
});
await cp(`${root}prisma/migrations`, `${out}prisma/migrations`, { recursive: true });
// Last, so that a build that was cut off is not taken for a whole one.
await writeStamp(root, out, metafile);

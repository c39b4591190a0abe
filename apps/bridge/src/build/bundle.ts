import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { installedPackages } from "./installed-packages.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
/** Another folder below this project may be named, so that a test need not disturb what is running. */
const out = process.argv[2] ?? fileURLToPath(new URL("../../dist/", import.meta.url));

/*
 * The program as `dist/main.js`: our own code in few files, installed packages where they are. Split, because main.ts
 * has to check the version before anything else is loaded.
 */
await Promise.all(
  ["main.js", "main.js.map", "chunks", "prisma"].map((part) => rm(out + part, { recursive: true, force: true })),
);
await build({
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

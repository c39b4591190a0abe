import { cp, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { installedPackages } from "./installed-packages.ts";
import { copyPage, pageSources } from "./page.ts";
import { writeStamp } from "./write-stamp.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const [app = "", ...more] = process.argv.slice(2);
const source = `${root}${app}/src/`;
const programs = (await readdir(source)).filter((name) => isProgram(name));
if (programs.length === 0) throw new Error("Name an app to bundle, as apps/bridge, and the folder if it is not dist.");
/** Another folder below this project may be named, so that a test need not disturb what is running. */
const out = more[0] ?? `${root}${app}/dist/`;

/*
 * The programs of an app as `dist/<name>.js`: our own code in few files, installed packages where they are. Split, because
 * each has to check the version before anything else is loaded.
 */
await Promise.all(
  ["stamp.json", ...programs.map(built).flatMap((name) => [name, `${name}.map`]), "chunks", "prisma", "dashboard"].map(
    (part) => rm(out + part, { recursive: true, force: true }),
  ),
);
const { metafile } = await build({
  absWorkingDir: root,
  metafile: true,
  entryPoints: programs.map((name) => source + name),
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
const page = app === "apps/bridge" ? `${root}apps/dashboard/` : null;
if (page !== null) await copyPage(`${page}dist/`, `${out}dashboard/`);
// Last, so that a build that was cut off is not taken for a whole one.
await writeStamp(root, out, metafile, page === null ? [] : await pageSources(root, "apps/dashboard/"));

/** An app's programs stand at the top of its sources: main.ts, or main-<name>.ts where it has several. */
function isProgram(name: string): boolean {
  return /^main(-[a-z]+)?\.ts$/.test(name);
}

function built(name: string): string {
  return name.replace(/\.ts$/, ".js");
}

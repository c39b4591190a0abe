import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "vite";
import { inject } from "vitest";

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  /** Loaded when it is first shown: a view. */
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
}

/** Builds the page of these sources to where the bridge of these tests looks for it; the folder. */
export async function buildPage(): Promise<string> {
  const folder = `${inject("programs").bridge}dashboard/`;
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url));
  await build({ configFile, logLevel: "error", build: { outDir: folder } });
  return folder;
}

/** The same as people load it: Vitest's own NODE_ENV builds React as for its developers, a third larger. */
export async function buildReleasedPage(folder: string): Promise<void> {
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url));
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build({ configFile, logLevel: "error", build: { outDir: folder } });
  } finally {
    process.env["NODE_ENV"] = before;
  }
}

/** The gzipped script that a browser loads until the first view stands, for the view that needs the most of it. */
export function firstLoad(folder: string): { readonly view: string; readonly bytes: number } {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, Chunk>;
  const all = Object.keys(manifest);
  const entries = all.filter((name) => manifest[name]?.isEntry === true);
  const weigh = (view: string) => {
    const files = reached(manifest, [...entries, view]).map((name) =>
      readFileSync(join(folder, manifest[name]?.file ?? "")),
    );
    return { view, bytes: files.reduce((sum, file) => sum + gzipSync(file).length, 0) };
  };
  const views = all.filter((name) => manifest[name]?.isDynamicEntry === true).map(weigh);
  return views.reduce((most, view) => (view.bytes > most.bytes ? view : most), { view: "", bytes: 0 });
}

function reached(manifest: Readonly<Record<string, Chunk>>, from: readonly string[]): readonly string[] {
  const seen = new Set(from);
  for (const name of seen) for (const imported of manifest[name]?.imports ?? []) seen.add(imported);
  return [...seen];
}

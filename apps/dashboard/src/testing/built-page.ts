import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "vite";
import { inject } from "vitest";

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
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

/** The gzipped script that a browser loads before it shows anything. */
export function firstLoadBytes(folder: string): number {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, Chunk>;
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const imported of manifest[name]?.imports ?? []) visit(imported);
  };
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry === true) visit(name);
  const sizes = [...seen].map((name) => gzipSync(readFileSync(join(folder, manifest[name]?.file ?? ""))).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { copyPage, pageSources } from "./page.ts";

let root: string;

beforeEach(async () => {
  root = `${await mkdtemp(join(tmpdir(), "ticket-bridge-page-"))}/`;
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(...paths: readonly string[]) {
  for (const path of paths) {
    await mkdir(dirname(root + path), { recursive: true });
    await writeFile(root + path, "");
  }
}

it("copies what a browser asks for, and nothing of a page that is not built", async () => {
  await write("page/dist/types/main.d.ts");
  await copyPage(`${root}page/dist/`, `${root}out/`);
  await copyPage(`${root}none/dist/`, `${root}out/`);
  expect(await readdir(root)).toEqual(["page"]);
  await write("page/dist/index.html", "page/dist/icon.svg", "page/dist/manifest.json", "page/dist/assets/a.js");
  await copyPage(`${root}page/dist/`, `${root}out/`);
  expect((await readdir(`${root}out`, { recursive: true })).sort()).toEqual([
    "assets",
    "assets/a.js",
    "icon.svg",
    "index.html",
  ]);
});

it("names what the page is built of, but its tests, and nothing where there is no page", async () => {
  await write("page/src/main.tsx", "page/src/views/a.tsx", "page/src/views/a.spec.tsx", "look/icon.svg");
  await write("page/index.html", "page/vite.config.ts", "page/vitest.config.ts", "page/dist/index.html");
  expect(await pageSources(root, "page/")).toEqual([
    "look/icon.svg",
    "page/index.html",
    "page/src/main.tsx",
    "page/src/views/a.tsx",
    "page/vite.config.ts",
  ]);
  expect(await pageSources(root, "none/")).toEqual([]);
});

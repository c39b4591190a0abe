import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

interface LockFile {
  readonly packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

it("knows every optional package of every platform, or npm ci refuses the lock file", async () => {
  const place = fileURLToPath(new URL("../../../package-lock.json", import.meta.url));
  const { packages } = JSON.parse(await readFile(place, "utf8")) as LockFile;
  const present = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)));
  const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
  expect(wanted.length).toBeGreaterThan(50);
  expect(wanted.filter((name) => !present.has(name))).toEqual([]);
});

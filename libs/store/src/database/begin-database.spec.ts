import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { DatabaseNotMadeError } from "../errors/database-not-made-error.ts";
import { beginDatabase } from "./begin-database.ts";
import { makeFiles } from "./make-files.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-begin-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const made = (folder: string) => writeFile(join(folder, "PG_VERSION"), "18");
const notAskedFor = () => Promise.reject(new Error("A database was made where one stood."));

it("gives the database its name only once its files are whole, in a folder closed to others", async () => {
  const during: string[] = [];
  const { folder, finish } = await beginDatabase(dataDir, async (making) => {
    await made(making);
    during.push(...(await readdir(dataDir)));
  });
  expect(during).toEqual(["db.beginning", expect.stringMatching(/^db\.making\.[0-9a-f]{8}$/)]);
  expect((await readdir(dataDir)).sort()).toEqual(["db", "db.beginning"]);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await finish();
  await beginDatabase(dataDir, notAskedFor);
  expect(await readdir(dataDir)).toEqual(["db"]);
  expect(await readdir(folder)).toEqual(["PG_VERSION"]);
});

it("leaves nothing of a database that could not be made, says why, and makes it at the next start", async () => {
  const failing = beginDatabase(dataDir, async (making) => {
    await made(making);
    throw new Error("no space left on device");
  });
  await expect(failing).rejects.toThrow(
    new DatabaseNotMadeError(dataDir, new Error("no space left on device")).message,
  );
  expect(await readdir(dataDir)).toEqual(["db.beginning"]);
  const { folder } = await beginDatabase(dataDir, made);
  expect(existsSync(join(folder, "PG_VERSION"))).toBe(true);
});

it("makes the files apart from those that the child of a killed start still writes, and removes these later", async () => {
  const orphan = join(dataDir, "db.making.0badc0de");
  await mkdir(orphan);
  const { folder, finish } = await beginDatabase(dataDir, async (making) => {
    await mkdir(orphan, { recursive: true });
    await writeFile(join(orphan, "late"), "from the orphan");
    await made(making);
  });
  await finish();
  expect(await readdir(folder)).toEqual(["PG_VERSION"]);
  await beginDatabase(dataDir, notAskedFor);
  expect(await readdir(dataDir)).toEqual(["db"]);
});

it("tells what the process said that could not make the files", async () => {
  await expect(makeFiles(join(dataDir, "not/there"), [])).rejects.toThrow("ENOENT");
});

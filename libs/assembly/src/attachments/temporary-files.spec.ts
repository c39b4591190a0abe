import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { openTemporaryFiles } from "./temporary-files.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ticket-bridge-files-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** The folder of this process. */
async function own(): Promise<string> {
  const [name = "", ...others] = await readdir(join(dataDir, "tmp"));
  expect(others).toEqual([]);
  return join(dataDir, "tmp", name);
}

it("keeps the bytes of the last beginning, can be read twice, and is gone when it is removed", async () => {
  const file = await (await openTemporaryFiles(dataDir)).create();
  await file.sink.begin();
  await file.sink.write(Buffer.from("half of a brok"));
  await file.sink.begin();
  const whole = Buffer.alloc(200_000, "abc");
  for (let at = 0; at < whole.length; at += 70_000) await file.sink.write(whole.subarray(at, at + 70_000));
  const { bytes, sha256 } = await file.finish();
  expect([bytes.size, sha256]).toEqual([200_000, createHash("sha256").update(whole).digest("hex")]);
  for (const _again of [1, 2]) {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes.open()) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  }
  await file.remove();
  await file.remove();
  expect(await readdir(await own())).toEqual([]);
});

it("of no bytes is a file all the same, and only its owner reads it", async () => {
  const file = await (await openTemporaryFiles(dataDir)).create();
  await file.sink.begin();
  const [name = ""] = await readdir(await own());
  expect((await stat(join(await own(), name))).mode & 0o777).toBe(0o600);
  expect((await stat(await own())).mode & 0o777).toBe(0o700);
  const { bytes } = await file.finish();
  expect(bytes.size).toBe(0);
  for await (const _piece of bytes.open()) throw new Error("there is nothing to be read");
  await file.remove();
});

it("begins with an empty folder, but leaves what another living process keeps there", async () => {
  const gone = 2 ** 30;
  for (const name of [process.pid, process.ppid, gone].map((pid) => `${pid}-a1B2c3`)) {
    await mkdir(join(dataDir, "tmp", name), { recursive: true });
    await writeFile(join(dataDir, "tmp", name, "1"), "a customer's file");
  }
  await writeFile(join(dataDir, "tmp", "stray"), "x");
  await openTemporaryFiles(dataDir);
  expect(await readdir(join(dataDir, "tmp"))).toEqual([`${process.ppid}-a1B2c3`]);
});

it("never gives two bridges the same file, which in containers may both be process 1", async () => {
  const [one, other] = [await openTemporaryFiles(dataDir), await openTemporaryFiles(dataDir)];
  const [mine, theirs] = [await one.create(), await other.create()];
  await mine.sink.begin();
  await mine.sink.write(Buffer.from("a private file"));
  const { bytes } = await mine.finish();
  await theirs.sink.begin();
  await theirs.sink.write(Buffer.from("another file"));
  await openTemporaryFiles(dataDir);
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes.open()) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe("a private file");
  for (const file of [mine, theirs]) await file.remove();
});

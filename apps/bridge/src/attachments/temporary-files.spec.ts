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

const own = (): string => join(dataDir, "tmp", String(process.pid));

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
  expect(await readdir(own())).toEqual([]);
});

it("of no bytes is a file all the same, and only its owner reads it", async () => {
  const file = await (await openTemporaryFiles(dataDir)).create();
  await file.sink.begin();
  const [name = ""] = await readdir(own());
  expect((await stat(join(own(), name))).mode & 0o777).toBe(0o600);
  expect((await stat(own())).mode & 0o777).toBe(0o700);
  const { bytes } = await file.finish();
  expect(bytes.size).toBe(0);
  for await (const _piece of bytes.open()) throw new Error("there is nothing to be read");
});

it("begins with an empty folder, but leaves what another living process keeps there", async () => {
  const gone = 2 ** 30;
  for (const pid of [process.pid, process.ppid, gone]) {
    await mkdir(join(dataDir, "tmp", String(pid)), { recursive: true });
    await writeFile(join(dataDir, "tmp", String(pid), "1"), "a customer's file");
  }
  await writeFile(join(dataDir, "tmp", "stray"), "x");
  await openTemporaryFiles(dataDir);
  expect(await readdir(join(dataDir, "tmp"))).toEqual([String(process.ppid)]);
});

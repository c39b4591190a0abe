import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { DataDirInUseError } from "../errors/data-dir-in-use-error.ts";
import { askOwner } from "./ask-owner.ts";
import { claimDataDir, type DataDirClaim, ownerSocketName } from "./claim-data-dir.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticket-bridge-owner-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("refuses a folder that is taken, naming the process, until it is given back", async () => {
  const claim = await claimDataDir(folder);
  await expect(claimDataDir(folder)).rejects.toThrow(
    `The data folder ${folder} is in use by the process with id ${process.pid}. Stop that one first, or give this one its own DATA_DIR.`,
  );
  await claim.release();
  expect(await readdir(folder)).toEqual([]);
  await (await claimDataDir(folder)).release();
});

it("answers on bridge.sock", async () => {
  const claim = await claimDataDir(folder);
  expect(await askOwner(join(folder, ownerSocketName))).toEqual({ alive: true, pid: process.pid });
  await claim.release();
  expect(await askOwner(join(folder, ownerSocketName))).toEqual({ alive: false });
});

it("counts an owner that never answers as alive", async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(join(folder, "bridge.1.sock"), resolve));
  await expect(claimDataDir(folder)).rejects.toThrow(/in use by another process/);
  await new Promise((resolve) => mute.close(resolve));
});

it("takes over a socket whose process is gone", async () => {
  // A plain file is refused like the socket of a process that was killed.
  await writeFile(join(folder, "bridge.41.sock"), "");
  await symlink("bridge.41.sock", join(folder, ownerSocketName));
  const claim = await claimDataDir(folder);
  expect((await readdir(folder)).sort()).toEqual(["bridge.42.sock", ownerSocketName]);
  await claim.release();
});

it("works in a folder whose path is longer than the address of a socket can be", async () => {
  const long = join(folder, "a-long-name".repeat(12), "and-more".repeat(8));
  await mkdir(long, { recursive: true });
  const claim = await claimDataDir(long);
  await expect(claimDataDir(long)).rejects.toThrow(`process with id ${process.pid}`);
  await claim.release();
  await (await claimDataDir(long)).release();
});

it("has one winner among many that find the same dead owner, each time", async () => {
  for (let round = 0; round < 15; round += 1) {
    await writeFile(join(folder, "bridge.7.sock"), "");
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => claimDataDir(folder)));
    const winners = outcomes.filter(
      (outcome): outcome is PromiseFulfilledResult<DataDirClaim> => outcome.status === "fulfilled",
    );
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(DataDirInUseError);
    }
    await winners[0]?.value.release();
  }
});

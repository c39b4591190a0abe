import { randomBytes } from "node:crypto";
import { link, readdir, realpath, rename, rm, symlink } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

import { DataDirInUseError } from "../errors/data-dir-in-use-error.ts";
import { askOwner } from "./ask-owner.ts";
import { withShortPath } from "./short-path.ts";

/** The sole right to a data folder, held until `release` or the end of the process. */
export interface DataDirClaim {
  release(): Promise<void>;
}

/** The name under which others reach the owner: a link to the socket of its generation. */
export const ownerSocketName = "bridge.sock";

const generationName = /^bridge\.(\d+)\.sock$/;
const longestName = 48;

/**
 * Takes the folder for this process, or rejects with DataDirInUseError while another process lives that has it.
 *
 * A socket file outlives its process, and nothing can replace a dead one only if it is still the dead one that was
 * asked: two starters would both ask the same dead socket, and the second rename would throw out the first winner. So
 * every owner gets a number. Who finds the highest number dead makes the next one, by a hard link that fails when it
 * exists and that points to a socket already listening, so that there is no moment in which an owner looks dead. Who
 * made a number and then sees a higher one was too late (the numbers below the winner's are removed and could be made
 * again) and takes its own back. `bridge.sock` is set to the winner by an atomic rename.
 */
export async function claimDataDir(dataDir: string): Promise<DataDirClaim> {
  const folder = await realpath(dataDir);
  const waiting = `bridge.${randomBytes(8).toString("hex")}.wait`;
  const server = await withShortPath(folder, longestName, (short) => listen(join(short, waiting)));
  try {
    const generation = await win(folder, waiting);
    await pointTo(folder, generation);
    await removeOlder(folder, generation);
    return { release: () => release(folder, generation, server) };
  } catch (error) {
    await close(server);
    throw error;
  } finally {
    await rm(join(folder, waiting), { force: true });
  }
}

async function win(folder: string, waiting: string): Promise<number> {
  // Each round means that somebody else won or left in between; a hundred of them means something else is wrong.
  for (let round = 0; round < 100; round += 1) {
    const highest = await highestGeneration(folder);
    if (highest > 0) {
      const owner = await withShortPath(folder, longestName, (short) => askOwner(join(short, fileOf(highest))));
      if (owner.alive) throw new DataDirInUseError(folder, owner.pid);
    }
    const mine = highest + 1;
    if (!(await linkUnlessThere(join(folder, waiting), join(folder, fileOf(mine))))) continue;
    if ((await highestGeneration(folder)) === mine) return mine;
    await rm(join(folder, fileOf(mine)), { force: true });
  }
  throw new Error(`The data folder ${folder} could not be taken: other processes kept starting on it.`);
}

async function linkUnlessThere(existing: string, fresh: string): Promise<boolean> {
  try {
    await link(existing, fresh);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function highestGeneration(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(generationName.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

async function pointTo(folder: string, generation: number): Promise<void> {
  const fresh = join(folder, `${ownerSocketName}.${randomBytes(4).toString("hex")}`);
  await symlink(fileOf(generation), fresh);
  await rename(fresh, join(folder, ownerSocketName));
}

async function removeOlder(folder: string, generation: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = Number(generationName.exec(name)?.[1] ?? generation);
    if (number < generation) await rm(join(folder, name), { force: true });
  }
}

/** The socket stops answering last, so that nobody opens the folder while this process still tidies up. */
async function release(folder: string, generation: number, server: Server): Promise<void> {
  await rm(join(folder, ownerSocketName), { force: true });
  await rm(join(folder, fileOf(generation)), { force: true });
  await close(server);
}

const fileOf = (generation: number) => `bridge.${generation}.sock`;

/** Tells everybody who connects the owner's process id. */
async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(`${JSON.stringify({ pid: process.pid })}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  // The lock alone must not keep a process alive.
  server.unref();
  return server;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/*
 * What `npm start` runs, on any Node: builds the bundle when a file that it was made of is no longer the same (a new
 * version was fetched), and runs it in this process. Files are compared by hash, because times change without a change.
 *
 * The script in package.json tells Node how to use memory, since V8 reads that at its start only. As it comes, the young
 * generation grows to 128 MB and the old one is collected late: 430 MB resident in a backlog, 220 MB so, for about a tenth
 * more CPU (1.8 and 2.0 ms a message). None of it limits the heap: what is in use may grow as before. A growth of half (50
 * instead of 100) saves another 25 MB, but costs a quarter more CPU than Node as it comes.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

if (!isCurrent()) await buildAlone();
await import("./dist/main.js");

function isCurrent() {
  try {
    const stamp = Object.entries(JSON.parse(readFileSync(join(here, "dist/stamp.json"), "utf8")));
    return stamp.length > 0 && stamp.every(([path, hash]) => hash === hashOf(path));
  } catch {
    return false;
  }
}

/** A path that ends with a slash stands for the names in that folder, so that a file more or less is seen too. */
function hashOf(path) {
  const content = path.endsWith("/") ? readdirSync(join(root, path)).sort().join("\n") : readFileSync(join(root, path));
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Two replicas are often started at once after an upgrade. The second waits for the first one's build. The lock is a
 * link that names its owner's process, because a link is made together with what it says.
 */
async function buildAlone() {
  const lock = join(here, "dist/building");
  mkdirSync(dirname(lock), { recursive: true });
  while (!isLocked(lock)) {
    if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true });
    await setTimeout(100);
  }
  const code = isCurrent() ? 0 : build();
  rmSync(lock, { force: true });
  if (code !== 0) process.exit(code);
}

/** Whether this process has the lock now. */
function isLocked(lock) {
  try {
    symlinkSync(String(process.pid), lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

/** Null when it has just been given back. */
function ownerOf(lock) {
  try {
    return Number(readlinkSync(lock));
  } catch {
    return null;
  }
}

function isAlive(pid) {
  if (pid === null) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Gives the exit code. */
function build() {
  process.stderr.write("The bridge is built, because it is new or has changed.\n");
  // On standard error: standard output is the log of the bridge.
  const { status, signal } = spawnSync("npm", ["run", "-s", "build"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status === 0) return 0;
  if (signal === null) process.stderr.write("The bridge could not be built; what is written above says why.\n");
  return signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1;
}

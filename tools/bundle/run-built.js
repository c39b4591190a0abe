import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

/*
 * Runs a built program of this project, on any Node: builds all of them when a file that this one was made of is no longer
 * the same (a new version was fetched), and loads it into this process. Files are compared by hash, because times change
 * without a change. Plain JavaScript, because it runs before anything is built.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** `app`: a folder below the root, as `apps/bridge`; `program`: one of the files that its build makes. */
export async function runBuilt(app, program) {
  const out = join(root, app, "dist");
  if (!isCurrent(out)) await buildAlone(out);
  await import(pathToFileURL(join(out, program)).href);
}

function isCurrent(out) {
  try {
    const stamp = Object.entries(JSON.parse(readFileSync(join(out, "stamp.json"), "utf8")));
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
async function buildAlone(out) {
  const lock = join(out, "building");
  mkdirSync(dirname(lock), { recursive: true });
  while (!isLocked(lock)) {
    if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true });
    await setTimeout(100);
  }
  const code = isCurrent(out) ? 0 : build();
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
  process.stderr.write("ticket-bridge is built, because it is new or has changed.\n");
  // What a build says that went well is about its own workings, and of no use to who starts a program.
  const options = { cwd: root, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64 * 1024 * 1024 };
  const { status, signal, stdout, stderr } = spawnSync("npm", ["run", "-s", "build"], options);
  if (status === 0) return 0;
  // On standard error: standard output is what the program says.
  process.stderr.write(Buffer.concat([stdout ?? Buffer.alloc(0), stderr ?? Buffer.alloc(0)]));
  if (signal === null) process.stderr.write("ticket-bridge could not be built; what is written above says why.\n");
  return signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1;
}

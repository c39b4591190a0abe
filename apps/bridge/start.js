import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * What `npm start` runs, on any Node: builds the bundle when a file that it was made of is no longer the same (a new
 * version was fetched), and runs it in this process. Files are compared by hash, because times change without a change.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

if (!isCurrent()) build();
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

function build() {
  process.stderr.write("The bridge is built, because it is new or has changed.\n");
  // On standard error: standard output is the log of the bridge.
  const { status, signal } = spawnSync("npm", ["run", "-s", "build"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  if (signal === null) process.stderr.write("The bridge could not be built; what is written above says why.\n");
  process.exit(signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1);
}

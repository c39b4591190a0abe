import { execFile, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

const [launcher, runner] = ["../../../apps/bridge/start.js", "../run-built.js"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
) as [string, string];
let root: string;

/** A small project whose bundle says what its only source holds; its build writes the stamp as the real one does. */
const buildScript = `
  const { createHash } = require("node:crypto");
  const { readFileSync, mkdirSync, readdirSync, writeFileSync } = require("node:fs");
  const hash = (content) => createHash("sha256").update(content).digest("hex");
  const source = readFileSync("source.txt", "utf8");
  if (source === "broken") {
    console.log("the tool's own words");
    console.error("what is wrong");
    process.exit(3);
  }
  console.log("building");
  mkdirSync("apps/bridge/dist", { recursive: true });
  writeFileSync("apps/bridge/dist/main.js", \`console.log("runs \${source}", ...process.argv.slice(2)); process.exitCode = 7;\`);
  writeFileSync(
    "apps/bridge/dist/stamp.json",
    JSON.stringify({ "source.txt": hash(source), "more/": hash(readdirSync("more").sort().join("\\n")) }),
  );
`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "ticket-bridge-start-"));
  await write("package.json", JSON.stringify({ scripts: { build: "node build.cjs" } }));
  await write("build.cjs", buildScript);
  await write("source.txt", "one");
  await write("more/a", "");
  for (const folder of ["apps/bridge", "tools/bundle"]) {
    await write(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  }
  await cp(launcher, join(root, "apps/bridge/start.js"));
  await cp(runner, join(root, "tools/bundle/run-built.js"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** What a start wrote and how it ended. */
async function start() {
  try {
    const args = [join(root, "apps/bridge/start.js"), "--an-option"];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: tmpdir() });
    return { code: 0 as unknown, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe("the start", () => {
  it("builds what was never built, passes on arguments and exit code, and says no more of the build than why", async () => {
    expect(await start()).toMatchObject({
      code: 7,
      stdout: "runs one --an-option\n",
      stderr: "ticket-bridge is built, because it is new or has changed.\n",
    });
  });

  it("does not build again what is unchanged", async () => {
    await start();
    await write("source.txt", "one");
    expect(await start()).toEqual({ code: 7, stdout: "runs one --an-option\n", stderr: "" });
  });

  it("builds again after a source or a list of files has changed", async () => {
    await start();
    await write("source.txt", "two");
    expect((await start()).stdout).toBe("runs two --an-option\n");
    await write("more/b", "");
    expect((await start()).stderr).toContain("is built");
    expect((await start()).stderr).toBe("");
  });

  it("builds once when several are started at once", async () => {
    const starts = await Promise.all([start(), start(), start()]);
    expect(starts.map(({ stdout }) => stdout)).toEqual(Array(3).fill("runs one --an-option\n"));
    expect(starts.filter(({ stderr }) => stderr.includes("is built"))).toHaveLength(1);
  });

  it("builds although an earlier build was killed", async () => {
    const ended = spawnSync(process.execPath, ["--version"]);
    await mkdir(join(root, "apps/bridge/dist"));
    await symlink(String(ended.pid), join(root, "apps/bridge/dist/building"));
    expect((await start()).stdout).toBe("runs one --an-option\n");
  });

  it("runs nothing when the build fails, and shows all that the build said", async () => {
    await start();
    await write("source.txt", "broken");
    const { code, stdout, stderr } = await start();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    for (const said of ["the tool's own words", "what is wrong", "could not be built"]) expect(stderr).toContain(said);
  });
});

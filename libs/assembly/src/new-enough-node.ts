import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * Only what any Node can run, and nothing of ours: everything else is loaded after the version was checked, because
 * packages fail with something unreadable on an old one.
 */
const oldestNode = 22;

/**
 * Runs a program when this Node can, else the same command line on the Node that comes with the packages. Where there is
 * none either, a sentence says so and the exit code is 1. `command`: what a person types instead, as "npm start".
 */
export async function onNewEnoughNode(command: string, program: () => Promise<void>): Promise<void> {
  if (majorOf(process.versions.node) >= oldestNode) return await program();
  const newer = ownNode();
  if (newer !== null) return runWith(newer);
  process.stderr.write(
    `ticket-bridge needs Node ${oldestNode} or newer and this is ${process.versions.node}; run it with ${command}, or install a newer Node.\n`,
  );
  process.exitCode = 1;
}

function majorOf(version: string): number {
  return Number(version.split(".")[0]);
}

/** The Node that comes with the packages, found upwards from this file. */
function ownNode(): string | null {
  if (process.env["TICKET_BRIDGE_OWN_NODE"] !== undefined) return null;
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", ".bin", "node");
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

function runWith(node: string): void {
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: "inherit",
    env: { ...process.env, TICKET_BRIDGE_OWN_NODE: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("error", () => {
    process.stderr.write(`ticket-bridge needs Node ${oldestNode} or newer, and ${node} cannot be run.\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * V8 reads at its start how it is to use memory, so a program that is started by its file alone has to be started again to
 * be told. The npm scripts tell Node the same at once; why these values: apps/bridge/start.js. Plain JavaScript for any
 * Node, because it runs first.
 */
const frugalFlags = ["--max-semi-space-size=8", "--initial-old-space-size=48", "--heap-growing-percent=100"];
const frugalEnvironment = { MALLOC_ARENA_MAX: "2", TICKET_BRIDGE_FRUGAL: "1" };

/** Calls `program` in a process that uses memory frugally: in this one if it does, else in one that takes its place. */
export async function onFrugalNode(program) {
  const isFrugal = frugalFlags.every((flag) => process.execArgv.includes(flag));
  // Said in the environment too, so that a Node which keeps its options for itself is not started over and over.
  if (isFrugal || process.env.TICKET_BRIDGE_FRUGAL !== undefined) return await program();
  const args = [...frugalFlags, ...process.execArgv, ...process.argv.slice(1)];
  const env = { ...process.env, ...frugalEnvironment };
  // Nothing stays behind: signals, terminal and exit code are the program's own.
  if (typeof process.execve === "function" && process.platform !== "win32") {
    return process.execve(process.execPath, [process.execPath, ...args], env);
  }
  return await besideUs(args, env);
}

/** On a Node without execve, which is too old for the program: the one that comes with the packages, where it is. */
async function besideUs(args, env) {
  const own = join(dirname(fileURLToPath(import.meta.url)), "../../node_modules/.bin/node");
  const child = spawn(existsSync(own) ? own : process.execPath, args, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

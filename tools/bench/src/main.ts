import { coloursFor } from "@ticket-bridge/terminal";

import { readBenchOptions } from "./bench-options.ts";
import { Progress } from "./progress.ts";
import { printedDocument } from "./report/print-document.ts";
import { Rig } from "./rig.ts";
import { runBench } from "./run-bench.ts";
import { backfillMemory, largeBackfill, wholeSizes } from "./sizes.ts";

const options = readBenchOptions(process.argv.slice(2));
if (options === null) process.exit(0);
if (typeof options === "string") {
  process.stderr.write(`${options}\n`);
  process.exit(1);
}

const progress = new Progress();
const rig = await Rig.open(options.profileFolder);
let stopped = false;

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => {
    // npm passes on a Ctrl-C that the terminal has sent to everybody already.
    if (stopped) return;
    stopped = true;
    progress.step("Stopping; what runs is ended and its files are removed.");
    void rig.close().finally(() => {
      progress.done();
      process.exit(code);
    });
  });
}

const words = process.argv.slice(2);
const command = ["npm run bench", ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
const askedByName = options.backfillMemory ? backfillMemory : largeBackfill;
const sizes = options.largeBackfill ? { ...wholeSizes, backfill: askedByName } : wholeSizes;
try {
  const document = await runBench(
    rig,
    { parts: options.parts, databases: ["postgresql", "embedded"], sizes, command },
    progress,
  );
  progress.done();
  const colours = coloursFor(process.stdout, process.env);
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : printedDocument(document, colours));
} catch (error) {
  if (!stopped) {
    progress.done();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
if (!stopped) await rig.close();

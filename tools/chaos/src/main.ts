import { randomInt } from "node:crypto";

import { coloursFor } from "@ticket-bridge/terminal";

import { buildBridge } from "./bridge/build-bridge.ts";
import { ProgressLine } from "./console/progress-line.ts";
import { stopSignal } from "./console/stop-signal.ts";
import { help, type Options, OptionsError, readOptions } from "./options.ts";
import { asJson } from "./report/as-json.ts";
import { asTable } from "./report/as-table.ts";
import { runChaos } from "./run/chaos-run.ts";
import { isGood, type ChaosReport } from "./run/chaos-report.ts";

const messagesPerSecond = 10;
const pairs = 12;
const killsBeforeLinking = 3;

/** The terminal of the progress is standard error: standard output is the result. */
const colours = coloursFor(process.stdout, process.env);

try {
  const options = readOptions(process.argv.slice(2), () => randomInt(1_000_000));
  if (options.help) process.stdout.write(help);
  else process.exitCode = await run(options, stopSignal());
} catch (error) {
  if (!(error instanceof OptionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function run(options: Options, signal: AbortSignal): Promise<number> {
  const line = new ProgressLine(process.stderr, options.kills);
  const reports: ChaosReport[] = [];
  process.stderr.write(
    `  seed ${options.seed}; the calls to die at follow from it, how the machine runs meanwhile does not\n`,
  );
  try {
    await buildBridge(signal);
    for (const database of options.databases) {
      const { kills, seed } = options;
      const onProgress = line.show.bind(line);
      reports.push(
        await runChaos({
          ...{ database, kills, seed, killsBeforeLinking, messagesPerSecond, pairs },
          ...{ signal, onProgress },
        }),
      );
    }
  } catch (error) {
    line.end();
    if (signal.aborted) process.stderr.write("  Stopped. Nothing is left running.\n");
    else process.stderr.write(`  ${error instanceof Error ? error.message : String(error)}\n`);
    return signal.aborted ? 130 : 1;
  }
  line.end();
  if (options.json) process.stdout.write(`${JSON.stringify(asJson(reports), null, 2)}\n`);
  else tell(reports);
  return reports.every(isGood) ? 0 : 1;
}

function tell(reports: readonly ChaosReport[]): void {
  process.stdout.write(`${asTable(reports, colours)}\n\n`);
  for (const report of reports) {
    for (const story of report.stories) process.stdout.write(`${story}\n\n`);
    for (const words of report.crashes)
      process.stdout.write(`  A bridge ended by itself. Its last words:\n${words}\n\n`);
    if (!report.settled) process.stdout.write("  Something was still on its way when the time for it was over.\n");
    if (!report.stoppedCleanly) process.stdout.write("  A bridge did not stop cleanly when asked.\n");
    if (report.logs !== null) process.stdout.write(`  Seed ${report.seed}. The logs are kept in ${report.logs}\n`);
  }
}

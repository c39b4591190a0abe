import { coloursFor } from "@ticket-bridge/terminal";

import { asTable } from "./as-table.ts";
import { help, OptionsError, readOptions, type Options } from "./options.ts";
import { playSeeds } from "./play-seeds.ts";
import { Progress } from "./progress.ts";
import { tellBroken } from "./tell-story.ts";
import { Totals } from "./totals.ts";

const colours = coloursFor(process.stdout, process.env);

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(help);
  else process.exitCode = await run(options);
} catch (error) {
  if (!(error instanceof OptionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** @returns the exit code */
async function run(options: Options): Promise<number> {
  const stop = new AbortController();
  // Heard again and again: npm passes a Ctrl-C on that the terminal has sent to everybody already.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const started = performance.now();
  const totals = new Totals();
  const progress = new Progress(process.stderr, options.seeds);
  await playSeeds(options, stop.signal, (played) => {
    totals.add(played);
    progress.clear();
    if (played.broken.length > 0) print(tellBroken(played, options.story, colours));
    else if (options.single && options.story) print(played.story.join("\n"));
    progress.show(totals);
  });
  progress.clear();
  print(asTable(totals, (performance.now() - started) / 1_000, colours));
  if (stop.signal.aborted) print("Stopped before the end: these are the seeds that were played until then.");
  if (totals.broken.length > 0) {
    print(`Broken by seeds ${totals.broken.map(({ seed }) => seed).join(", ")}.`);
    return 1;
  }
  return stop.signal.aborted ? 130 : 0;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

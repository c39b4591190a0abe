import { parseArgs } from "node:util";

export const defaultSeeds = 200;

export const help = `Usage: npm run simulate -- [options]

Plays whole days of faults, crashes and restarts on simulated helpdesks, one story a seed, and checks the promises P1 to
P6 and P8 on what both helpdesks hold. The same seed always tells the same story.

  --seeds N    how many seeds are played (default ${defaultSeeds})
  --from N     the first of them (default 1)
  --seed N     play this one only
  --workers N  how many are played at the same time (default: one a processor)
  --story      print the whole story of a seed that breaks a promise, and of --seed
  --help       print this

Exit code: 0 when every promise was kept, 1 when one was broken, 2 for a wrong option, 130 after Ctrl-C.
`;

export interface Options {
  readonly help: boolean;
  readonly from: number;
  readonly seeds: number;
  readonly workers: number | null;
  readonly story: boolean;
  /** One seed was asked for by its number. */
  readonly single: boolean;
}

/** A wrong option, as a sentence for the person who typed it. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

/** Reads the command line. Throws OptionsError. */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const seed = wholeNumber("--seed", values.seed);
  if (seed !== null && (values.seeds !== undefined || values.from !== undefined)) {
    throw new OptionsError("--seed plays one seed: leave --seeds and --from out.");
  }
  const workers = wholeNumber("--workers", values.workers);
  const seeds = seed === null ? (wholeNumber("--seeds", values.seeds) ?? defaultSeeds) : 1;
  if (seeds === 0 || workers === 0) throw new OptionsError("--seeds and --workers must be at least 1.");
  return {
    help: values.help ?? false,
    from: seed ?? wholeNumber("--from", values.from) ?? 1,
    seeds,
    workers,
    story: values.story ?? false,
    single: seed !== null,
  };
}

function parse(args: readonly string[]) {
  const number = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { seeds: number, from: number, seed: number, workers: number, story: flag, help: flag },
    }).values;
  } catch (error) {
    const sentence = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new OptionsError(`${sentence}. Try --help.`, { cause: error });
  }
}

function wholeNumber(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^[0-9]{1,9}$/.test(value)) throw new OptionsError(`${name} must be a whole number below 1000000000.`);
  return Number(value);
}

import { parseArgs } from "node:util";

import { optionFault } from "@ticket-bridge/terminal";

import type { DatabaseKind } from "./run/chaos-report.ts";

export interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly databases: readonly DatabaseKind[];
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Kills the built bridge under traffic and counts what became of every message.

Usage: npm run chaos -- [options]

  --kills N       how often a bridge is killed, on each kind of database; default 50
  --seed N        draws the calls to die at, the faults and what people write; default: another one each time
  --database X    embedded, postgresql (two bridges) or both; default both
  --json          one JSON document on standard output
  --help          this text

The exit code is 0 when every message stands exactly once where it belongs, or waits for a person with a reason.
`;

const databases: Readonly<Record<string, readonly DatabaseKind[]>> = {
  embedded: ["embedded"],
  postgresql: ["postgresql"],
  both: ["embedded", "postgresql"],
};

/** What a person asked for cannot be done; the message says why. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

/** Reads the command line. Throws OptionsError with a sentence. */
export function readOptions(args: readonly string[], anySeed: () => number): Options {
  const { values } = parsed(args);
  const kinds = databases[values.database ?? "both"];
  if (kinds === undefined) throw new OptionsError("--database must be embedded, postgresql or both.");
  return {
    kills: wholeNumber("--kills", values.kills, 50, 1, 10_000),
    seed: wholeNumber("--seed", values.seed, anySeed(), 0, 4_294_967_295),
    databases: kinds,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        kills: { type: "string" },
        seed: { type: "string" },
        database: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    throw new OptionsError(optionFault(cause, "--help tells what there is."), { cause });
  }
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, from: number, to: number): number {
  if (text === undefined) return otherwise;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (number >= from && number <= to) return number;
  throw new OptionsError(`${name} must be a whole number from ${from} to ${to}, and is ${JSON.stringify(text)}.`);
}

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { optionFault } from "@ticket-bridge/terminal";

export const parts = [
  "throughput",
  "costs",
  "latency",
  "full-database",
  "attachments",
  "edits",
  "lists",
  "backfill",
] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly json: boolean;
  readonly parts: readonly Part[];
  /** Whether the backfill is measured at the sizes that its targets speak of. */
  readonly largeBackfill: boolean;
  /** Whether of the backfill nothing is measured but the memory of its longest runs. */
  readonly backfillMemory: boolean;
  /** Where bridges and commands leave CPU profiles; null: none. */
  readonly profileFolder: string | null;
}

const usage = `
  npm run bench -- [options]

  Measures the bridge between two simulated helpdesks, on PostgreSQL and on the embedded database, next to a bare loop
  over the same calls. Takes up to ten minutes; the machine should have nothing else to do.

  The backfill is planned with 10,000 and 40,000 messages. Asked for by name, --only backfill, it is planned with 10,000,
  100,000 and 200,000 and carried out with 10,000 and 40,000, which takes another ten minutes.

  --only <part>       measure only ${parts.join(", ")}; may be given more than once
  --memory            with --only backfill: nothing but whole runs of 10,000 and 200,000 messages, to compare what memory
                      they take; the second takes a quarter of an hour or more
  --json              one JSON document on standard output instead of tables
  --profile <folder>  leave CPU profiles of the bridges and commands there, to be opened in Chromium's developer tools
  --help              this text
`;

/** Reads the command line. A text says what is wrong with it; null means that help was asked for and printed. */
export function readBenchOptions(args: string[]): BenchOptions | string | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: "string", multiple: true },
        json: { type: "boolean", default: false },
        memory: { type: "boolean", default: false },
        profile: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${usage}\n`);
      return null;
    }
    const unknown = values.only?.find((name) => !parts.some((part) => part === name));
    if (unknown !== undefined) return `There is no part "${unknown}"; the parts are ${parts.join(", ")}.`;
    const asked = parts.filter((part) => values.only?.includes(part) ?? true);
    if (values.memory && asked.join() !== "backfill") return "--memory is about --only backfill.";
    const profileFolder = values.profile === undefined ? null : resolve(values.profile);
    if (profileFolder !== null) mkdirSync(profileFolder, { recursive: true });
    return {
      json: values.json,
      parts: asked,
      largeBackfill: values.only?.includes("backfill") ?? false,
      backfillMemory: values.memory,
      profileFolder,
    };
  } catch (error) {
    return optionFault(error, "See npm run bench -- --help.");
  }
}

import { sides } from "@ticket-bridge/helpdesk";
import type { BackfillOptions } from "@ticket-bridge/sync";

import { readMoment } from "../arguments/moment.ts";
import { readPairsFile } from "../arguments/pairs-file.ts";
import { readArguments, type GivenArguments } from "../arguments/read-arguments.ts";
import { readTicketRanges } from "../arguments/ticket-ranges.ts";
import { UsageError } from "../arguments/usage-error.ts";
import type { OutputForm } from "../output/output.ts";

export type BackfillCommand = RunCommand | { readonly asks: "help" | "version" };

export interface RunCommand {
  readonly asks: "run";
  readonly options: BackfillOptions;
  /** Whether anything on the command line says what to carry; else an unfinished run goes on as it was begun. */
  readonly choosesWork: boolean;
  /** Null: the unfinished run, or a new one. */
  readonly resume: string | null;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly form: OutputForm;
  /** Null: below DATA_DIR. */
  readonly reportDir: string | null;
}

const kinds = {
  from: "text",
  since: "text",
  until: "text",
  tickets: "text",
  "tickets-file": "text",
  "create-tickets": "flag",
  adopt: "flag",
  "dry-run": "flag",
  "max-rps": "text",
  concurrency: "text",
  resume: "text",
  "report-dir": "text",
  json: "flag",
  quiet: "flag",
  yes: "flag",
  version: "flag",
} as const;

/** What says which messages a run carries and how: part of the run itself, and not to be given with --resume. */
const ofTheRun = [
  "from",
  "since",
  "until",
  "tickets",
  "tickets-file",
  "create-tickets",
  "adopt",
  "max-rps",
  "concurrency",
] as const;

/** Reads the command line and the pairs file that it names. Throws UsageError with one sentence per fault. */
export async function readBackfillCommand(args: readonly string[]): Promise<BackfillCommand> {
  const given = readArguments(args, kinds);
  if (given.flags.has("help")) return { asks: "help" };
  if (given.flags.has("version")) return { asks: "version" };
  const faults = [...given.faults];
  const options: BackfillOptions = {
    from: readFrom(given, faults),
    ...readWindow(given, faults),
    tickets: await readTickets(given, faults),
    createTickets: given.flags.has("create-tickets"),
    adopt: given.flags.has("adopt"),
    maxRps: readNumber(given, faults, "max-rps", { least: 0.01, most: 1_000, whole: false }),
    concurrency: readNumber(given, faults, "concurrency", { least: 1, most: 64, whole: true }) ?? 4,
  };
  const chosen = ofTheRun.filter((name) => given.texts.has(name) || given.flags.has(name));
  const resume = readResume(given, faults, chosen);
  if (faults.length > 0) throw new UsageError(faults);
  return {
    asks: "run",
    options,
    choosesWork: chosen.length > 0,
    resume,
    isDryRun: given.flags.has("dry-run"),
    isConfirmed: given.flags.has("yes"),
    form: { isJson: given.flags.has("json"), isQuiet: given.flags.has("quiet") },
    reportDir: given.texts.get("report-dir") ?? null,
  };
}

function readFrom({ texts }: GivenArguments, faults: string[]): BackfillOptions["from"] {
  const text = texts.get("from")?.toLowerCase() ?? "both";
  const from = ([...sides, "both"] as const).find((each) => each === text);
  if (from === undefined) faults.push(`--from must be superoffice, requestor or both, and is "${text}".`);
  return from ?? "both";
}

function readWindow({ texts }: GivenArguments, faults: string[]): Pick<BackfillOptions, "since" | "until"> {
  const read = (name: "since" | "until") => {
    const text = texts.get(name);
    if (text === undefined) return null;
    const at = readMoment(text, name === "since" ? "begin" : "end");
    if (at === null) {
      faults.push(`--${name} must be a day like 2024-01-31 or a moment like 2024-01-31T08:00:00Z, and is "${text}".`);
    }
    return at;
  };
  const [since, until] = [read("since"), read("until")];
  if (since !== null && until !== null && until <= since)
    faults.push("--until lies before --since: no message is in between.");
  return { since, until };
}

async function readTickets({ texts }: GivenArguments, faults: string[]): Promise<BackfillOptions["tickets"]> {
  const [ranges, file] = [texts.get("tickets"), texts.get("tickets-file")];
  if (ranges !== undefined && file !== undefined)
    faults.push("--tickets and --tickets-file exclude each other; give one.");
  try {
    if (ranges !== undefined) return { kind: "ids", ids: readTicketRanges(ranges) };
    if (file !== undefined) return { kind: "pairs", pairs: await readPairsFile(file) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    faults.push(...error.sentences);
  }
  return { kind: "linked" };
}

function readNumber(
  { texts }: GivenArguments,
  faults: string[],
  name: "max-rps" | "concurrency",
  { least, most, whole }: { least: number; most: number; whole: boolean },
): number | null {
  const text = texts.get(name);
  if (text === undefined) return null;
  const number = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
  faults.push(`--${name} must be a ${whole ? "whole " : ""}number from ${least} to ${most}, and is "${text}".`);
  return null;
}

function readResume({ texts, flags }: GivenArguments, faults: string[], chosen: readonly string[]): string | null {
  const run = texts.get("resume");
  if (run === undefined) return null;
  if (!/^[1-9]\d{0,18}$/.test(run)) faults.push(`--resume needs the number of a run, and is "${run}".`);
  if (flags.has("dry-run")) faults.push("--dry-run plans anew and resumes nothing; leave out --resume.");
  for (const name of chosen) {
    faults.push(`--${name} is part of what run ${run} was begun with and cannot change; leave it out.`);
  }
  return run;
}

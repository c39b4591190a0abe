import type { TicketId } from "@ticket-bridge/helpdesk";
import type { TicketPair } from "@ticket-bridge/sync";

import { readPairsFile } from "../arguments/pairs-file.ts";
import { readArguments, type GivenArguments } from "../arguments/read-arguments.ts";
import { readTicketRanges } from "../arguments/ticket-ranges.ts";
import { UsageError } from "../arguments/usage-error.ts";
import type { OutputForm } from "../output/output.ts";

export type AuditArguments = AuditCommand | { readonly asks: "help" | "version" };

export interface AuditCommand {
  readonly asks: "run";
  /** SuperOffice's; null: all linked ones. */
  readonly tickets: ReadonlySet<TicketId> | null;
  /** Null: it compares, and does not learn the map again. */
  readonly relearn: RelearnWish | null;
  readonly form: OutputForm;
  /** Null: below DATA_DIR. */
  readonly reportDir: string | null;
}

export interface RelearnWish {
  /** False: nothing is stored. */
  readonly apply: boolean;
  readonly isConfirmed: boolean;
  /** Those that no marker in SuperOffice names. */
  readonly pairs: readonly TicketPair[];
}

const kinds = {
  tickets: "text",
  relearn: "flag",
  apply: "flag",
  "tickets-file": "text",
  yes: "flag",
  "report-dir": "text",
  json: "flag",
  quiet: "flag",
  version: "flag",
} as const;

/** Reads the command line and the pairs file that it names. Throws UsageError with one sentence per fault. */
export async function readAuditCommand(args: readonly string[]): Promise<AuditArguments> {
  const given = readArguments(args, kinds);
  const { texts, flags, faults } = given;
  if (flags.has("help")) return { asks: "help" };
  if (flags.has("version")) return { asks: "version" };
  const told = [...faults];
  const tickets = readTickets(texts.get("tickets"), told);
  const relearn = await readRelearn(given, told);
  if (told.length > 0) throw new UsageError(told);
  return {
    asks: "run",
    ...{ tickets, relearn },
    form: { isJson: flags.has("json"), isQuiet: flags.has("quiet") },
    reportDir: texts.get("report-dir") ?? null,
  };
}

async function readRelearn({ texts, flags }: GivenArguments, faults: string[]): Promise<RelearnWish | null> {
  if (!flags.has("relearn")) {
    const lost = (["apply", "tickets-file", "yes"] as const).filter((name) => flags.has(name) || texts.has(name));
    faults.push(...lost.map((name) => `--${name} belongs to --relearn; give both, or leave it out.`));
    return null;
  }
  if (texts.has("tickets")) {
    faults.push(
      "--tickets cannot go with --relearn: markers tell which tickets there are, and --tickets-file adds to them.",
    );
  }
  const wish = { apply: flags.has("apply"), isConfirmed: flags.has("yes") };
  const file = texts.get("tickets-file");
  if (file === undefined) return { ...wish, pairs: [] };
  try {
    return { ...wish, pairs: await readPairsFile(file) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    faults.push(...error.sentences);
    return null;
  }
}

function readTickets(text: string | undefined, faults: string[]): ReadonlySet<TicketId> | null {
  if (text === undefined) return null;
  try {
    return new Set(readTicketRanges(text));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    faults.push(...error.sentences);
    return null;
  }
}

import type { TicketId } from "@ticket-bridge/helpdesk";

import { readArguments } from "../arguments/read-arguments.ts";
import { readTicketRanges } from "../arguments/ticket-ranges.ts";
import { UsageError } from "../arguments/usage-error.ts";
import type { OutputForm } from "../output/output.ts";

export type AuditArguments = AuditCommand | { readonly asks: "help" | "version" };

export interface AuditCommand {
  readonly asks: "run";
  /** SuperOffice's; null: all linked ones. */
  readonly tickets: ReadonlySet<TicketId> | null;
  readonly form: OutputForm;
  /** Null: below DATA_DIR. */
  readonly reportDir: string | null;
}

const kinds = { tickets: "text", "report-dir": "text", json: "flag", quiet: "flag", version: "flag" } as const;

/** Throws UsageError with one sentence per fault. */
export function readAuditCommand(args: readonly string[]): AuditArguments {
  const { texts, flags, faults } = readArguments(args, kinds);
  if (flags.has("help")) return { asks: "help" };
  if (flags.has("version")) return { asks: "version" };
  const told = [...faults];
  const tickets = readTickets(texts.get("tickets"), told);
  if (told.length > 0) throw new UsageError(told);
  return {
    asks: "run",
    tickets,
    form: { isJson: flags.has("json"), isQuiet: flags.has("quiet") },
    reportDir: texts.get("report-dir") ?? null,
  };
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

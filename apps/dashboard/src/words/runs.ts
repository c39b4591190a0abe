import type { Backfill } from "../api/shapes.ts";
import { countOf } from "./numbers.ts";
import { sideName } from "./sides.ts";

export function runName({ id, dryRun }: Pick<Backfill, "id" | "dryRun">): string {
  return dryRun ? "Plan only" : `Backfill ${id}`;
}

/** What a run was asked to carry, in a sentence. */
export function runOptions({ options }: Pick<Backfill, "options">): string {
  const { from, tickets, createTickets, adopt } = options;
  const whose = from === "both" ? "Messages of both sides" : `Messages of ${sideName(from)}`;
  const which =
    tickets.kind === "linked"
      ? "of all linked tickets"
      : `of ${countOf(tickets.count ?? 0, tickets.kind === "ids" ? "given ticket" : "given pair")}`;
  const extras = [
    ...(createTickets ? ["missing counterparts are created"] : []),
    ...(adopt ? ["copies made by hand are adopted"] : []),
  ];
  return `${[`${whose} ${which}`, ...extras].join("; ")}.`;
}

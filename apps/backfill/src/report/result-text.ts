import { sideName, sides } from "@ticket-bridge/helpdesk";
import type { BackfillView } from "@ticket-bridge/assembly";
import type { Colours } from "@ticket-bridge/terminal";

import { counted, figure } from "../output/figures.ts";
import { classLines } from "./class-lines.ts";
import { needsAttention, wasGivenUp } from "./needs-attention.ts";

/** What became of a run: the end of the output, and the head of the text report. */
export function resultLines(backfill: BackfillView, colours: Colours): readonly string[] {
  const { result, ticketsTotal } = backfill;
  const fact = (name: string, value: string) => `  ${colours.dim(name.padEnd(24))}${value}`;
  const tickets =
    ticketsTotal === null ? figure(result.ticketsDone) : `${figure(result.ticketsDone)} of ${figure(ticketsTotal)}`;
  return [
    headline(backfill, colours),
    "",
    fact("Tickets done", `${tickets}${result.ticketsFailed > 0 ? `, ${figure(result.ticketsFailed)} set aside` : ""}`),
    ...sides.map((side) => fact(`Written in ${sideName(side)}`, counted(result.written[side], "message"))),
    ...(result.adopted > 0 ? [fact("Taken for mirrors", counted(result.adopted, "message"))] : []),
    ...(result.held > 0 ? [fact("Wait for a person", counted(result.held, "message"))] : []),
    "",
    ...classLines(result.classes, colours),
  ];
}

function headline(backfill: BackfillView, colours: Colours): string {
  const { id, state, reason, result } = backfill;
  if (state !== "finished") {
    return colours.yellow(`Backfill ${id} is not finished${reason === null ? "." : `: ${reason}`}`);
  }
  if (wasGivenUp(backfill)) {
    const why = reason === null ? "" : ` ${reason}`;
    return colours.yellow(`Backfill ${id} was given up before its end:${why} The other tickets were not carried.`);
  }
  if (!needsAttention(result)) return colours.green(`Backfill ${id} is finished: both sides agree.`);
  return colours.yellow(`Backfill ${id} is finished, and something needs attention.`);
}

/** How a person goes on with a run that is not finished. */
export function resumeSentence(id: string): string {
  return `Nothing is lost; go on with: npm run backfill -- --resume ${id}`;
}

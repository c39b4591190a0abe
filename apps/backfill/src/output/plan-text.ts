import { sideName, sides } from "@ticket-bridge/helpdesk";
import type { BackfillPlanView } from "@ticket-bridge/assembly";
import type { Colours } from "@ticket-bridge/terminal";

import { counted, duration, figure } from "./figures.ts";
import { ticketName } from "./ticket-name.ts";

/** What a run would do, as a table and a few lines. */
export function planLines(plan: BackfillPlanView, colours: Colours): readonly string[] {
  return [
    ...sideTable(plan, colours),
    "",
    ...facts(plan).map(([name, value]) => `  ${colours.dim(name.padEnd(nameWidth))}${value}`),
    ...skippedLines(plan, colours),
    ...failedLines(plan, colours),
    "",
    secondRunLine(plan, colours),
  ];
}

const nameWidth = 20;
const figureWidth = 14;

function sideTable(plan: BackfillPlanView, colours: Colours): readonly string[] {
  const row = (name: string, values: readonly string[]) =>
    `  ${colours.dim(name.padEnd(nameWidth))}${values.map((value) => value.padStart(figureWidth)).join("")}`;
  const figures = (name: string, bySide: BackfillPlanView["calls"]) =>
    row(
      name,
      sides.map((side) => figure(bySide[side])),
    );
  return [
    `  ${" ".repeat(nameWidth)}${sides.map((side) => colours.bold(sideName(side).padStart(figureWidth))).join("")}`,
    figures("Tickets", plan.tickets),
    figures("Messages", plan.messages),
    figures("To be written there", plan.toWrite),
    figures("Calls it takes", plan.calls),
  ];
}

function facts(plan: BackfillPlanView): readonly (readonly [string, string])[] {
  const { linked, toLink, toCreate, mirrored, toAdopt, lookAlike, seconds } = plan;
  return [
    ["Linked tickets", figure(linked)],
    ...(toLink > 0 ? [["To be linked", counted(toLink, "pair")] as const] : []),
    ...(toCreate > 0 ? [["To be created", counted(toCreate, "ticket")] as const] : []),
    ["Already mirrored", counted(mirrored, "message")],
    ...(toAdopt > 0 ? [["Taken for mirrors", counted(toAdopt, "message")] as const] : []),
    ...(lookAlike > 0
      ? [["Look like copies", `${counted(lookAlike, "pair")} made by hand; --adopt takes them for mirrors`] as const]
      : []),
    ["Time at the budget", seconds === 0 ? "none" : `about ${duration(seconds)}`],
  ];
}

function skippedLines({ skipped }: BackfillPlanView, colours: Colours): readonly string[] {
  if (skipped.length === 0) return [];
  const total = skipped.reduce((sum, { count }) => sum + count, 0);
  return [
    `  ${colours.dim("Stay where they are".padEnd(nameWidth))}${counted(total, "message")}`,
    ...skipped.map(({ reason, count }) => `  ${figure(count).padStart(nameWidth + 6)}  ${reason}`),
  ];
}

function failedLines({ failed, failedCount }: BackfillPlanView, colours: Colours): readonly string[] {
  if (failedCount === 0) return [];
  const more = failedCount - failed.length;
  return [
    "",
    `  ${colours.yellow(`${counted(failedCount, "ticket")} cannot be planned and will be set aside:`)}`,
    ...failed.map((each) => `    ${ticketName(each)}: ${each.reason}`),
    ...(more > 0 ? [`    and ${figure(more)} more; the report names them all`] : []),
  ];
}

function secondRunLine({ secondRunWrites }: BackfillPlanView, colours: Colours): string {
  if (secondRunWrites === 0) return "  A second run would write 0.";
  return `  ${colours.red(`A second run would write ${figure(secondRunWrites)}, and should write 0: do not start this; report it as a fault.`)}`;
}

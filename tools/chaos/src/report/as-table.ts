import type { Colours } from "@ticket-bridge/terminal";

import { callPhases } from "../counter/kill-plan.ts";
import { breaches } from "../judge/account.ts";
import type { ChaosReport } from "../run/chaos-report.ts";
import { countOf } from "./as-json.ts";
import { deathTable } from "./death-table.ts";

const nameWidth = 42;
const columnWidth = 13;
const phaseWidth = 11;

/** What a person reads in the end: a column for each kind of database, the promises last. */
export function asTable(reports: readonly ChaosReport[], colours: Colours): string {
  const { bold, dim, green, red, yellow } = colours;
  const cell = (text: string | number | null) => String(text ?? "–").padStart(columnWidth);
  const line = (name: string, values: readonly (string | number | null)[], paint = (text: string) => text) =>
    `  ${paint(name.padEnd(nameWidth))}${values.map((value) => paint(cell(value))).join("")}`;
  const all = (
    name: string,
    value: (report: ChaosReport) => string | number | null,
    paint?: (text: string) => string,
  ) => line(name, reports.map(value), paint);
  const heading = (name: string) => ["", `  ${bold(name)}`];
  const rule = dim(`  ${"─".repeat(nameWidth + columnWidth * reports.length)}`);
  const promise = (name: string, value: (report: ChaosReport) => number) =>
    `  ${bold(name.padEnd(nameWidth))}${reports
      .map(value)
      .map((count) => (count === 0 ? green : red)(bold(cell(count))))
      .join("")}`;
  return [
    "",
    line(
      "",
      reports.map(({ database }) => (database === "embedded" ? "embedded" : "PostgreSQL")),
      bold,
    ),
    rule,
    all("bridges at once", ({ bridges }) => bridges),
    all("killed in the middle of a call", ({ deaths }) => deaths.length),
    all("  of them in their start", ({ deaths }) => deaths.filter(({ starting }) => starting).length, dim),
    ...someOf(reports, "killed from outside", ({ killedOutside }) => killedOutside).map((each) => line(...each)),
    ...someOf(reports, "starts given up, database away", ({ refusedStarts }) => refusedStarts.length).map((each) =>
      line(...each),
    ),
    all("seconds", ({ seconds }) => seconds),
    ...heading("Faults of the helpdesks"),
    ...faultRows(reports, (report) => report.helpdeskFaults).map((each) => line(...each)),
    ...(reports.some(({ databaseFaults }) => databaseFaults.size > 0) ? heading("Faults of the database") : []),
    ...faultRows(reports, (report) => report.databaseFaults).map((each) => line(...each)),
    ...heading("Messages"),
    all("written by people", ({ messages }) => messages.total),
    all("  internal", ({ messages }) => messages.internal, dim),
    all("  made internal or public later", ({ messages }) => messages.visibilityChanged, dim),
    all("  edited", ({ messages }) => messages.edited, dim),
    all("  with files", ({ messages }) => messages.withFiles, dim),
    all("  with a picture in the text", ({ messages }) => messages.withPictures, dim),
    all("mirrored", ({ verdict }) => verdict.mirrored),
    all("  with all their files", ({ verdict }) => verdict.withFiles, dim),
    all("  with their newest words", ({ verdict }) => verdict.corrected, dim),
    all("tickets opened on one side", ({ ticketsOpened }) => ticketsOpened),
    all("  with one counterpart", ({ verdict }) => verdict.created, dim),
    ...someOf(reports, "  waiting for a person", ({ verdict }) => verdict.ticketsHeld).map((each) => line(...each)),
    all(
      "waiting for a person, with the reason",
      ({ verdict }) => sum(verdict.held.values()),
      (text) => text,
    ),
    all("outcome still being found out", ({ verdict }) => verdict.uncertain),
    ...someOf(reports, "hidden too late, within the copy's minute", ({ verdict }) => verdict.shownInTime).map((each) =>
      line(...each),
    ),
    all("worst delay from writing to mirror", ({ verdict }) => seconds(verdict.slowest?.delayMs ?? null)),
    rule,
    ...breaches.map((breach) => promise(breach, ({ verdict }) => countOf(verdict.findings, breach))),
    ...someOf(reports, "ended by itself", ({ crashes }) => crashes.length).map((each) => red(line(...each))),
    rule,
    ...reports.flatMap((report) => deaths(report, colours)),
    ...reasons(reports).map((reason) => yellow(reason)),
  ].join("\n");
}

type Row = readonly [name: string, values: readonly (number | null)[]];

/** A row only where there is something to say. */
function someOf(reports: readonly ChaosReport[], name: string, value: (report: ChaosReport) => number): Row[] {
  const values = reports.map(value);
  return values.some((count) => count > 0) ? [[name, values]] : [];
}

function faultRows(
  reports: readonly ChaosReport[],
  faultsOf: (report: ChaosReport) => ReadonlyMap<string, number>,
): Row[] {
  const names = new Set(reports.flatMap((report) => [...faultsOf(report).keys()]));
  return [...names].map((name) => [name, reports.map((report) => faultsOf(report).get(name) ?? null)]);
}

function deaths(report: ChaosReport, { bold, dim }: Colours): string[] {
  const title = report.database === "embedded" ? "embedded" : "PostgreSQL";
  const phases = ["before it", "under way", "answered"];
  return [
    "",
    `  ${bold(`What a bridge was doing when it died, ${title}`.padEnd(nameWidth + 8))}${dim(phases.map((phase) => phase.padStart(phaseWidth)).join(""))}`,
    ...deathTable(report.deaths)
      .filter(({ deaths }) => sum(Object.values(deaths)) > 0)
      .map(({ call, deaths }) => {
        const cells = callPhases.map((phase) => String(deaths[phase] || "·").padStart(phaseWidth));
        return `  ${call.padEnd(nameWidth + 8)}${cells.join("")}`;
      }),
  ];
}

function reasons(reports: readonly ChaosReport[]): string[] {
  const together = new Map<string, number>();
  for (const { verdict } of reports) {
    for (const [reason, count] of verdict.held) together.set(reason, (together.get(reason) ?? 0) + count);
  }
  if (together.size === 0) return [];
  return ["", ...[...together].map(([reason, count]) => `  ${count} wait for a person: ${reason}`)];
}

function seconds(milliseconds: number | null): string | null {
  return milliseconds === null ? null : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

import { breaches, type Verdict } from "../judge/account.ts";
import { isGood, type ChaosReport } from "../run/chaos-report.ts";
import { deathTable } from "./death-table.ts";

/** One document for machines; the same numbers as in the table. */
export function asJson(reports: readonly ChaosReport[]): Record<string, unknown> {
  return { good: reports.every(isGood), runs: reports.map(runAsJson) };
}

function runAsJson(report: ChaosReport): Record<string, unknown> {
  const { verdict, deaths, helpdeskFaults, databaseFaults, ...rest } = report;
  return {
    ...rest,
    good: isGood(report),
    kills: deaths.length,
    killedAt: deathTable(deaths),
    faults: { helpdesks: Object.fromEntries(helpdeskFaults), database: Object.fromEntries(databaseFaults) },
    ...broken(verdict),
    mirrored: verdict.mirrored,
    ticketsCreated: verdict.created,
    ticketsHeld: verdict.ticketsHeld,
    mirroredWithFiles: verdict.withFiles,
    corrected: verdict.corrected,
    held: Object.fromEntries(verdict.held),
    uncertain: verdict.uncertain,
    shownInTime: verdict.shownInTime,
    worstDelayMs: verdict.slowest?.delayMs ?? null,
  };
}

function broken({ findings }: Verdict): Record<string, number> {
  return Object.fromEntries(
    breaches.map((breach) => [
      breach.replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase()),
      countOf(findings, breach),
    ]),
  );
}

export function countOf(findings: Verdict["findings"], breach: string): number {
  return findings.filter((finding) => finding.breach === breach).length;
}

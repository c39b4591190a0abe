import type { Colours } from "@ticket-bridge/terminal";

import type { Totals } from "./totals.ts";

/** The table that a run ends with, one figure a line. */
export function asTable(totals: Totals, seconds: number, colours: Colours): string {
  const broken = totals.broken.reduce((sum, { promises }) => sum + promises.length, 0);
  const rows: [string, string][] = [
    ["seeds", `${totals.seeds} in ${Math.round(seconds)} s`],
    ["messages of people", figure(totals.messages)],
    ["mirrors written", figure(totals.mirrored)],
    ["crashes and stops", figure(totals.crashes)],
    ["simulated hours", figure(Math.round(totals.simulatedMinutes / 60))],
    ...[...totals.faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([fault, times]): [string, string] => [`  ${fault}`, figure(times)]),
    ["broken promises", figure(broken)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const right = Math.max(...rows.map(([, value]) => value.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value.padStart(right)}`);
  const last = lines.pop() ?? "";
  return [...lines, broken === 0 ? colours.green(last) : colours.red(last)].join("\n");
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}

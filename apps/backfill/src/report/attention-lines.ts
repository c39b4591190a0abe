import { extname } from "node:path";

import { figure } from "../output/figures.ts";
import { reportLineText } from "./report-line-text.ts";
import type { WrittenReport } from "./write-report.ts";

/** The first of what needs attention, and where the whole report stands. */
export function attentionLines({ first, lines, files }: WrittenReport): readonly string[] {
  const more = lines - first.length;
  return [
    ...(first.length > 0 ? ["", ...first.map((line) => `  ${reportLineText(line)}`)] : []),
    ...(more > 0 ? [`  and ${figure(more)} more in the report`] : []),
    "",
    `Report: ${pathsOf(files)}`,
  ];
}

/** "/data/reports/backfill-2.txt, .json and .csv": three long paths that differ in their ends only would hide the rest. */
function pathsOf([first = "", ...others]: readonly string[]): string {
  const ends = others.map((file) => extname(file));
  return [[first, ...ends.slice(0, -1)].join(", "), ...ends.slice(-1)].join(" and ");
}

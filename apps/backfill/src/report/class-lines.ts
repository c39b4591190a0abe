import { reportClasses, type ReportClass } from "@ticket-bridge/sync";
import type { Colours } from "@ticket-bridge/terminal";

import { classWords } from "../output/classes.ts";
import { figure } from "../output/figures.ts";

/** How many messages fell into each class; classes without any are left out. */
export function classLines(classes: Readonly<Record<ReportClass, number>>, colours: Colours): readonly string[] {
  return reportClasses
    .filter((each) => classes[each] > 0)
    .map((each) => {
      const line = `  ${classWords[each].sign} ${figure(classes[each]).padStart(10)}  ${classWords[each].meaning}`;
      return each === "same" ? line : colours.yellow(line);
    });
}

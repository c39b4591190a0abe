import { viewOfBackfill } from "@ticket-bridge/assembly";
import { nothingDone, outlineOf, type Backfill } from "@ticket-bridge/sync";
import { usualOptions } from "@ticket-bridge/sync/testing";
import { coloursFor } from "@ticket-bridge/terminal";
import { expect, it } from "vitest";

import { resultLines } from "../report/result-text.ts";
import { exitCodeOf } from "./exit-code-of.ts";

const finished = (given: Partial<Backfill>) =>
  viewOfBackfill({
    ...{
      id: "1",
      options: outlineOf(usualOptions),
      state: "finished",
      reason: null,
      stopCause: null,
      stopAsked: false,
    },
    ...{ carriedBy: null, plan: null, createdAt: 0, startedAt: 0, finishedAt: 1, ticketsTotal: 3 },
    result: { ...nothingDone, ticketsDone: 3, classes: { ...nothingDone.classes, same: 2 } },
    ...given,
  });
const told = (view: ReturnType<typeof finished>) => resultLines(view, coloursFor({}, {})).join("\n");

it("a run that came to its end with all the same ends with 0", () => {
  expect(exitCodeOf(finished({}))).toBe(0);
  expect(told(finished({}))).toContain("both sides agree");
});

it.each([
  ["that a person gave up", { reason: "A person gave it up." }],
  ["with tickets of its list left", { ticketsTotal: 1_000 }],
])("a run %s is not told as complete, and needs attention", (_, given) => {
  const view = finished(given);
  expect(exitCodeOf(view)).toBe(2);
  expect(told(view)).toContain("was given up before its end:");
  expect(told(view)).not.toContain("both sides agree");
});

import { coloursFor } from "@ticket-bridge/terminal";
import { expect, it } from "vitest";

import { relearnProgressTold, type RelearnProgress } from "./relearn-progress.ts";

const plain = coloursFor({}, {});

const progress: RelearnProgress = {
  ...{ pairs: 1_200, foreign: 0, waiting: null, done: 300, mirrors: 4_512, failed: 0 },
  ...{ perSecond: 5, etaSeconds: 180, current: "SuperOffice 734 / Requestor 47" },
};

it("is a bar on a terminal, with what was found and how long it takes", () => {
  expect(relearnProgressTold(progress).drawn(100, plain)).toEqual([
    " ███████▌░░░░░░░░░░░░░░░░░░░░░░  300/1,200 pairs  4,512 messages  5.0/s  3 min left",
    " SuperOffice 734 / Requestor 47",
  ]);
});

it("is one line where nothing is drawn, and says what it does before it knows how much there is", () => {
  const lines = (change: Partial<RelearnProgress>) => relearnProgressTold({ ...progress, ...change }).lines(plain);
  expect(lines({ failed: 2, waiting: "Requestor is away." })).toEqual([
    "Learning: 300 of 1,200 pairs, 4,512 messages, 5.0/s, 3 min left, 2 pairs left alone; SuperOffice 734 / Requestor 47; waiting: Requestor is away.",
  ]);
  expect(lines({ pairs: null })).toEqual(["Looking for markers in SuperOffice"]);
});

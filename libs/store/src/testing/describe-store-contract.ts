import { afterAll, beforeAll, beforeEach, describe } from "vitest";

import { describeBudget } from "./contract-budget.ts";
import { describeCapture } from "./contract-capture.ts";
import { describeConcurrency } from "./contract-concurrency.ts";
import { describeCost } from "./contract-cost.ts";
import { describeCounters } from "./contract-counters.ts";
import { describeLanes } from "./contract-lanes.ts";
import { describeLinks } from "./contract-links.ts";
import { describeLoading } from "./contract-loading.ts";
import { describeOperator } from "./contract-operator.ts";
import { describePollsAndSides } from "./contract-polls.ts";
import { describeRecording } from "./contract-recording.ts";
import { type Bed, empty, makeScene, type Scene } from "./harness.ts";

/** The behaviours that every database behind the ports must have, as the ports' comments promise them. */
export function describeStoreContract(name: string, open: () => Promise<Bed>): void {
  describe(`the store on ${name}`, () => {
    let bed: Bed | undefined;
    let scene: Scene | undefined;
    const current = () => {
      if (scene === undefined) throw new Error("The database was not opened.");
      return scene;
    };

    beforeAll(async () => {
      bed = await open();
    });
    afterAll(async () => {
      await bed?.close();
    });
    beforeEach(async () => {
      if (bed === undefined) return;
      await empty(bed.database);
      scene = makeScene(bed);
    });

    describeCapture(current);
    describeLanes(current);
    describeRecording(current);
    describeLoading(current);
    describeLinks(current);
    describeOperator(current);
    describePollsAndSides(current);
    describeCounters(current);
    describeConcurrency(current);
    describeBudget(current);
    describeCost(current);
  });
}

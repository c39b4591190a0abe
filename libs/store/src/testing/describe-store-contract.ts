import { afterAll, beforeAll, beforeEach, describe } from "vitest";

import { describeAccess } from "./contract-access.ts";
import { describeActs } from "./contract-acts.ts";
import { describeAttachments } from "./contract-attachments.ts";
import { describeAttention } from "./contract-attention.ts";
import { describeBackfills } from "./contract-backfills.ts";
import { describeAudits } from "./contract-audits.ts";
import { describeBudget } from "./contract-budget.ts";
import { describeCapture } from "./contract-capture.ts";
import { describeChanges } from "./contract-changes.ts";
import { describeCompany } from "./contract-company.ts";
import { describeConcurrency } from "./contract-concurrency.ts";
import { describeCost } from "./contract-cost.ts";
import { describeCounters } from "./contract-counters.ts";
import { describeCreated } from "./contract-created.ts";
import { describeCreations } from "./contract-creations.ts";
import { describeCrossings } from "./contract-crossings.ts";
import { describeHeldBack } from "./contract-held-back.ts";
import { describeHistory } from "./contract-history.ts";
import { describeLanes } from "./contract-lanes.ts";
import { describeLinks } from "./contract-links.ts";
import { describeLoading } from "./contract-loading.ts";
import { describeMarks } from "./contract-marks.ts";
import { describeMerges } from "./contract-merges.ts";
import { describeObserving } from "./contract-observing.ts";
import { describeOperator } from "./contract-operator.ts";
import { describePollsAndSides } from "./contract-polls.ts";
import { describeSearches } from "./contract-searches.ts";
import { describeStandings } from "./contract-standings.ts";
import { describeSuspicion } from "./contract-suspicion.ts";
import { describeReadings } from "./contract-readings.ts";
import { describeRecording } from "./contract-recording.ts";
import type { DatabaseScene } from "./database-bed.ts";
import { describeRelearning } from "./contract-relearning.ts";
import { describeTurns } from "./contract-turns.ts";
import type { Bed, Scene } from "./scene.ts";

type Part<Of extends Scene> = (scene: () => Of) => void;

/** The behaviours that whatever stands behind the ports must have, as the ports' comments promise them. */
const ofEveryStore: readonly Part<Scene>[] = [
  describeCapture,
  describeChanges,
  describeReadings,
  describeLanes,
  describeCreations,
  describeCreated,
  describeCrossings,
  describeRecording,
  describeAttachments,
  describeAudits,
  describeSuspicion,
  describeLoading,
  describeLinks,
  describeMerges,
  describeObserving,
  describeOperator,
  describePollsAndSides,
  describeTurns,
  describeCounters,
  describeConcurrency,
  describeCompany,
  describeBackfills,
  describeHistory,
  describeHeldBack,
  describeRelearning,
  describeAccess,
  describeActs,
];

/** What only a database has: statements that cost, and a call budget that processes share. */
const ofDatabases: readonly Part<DatabaseScene>[] = [
  describeStandings,
  describeSearches,
  describeAttention,
  describeBudget,
  describeCost,
  describeMarks,
];

export function describeStoreContract(name: string, open: () => Promise<Bed>): void {
  describeParts(name, open, ofEveryStore);
}

export function describeDatabaseContract(name: string, open: () => Promise<Bed<DatabaseScene>>): void {
  describeParts(name, open, [...ofEveryStore, ...ofDatabases]);
}

function describeParts<Of extends Scene>(name: string, open: () => Promise<Bed<Of>>, parts: readonly Part<Of>[]): void {
  describe(`the store on ${name}`, () => {
    let bed: Bed<Of> | undefined;
    let scene: Of | undefined;
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
      scene = await bed?.fresh();
    });

    for (const part of parts) part(current);
  });
}

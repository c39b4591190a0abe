import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The specs that take longest, the longest first, in seconds on two cores beside others. Begun last, one of them would
 * run alone at the end. What is not named runs after them, project by project; a name that is gone does no harm.
 */
const longest = [
  "apps/dashboard/src/dashboard.spec.ts",
  "tools/bench/src/run-bench.spec.ts",
  "apps/backfill/src/promises/postgresql.spec.ts",
  "libs/store/src/store-embedded.spec.ts",
  "apps/backfill/src/promises/relearn.spec.ts",
  "libs/sync/src/testing/simulation/broken-rules.spec.ts",
  "apps/bridge/src/main.spec.ts",
  "tools/chaos/src/chaos.spec.ts",
  "apps/backfill/src/promises/audit.spec.ts",
  "libs/sync/src/testing/simulation/seeds-to-200.spec.ts",
  "apps/backfill/src/promises/embedded.spec.ts",
  "libs/store/src/two-processes.spec.ts",
  "libs/sync/src/testing/simulation/seeds-to-100.spec.ts",
  "apps/backfill/src/promises/killed.spec.ts",
  "apps/bridge/src/promises/backfill-under-faults.spec.ts",
  "apps/backfill/src/promises/choices.spec.ts",
  "apps/bridge/src/promises/mixed-faults.spec.ts",
  "apps/bridge/src/promises/each-fault-alone.spec.ts",
  "apps/bridge/src/promises/new-tickets.spec.ts",
  "libs/store/src/store-postgresql.spec.ts",
  "tools/simulate/src/simulate.spec.ts",
  "apps/bridge/src/promises/edits.spec.ts",
  "libs/mapping/src/fidelity/bounded-work.spec.ts",
  "tools/prisma/src/diff-migrations.spec.ts",
  "apps/bridge/src/promises/outages-and-restarts.spec.ts",
  "apps/bridge/src/promises/attachments.spec.ts",
];

/** Begins with the longest specs, so that no worker stands idle while the last of them runs. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterAll, afterEach, beforeAll, describe } from "vitest";

import { TwoHelpdesks, type TwoHelpdesksOptions } from "./two-helpdesks.ts";

/** Both formats of Requestor: whatever holds in one must hold in the other. */
const wires = ["json", "xml"] as const;

export type Wire = (typeof wires)[number];

/** What scenes are played on. */
export interface Stage {
  readonly wire: Wire;
  /** The helpdesks and the bridge between them, while a scene runs. */
  readonly helpdesks: TwoHelpdesks;
}

export interface StageOptions extends TwoHelpdesksOptions {
  /** Of the wires that are named here, on the embedded database; PostgreSQL, which starts 3 s sooner, for all others. */
  readonly embedded?: readonly Wire[];
}

/**
 * The same scenes over JSON and over XML, one after the other on helpdesks and a bridge that they share, each with
 * tickets of its own. Both formats and all that is staged in one file run beside each other: nine tenths of the time
 * scenes wait, for retries, settle times and whole seconds. What a scene broke is mended behind it.
 */
export function onBothWires(
  what: string,
  scenes: (stage: Stage) => void,
  options: StageOptions | ((wire: Wire) => StageOptions) = {},
): void {
  describe.concurrent.each(wires)("with Requestor spoken to in %s", (wire) => {
    // Only suites run beside each other; the scenes of one would meet each other's faults.
    describe.sequential(what, { timeout: 120_000 }, () => {
      let helpdesks: TwoHelpdesks;
      const stage: Stage = {
        wire,
        get helpdesks() {
          return helpdesks;
        },
      };
      beforeAll(async () => {
        const { embedded = [], ...others } = typeof options === "function" ? options(wire) : options;
        const databaseUrl = embedded.includes(wire) ? null : await sharedPostgresql().createDatabase();
        helpdesks = await TwoHelpdesks.start({ databaseUrl, wire, ...others });
      }, 60_000);
      afterEach(() => {
        for (const { control } of [helpdesks.superoffice, helpdesks.requestor]) {
          control.faults.clear();
          control.clearRecords();
        }
      });
      afterAll(() => helpdesks.stop());
      scenes(stage);
    });
  });
}

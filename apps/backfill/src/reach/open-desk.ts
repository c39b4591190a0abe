import { hostname } from "node:os";

import type { BridgeConfig } from "@ticket-bridge/assembly";
import { Backfills } from "@ticket-bridge/sync";

import type { BackfillDesk } from "./backfill-desk.ts";
import { deskAtBridge } from "./desk-at-bridge.ts";
import { deskHere } from "./desk-here.ts";
import { openHereOrAtBridge } from "./open-here-or-at-bridge.ts";
import type { OpenOptions } from "./open-parts.ts";

export interface OpenDesk {
  readonly desk: BackfillDesk;
  close(): Promise<void>;
}

/** What takes long goes on behind the answer. */
const patienceMs = 30_000;

/** Opens what carries the backfill out. Throws StartError for what a person has to mend. */
export async function openDesk(config: BridgeConfig, options: OpenOptions): Promise<OpenDesk> {
  const name = `process ${process.pid} on ${hostname()}`;
  const ifGone = "The bridge that carries it out does not answer any more; start it again, and go on with --resume.";
  return await openHereOrAtBridge<BackfillDesk>(config, options, {
    here: ({ parts, pace }) => deskHere(new Backfills({ ...parts, carrier: name, pace })),
    atBridge: (call) => deskAtBridge(call, name),
    manners: { ifGone, patienceMs },
    probe: (desk) => desk.unfinished(),
  });
}

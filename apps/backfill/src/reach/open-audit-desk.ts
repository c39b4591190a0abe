import type { BridgeConfig } from "@ticket-bridge/assembly";

import type { AuditCommand } from "../audit/options.ts";
import { auditDeskAtBridge } from "./audit-desk-at-bridge.ts";
import { auditDeskHere } from "./audit-desk-here.ts";
import type { AuditDesk } from "./audit-desk.ts";
import { openHereOrAtBridge } from "./open-here-or-at-bridge.ts";
import type { OpenOptions } from "./open-parts.ts";

/** A ticket of a thousand messages is read twice behind live traffic before the bridge answers. */
const patienceMs = 15 * 60_000;

/** Opens what compares. Throws StartError for what a person has to mend. */
export async function openAuditDesk(
  config: BridgeConfig,
  options: Pick<OpenOptions, "warn"> & Pick<AuditCommand, "relearn">,
): Promise<{ readonly desk: AuditDesk; close(): Promise<void> }> {
  const ifGone = "The bridge that compares does not answer any more; start it and the audit again.";
  // Where no bridge has ever been there is nothing to compare, and this command does not become one. Markers tell nothing
  // to whoever does not know under which name they were made.
  const isDryRun = options.relearn?.apply !== true;
  return await openHereOrAtBridge<AuditDesk>(
    config,
    { warn: options.warn, isDryRun, mustBeKnown: options.relearn !== null },
    {
      here: ({ parts }) => auditDeskHere(parts),
      atBridge: auditDeskAtBridge,
      manners: { ifGone, patienceMs },
      probe: (desk) => desk.count(),
    },
  );
}

import type { Helpdesk } from "@ticket-bridge/helpdesk";

import type { Store } from "../../ports/store.ts";
import type { MemoryDatabase } from "../memory-store/state.ts";
import type { SimulatedClock } from "../simulated-clock.ts";
import { realReading, type WireReading } from "./wire-reading.ts";

/**
 * The places at which a test breaks a safety rule on purpose: what stands between the engine and its ports. Nothing in
 * the engine itself can be switched, by no setting and no environment.
 */
export interface SafetyRules {
  /** The database as one process reaches it. */
  store(store: Store, around: { database: MemoryDatabase; clock: SimulatedClock }): Store;
  /** A helpdesk as one process reaches it. */
  helpdesk(helpdesk: Helpdesk): Helpdesk;
  /** How what a helpdesk holds is read. */
  readonly reading: WireReading;
}

/** All rules as the product has them. */
export const intactRules: SafetyRules = {
  store: (store) => store,
  helpdesk: (helpdesk) => helpdesk,
  reading: realReading,
};

import { bySide, type Side } from "@ticket-bridge/helpdesk";
import type { EngineSettings } from "@ticket-bridge/sync";

import type { BridgeConfig } from "./config/config.ts";

/** What one helpdesk may be asked: its budget and its shortest polling interval. */
export interface Allowance {
  readonly perSecond: number;
  readonly burstSeconds: number;
  readonly concurrency: number;
  readonly pollSeconds: number;
}

/** The two seconds' worth that P8 allows. */
const burstSeconds = 2;
const mostLanesAtOnce = 16;

/**
 * Each lane at work stands in the line for a call with what it has read, and what is older than a minute is not sent: so
 * there are only as many lanes as the smaller rate serves within 20 s.
 */
function lanesAtOnce({ superoffice, requestor }: BridgeConfig): number {
  const servedInTime = Math.floor(Math.min(superoffice.maxRps, requestor.maxRps) * 20);
  return Math.min(Math.max(servedInTime, 1), mostLanesAtOnce);
}

export function allowancesOf(config: BridgeConfig): Readonly<Record<Side, Allowance>> {
  return bySide((side) => {
    const { maxRps, concurrency, pollSeconds } = config[side];
    return { perSecond: maxRps, burstSeconds, concurrency, pollSeconds };
  });
}

export function engineSettings(config: BridgeConfig): EngineSettings {
  return {
    mode: config.mode,
    settleMs: config.settleSeconds * 1_000,
    leaseMs: config.leaseSeconds * 1_000,
    lanesAtOnce: lanesAtOnce(config),
    sides: bySide((side) => ({
      pollMs: config[side].pollSeconds * 1_000,
      callsPerSecond: config[side].maxRps,
      // One place stays free, so that reading tickets never keeps a delivery waiting.
      pollsAtOnce: Math.max(1, config[side].concurrency - 1),
    })),
    createTickets: {
      targets: config.createTicketsIn,
      categories: config.mapping.categories,
      priorities: config.mapping.priorities,
    },
    policy: {
      authors: config.mapping.authors,
      outboundMailbox: config.requestor.outboundMailbox,
      edits: config.edits,
      deletes: config.deletes,
    },
  };
}

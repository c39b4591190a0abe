import type { EngineLog } from "@ticket-bridge/sync";

import type { Metrics } from "../metrics/metrics.ts";
import { type Log } from "@ticket-bridge/assembly";

/** The engine's words as log lines and numbers. */
export function engineLog(log: Log, metrics: Metrics): EngineLog {
  return {
    log: ({ level, message, ...fields }) => {
      log[level](fields, message);
    },
    delivered: (direction, latencyMs) => {
      metrics.delivered(direction, latencyMs);
    },
  };
}

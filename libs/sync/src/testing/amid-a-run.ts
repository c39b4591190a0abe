import { DeliveryError } from "@ticket-bridge/helpdesk";

import type { BackfillBench } from "./backfill-bench.ts";

const writesBefore = 5;

/** Is aborted with the fifth message that a run writes to Requestor. */
export function stopAmid({ requestor }: BackfillBench): AbortSignal {
  const stopping = new AbortController();
  requestor.afterCommit = () => {
    if (requestor.calls.writes === writesBefore) stopping.abort();
    return Promise.resolve();
  };
  return stopping.signal;
}

/** Requestor takes the fifth message that a run writes, and answers nothing from then on. */
export function loseRequestorAmid({ requestor }: BackfillBench): void {
  const down = new DeliveryError("Requestor cannot be reached.", { decision: "retryable", fault: "side" });
  requestor.afterCommit = () => {
    if (requestor.calls.writes === writesBefore) {
      requestor.readFault = down;
      requestor.refusal = () => down;
      requestor.describeAccount = () => Promise.reject(down);
    }
    return Promise.resolve();
  };
}

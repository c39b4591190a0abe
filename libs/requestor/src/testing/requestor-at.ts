import { DeliveryError } from "@ticket-bridge/helpdesk";
import { createHttpClient, localBudget } from "@ticket-bridge/http";

import { createRequestor, type Requestor, type RequestorOptions } from "../adapter.ts";

/** The adapter on real sockets, with the simulator's own account and without pauses between tries. */
export function requestorAt(
  url: string,
  options: Partial<RequestorOptions> & { readonly headersMs?: number; readonly maxResponseBytes?: number } = {},
): Requestor & AsyncDisposable {
  const { headersMs = 30_000, maxResponseBytes, ...rest } = options;
  const http = createHttpClient({
    side: "requestor",
    budget: localBudget({ ratePerSecond: 1_000, burstSeconds: 1, concurrency: 4, clock: () => performance.now() }),
    timeouts: { connectMs: 5_000, headersMs, bodyMs: 60_000 },
    ...(maxResponseBytes !== undefined && { maxResponseBytes }),
    random: () => 0,
    sleep: () => Promise.resolve(),
  });
  const requestor = createRequestor({
    url,
    username: "bridge",
    password: "bridge-password",
    wire: "json",
    http,
    ...rest,
  });
  return { ...requestor, [Symbol.asyncDispose]: () => http.close() };
}

/** The DeliveryError a call is rejected with; fails the test for anything else. */
export async function failureOf(call: Promise<unknown>): Promise<DeliveryError> {
  const outcome = await call.then(
    () => new Error("The call was expected to fail."),
    (error: unknown) => error,
  );
  if (outcome instanceof DeliveryError) return outcome;
  throw outcome;
}

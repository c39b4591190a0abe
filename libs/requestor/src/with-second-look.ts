import { DeliveryError, type ReadOptions } from "@ticket-bridge/helpdesk";
import { statusError } from "@ticket-bridge/http";

import type { RequestorAnswer } from "./client.ts";
import type { RequestorContext } from "./context.ts";

/**
 * Makes one call about a ticket and looks twice at a 401: ASP.NET Web API answers it for a refused password and for a
 * wrong role alike, and a hiccup of a directory service looks the same. The account is asked for once; when that is
 * refused too, the side waits (`retryable`, fault `side`). When the account works, the call is made once more, which is
 * safe for a write too, since a 401 says that nothing was carried out; a second 401 then concerns this ticket
 * (`permanent`, fault `ticket`). Whatever else `isStrange` finds strange the second time is returned.
 * Rejects with DeliveryError as told, and as `send` and the question for the account do.
 */
export async function withSecondLook(
  context: RequestorContext,
  send: () => Promise<RequestorAnswer>,
  options: ReadOptions | undefined,
  isStrange: (call: RequestorAnswer) => boolean = () => false,
): Promise<RequestorAnswer> {
  const first = await send();
  if (first.answer.status !== 401 && !isStrange(first)) return first;
  await context.account.refresh(lookOptions(options));
  const second = await send();
  if (second.answer.status !== 401) return second;
  const error = statusError({ ...second, hint: "the bridge's account works, but may not do this on this ticket" });
  throw new DeliveryError(error.message, {
    decision: "permanent",
    fault: "ticket",
    status: error.status,
    ownErrorBody: error.ownErrorBody,
    cause: error,
  });
}

/** Without the write's beforeBytes, which is for its own bytes only. */
function lookOptions(options: ReadOptions | undefined): ReadOptions {
  return {
    ...(options?.signal && { signal: options.signal }),
    ...(options?.correlationId !== undefined && { correlationId: options.correlationId }),
  };
}

import type { DeliveryError } from "@ticket-bridge/helpdesk";

/** So many suspect failures of one message, while others of its side passed, and it is held for a person. */
export const mostSuspicions = 5;

/** Credentials, time-outs, a wrong address and calls for quiet never depend on what a message says. */
const neverOfMessage = new Set([401, 407, 408, 421, 425, 429]);

/**
 * Whether a failure that is a fault of the side may be one of this message alone: the helpdesk's own error body with a
 * 5xx, or a refusal by something in front of it (a firewall that dislikes a word). Which of the two shows when others
 * pass meanwhile. A call for quiet (Retry-After) is none.
 */
export function isSuspect({ fault, status, ownErrorBody, retryAfterMs }: DeliveryError): boolean {
  if (fault !== "side" || status === null || retryAfterMs !== null) return false;
  if (status >= 500) return ownErrorBody;
  return status >= 400 && !neverOfMessage.has(status);
}

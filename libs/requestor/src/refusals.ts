import { DeliveryError } from "@ticket-bridge/helpdesk";
import { isHtmlPage, statusError } from "@ticket-bridge/http";

import type { RequestorAnswer } from "./client.ts";

/** ASP.NET Web API's words for a route that does not exist: the address is wrong, not the ticket. */
const wrongRoute = /^No HTTP resource was found/i;

/**
 * Whether a read's answer says that the ticket or message does not exist: the pages promise "400 BadRequest with
 * Message", and Web API's NotFound is a 404 without a body or with its own error. A web page, a proxy's 404 and a 404 for
 * the route itself never say so.
 */
export function saysNotFound(call: RequestorAnswer): boolean {
  const { status, text } = call.answer;
  if (status === 400) return call.ownError !== null;
  return status === 404 && !isMisdirected(call) && (call.ownError !== null || text.trim() === "");
}

/**
 * What any other refusal means, as statusError has it, except for what was not answered by Requestor's own action: a 404
 * from a proxy, from IIS or for the route concerns the side, and an empty 400 to a read its ticket.
 */
export function refusalOf(call: RequestorAnswer): DeliveryError {
  const error = statusError(call);
  if (call.answer.status === 404 && isMisdirected(call)) {
    return restated(error, "retryable", "side", "; is REQUESTOR_URL the root of the site?");
  }
  if (error.decision === "permanent" && error.fault === "message" && call.request.safeToRepeat) {
    return restated(error, "permanent", "ticket", "");
  }
  return error;
}

function isMisdirected(call: RequestorAnswer): boolean {
  if (call.ownError !== null) return wrongRoute.test(call.ownError);
  return isHtmlPage(call.answer) || call.answer.text.trim() !== "";
}

function restated(
  error: DeliveryError,
  decision: DeliveryError["decision"],
  fault: DeliveryError["fault"],
  more: string,
): DeliveryError {
  return new DeliveryError(`${error.message}${more}`, {
    decision,
    fault,
    status: error.status,
    retryAfterMs: error.retryAfterMs,
    ownErrorBody: error.ownErrorBody,
    cause: error,
  });
}

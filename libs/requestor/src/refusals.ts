import { DeliveryError } from "@ticket-bridge/helpdesk";
import { isHtmlPage, statusError } from "@ticket-bridge/http";

import type { RequestorAnswer } from "./client.ts";

/** ASP.NET Web API's words for a route that does not exist: the address is wrong, not the ticket. */
const wrongRoute = /^No HTTP resource was found/i;

/**
 * What a database or a server says when it could not answer now, in the languages Requestor is sold in. Its pages give
 * every refusal the one status 400, so only the words tell such a moment from a ticket that is not there.
 */
const passing =
  /deadlock|time-?\s?out|timed out|try again|temporar|unavailable|overload|connection|transaction|an error has occurred|zablokov|vyprše|opakujte|nedostupn/i;

/**
 * Whether a read's answer says that the ticket or message does not exist: the pages promise "400 BadRequest with
 * Message", and Web API's NotFound is a 404 without a body or with its own error. An empty 400, a web page, a proxy's
 * 404, a 404 for the route itself and the words of a passing fault never say so.
 */
export function saysNotFound(call: RequestorAnswer): boolean {
  const { status, text } = call.answer;
  if (call.ownError !== null && passing.test(call.ownError)) return false;
  if (status === 400) return call.ownError !== null;
  return status === 404 && !isMisdirected(call) && (call.ownError !== null || text.trim() === "");
}

/** A ticket that is not there, for a caller who cannot go on without it. */
export function ticketNotFound(call: RequestorAnswer): DeliveryError {
  const error = statusError(call);
  const message = `The ticket is not there (${withoutStop(error.message)}).`;
  return restated(error, { decision: "permanent", fault: "ticket", message });
}

/**
 * What any other refusal means, as statusError has it, except for what was not answered by Requestor's own action: a 404
 * from a proxy, from IIS or for the route concerns the side. A read that was refused as a message would be was not
 * carried out for a reason nobody knows: the side is asked again, because nothing may be concluded from it.
 */
export function refusalOf(call: RequestorAnswer): DeliveryError {
  const error = statusError(call);
  if (call.answer.status === 404 && isMisdirected(call)) {
    const message = `${withoutStop(error.message)}; is REQUESTOR_URL the root of the site?`;
    return restated(error, { decision: "retryable", fault: "side", message });
  }
  if (!call.request.safeToRepeat || error.decision !== "permanent") return error;
  const refused = error.fault === "ticket" && !(call.ownError !== null && passing.test(call.ownError));
  return refused ? error : restated(error, { decision: "retryable", fault: "side", message: error.message });
}

function isMisdirected(call: RequestorAnswer): boolean {
  if (call.ownError !== null) return wrongRoute.test(call.ownError);
  return isHtmlPage(call.answer) || call.answer.text.trim() !== "";
}

/** Requestor's own words end as a sentence does, and go on here. */
function withoutStop(message: string): string {
  return message.replace(/[.\s]*$/, "");
}

function restated(
  error: DeliveryError,
  { message, ...rest }: Pick<DeliveryError, "decision" | "fault" | "message">,
): DeliveryError {
  const { status, retryAfterMs, ownErrorBody } = error;
  return new DeliveryError(message, { ...rest, status, retryAfterMs, ownErrorBody, cause: error });
}

import { DeliveryError, sideName, type Side } from "@ticket-bridge/helpdesk";

import { ConnectionFault, type ExchangeFailure, type Timeouts } from "./exchange.ts";
import { callName, type HttpRequest } from "./request.ts";

/**
 * What a call without a complete answer means. Nothing left: `retryable`. A read: `retryable`, too large `permanent`. A
 * write whose bytes may have left: `uncertain`, whatever broke.
 */
export function transportError(
  failure: ExchangeFailure,
  request: HttpRequest,
  side: Side,
  timeouts: Timeouts,
): DeliveryError {
  const what = describe(failure, request, side, timeouts);
  if (failure.stage === "connecting") {
    return new DeliveryError(what, { decision: "retryable", fault: "side", cause: failure });
  }
  if (!request.safeToRepeat) {
    return new DeliveryError(`${what}; it may have been carried out`, {
      decision: "uncertain",
      fault: "side",
      cause: failure,
    });
  }
  return failure.breakdown === "too-large"
    ? new DeliveryError(what, { decision: "permanent", fault: "message", cause: failure })
    : new DeliveryError(what, { decision: "retryable", fault: "side", cause: failure });
}

function describe(failure: ExchangeFailure, request: HttpRequest, side: Side, timeouts: Timeouts): string {
  const name = sideName(side);
  const call = callName(request);
  switch (failure.breakdown) {
    case "aborted":
      return `${call} to ${name} was given up while ${failure.stage === "reading" ? "its answer was read" : "it waited for an answer"}`;
    case "too-large":
      return `${name}'s answer to ${call} is larger than the bridge reads`;
    case "timeout":
      return describeTimeout(failure, name, call, timeouts);
    case "connection":
      return failure.stage === "connecting"
        ? `${name} could not be reached for ${call}: ${reasonOf(failure.cause)}`
        : `the connection to ${name} broke ${failure.stage === "waiting" ? "before an answer to" : "in the middle of the answer to"} ${call} (${reasonOf(failure.cause)})`;
  }
}

function describeTimeout(failure: ExchangeFailure, name: string, call: string, timeouts: Timeouts): string {
  switch (failure.stage) {
    case "connecting":
      return `${name} could not be reached for ${call} within ${seconds(timeouts.connectMs)}`;
    case "waiting":
      return `${name} did not answer ${call} within ${seconds(timeouts.headersMs)}`;
    case "reading":
      return `${name} did not finish its answer to ${call} within ${seconds(timeouts.bodyMs)}`;
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

const knownReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "the name service does not answer",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no network",
  ETIMEDOUT: "connecting timed out",
  UND_ERR_CONNECT_TIMEOUT: "connecting timed out",
  UND_ERR_SOCKET: "connection closed",
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof ConnectionFault ? cause.code : null;
  if (code === null) return "connection failed";
  const known = knownReasons[code];
  return known === undefined ? code : `${known}, ${code}`;
}

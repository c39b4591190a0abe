import { DeliveryError, sideName, type Decision, type Fault, type Side } from "@ticket-bridge/helpdesk";

import { isHtmlPage, type HttpAnswer } from "./answer.ts";
import { callName, type HttpRequest } from "./request.ts";
import { scrubbed } from "./scrubbed.ts";

export interface AnsweredCall {
  readonly side: Side;
  readonly request: Pick<HttpRequest, "method" | "url" | "name" | "safeToRepeat">;
  readonly answer: HttpAnswer;
  /** The sentence of the helpdesk's own error body, as the adapter read it; null or missing when the body is not one. */
  readonly ownError?: string | null;
  /** What must not be shown should the helpdesk quote it: credentials, the text of the message that was sent. */
  readonly secrets?: readonly string[];
  /** More for the person: what to do, or what a second look showed. */
  readonly hint?: string;
}

/**
 * What an answer other than the wished 2xx means. 429: refused, retryable. 408 and 5xx: a read is retryable, a write
 * uncertain (the error may have come after the commit, and behind a proxy the request may go on). 401, 405, 406, 407,
 * 415, 421, 425 and redirects say something about the set-up, so the side waits. 403, 404 and 410 are the ticket's,
 * every other 4xx the message's fault, both permanent: but only in the helpdesk's own words or without any. What a proxy
 * or a firewall says in their place was refused before the application and concerns the side; only 413 means the
 * message's size whoever says it.
 */
export function statusError(call: AnsweredCall): DeliveryError {
  const judged = judge(call.answer.status, call.request.safeToRepeat);
  const { decision, fault } = judged.decision === "permanent" && isForeign(call) ? waits : judged;
  return answerError(call, decision, fault, describe(call));
}

/** A 2xx whose body is not what was asked for (HTML, truncated, no id): a read is retryable, a write uncertain. */
export function unreadableAnswer(call: AnsweredCall & { readonly expected: string }): DeliveryError {
  const what = isHtmlPage(call.answer) ? "an HTML page" : call.answer.text === "" ? "an empty body" : "something else";
  const sentence = `${sideName(call.side)} answered ${call.answer.status} to ${callName(call.request)} with ${what} instead of ${call.expected}`;
  return answerError(call, call.request.safeToRepeat ? "retryable" : "uncertain", "side", sentence);
}

function answerError(call: AnsweredCall, decision: Decision, fault: Fault, sentence: string): DeliveryError {
  const tail = decision === "uncertain" ? "; it may have been carried out" : "";
  const hint = call.hint === undefined ? "" : `; ${call.hint}`;
  return new DeliveryError(`${sentence}${tail}${hint}`, {
    decision,
    fault,
    status: call.answer.status,
    retryAfterMs: call.answer.retryAfterMs,
    ownErrorBody: hasText(call.ownError),
  });
}

const waits: Verdict = { decision: "retryable", fault: "side" };

/** An answer by something that stands in front of the helpdesk. */
function isForeign({ answer, ownError }: AnsweredCall): boolean {
  return answer.status !== 413 && !hasText(ownError) && answer.text.trim() !== "";
}

interface Verdict {
  readonly decision: Decision;
  readonly fault: Fault;
}

function judge(status: number, safeToRepeat: boolean): Verdict {
  const unlessRepeatable: Decision = safeToRepeat ? "retryable" : "uncertain";
  switch (status) {
    // Not carried out by definition: the same request is to be sent elsewhere.
    case 307:
    case 308:
    case 401:
    case 405:
    case 406:
    case 407:
    case 415:
    case 421:
    case 425:
    case 429:
      return waits;
    case 403:
    case 404:
    case 410:
      return { decision: "permanent", fault: "ticket" };
    case 408:
      return { decision: unlessRepeatable, fault: "side" };
    default:
      return status >= 400 && status < 500
        ? { decision: "permanent", fault: "message" }
        : { decision: unlessRepeatable, fault: "side" };
  }
}

function describe(call: AnsweredCall): string {
  const head = `${sideName(call.side)} answered ${call.answer.status} to ${callName(call.request)}`;
  if (hasText(call.ownError)) return `${head}: ${scrubbed(call.ownError, call.secrets ?? [])}`;
  if (isHtmlPage(call.answer)) return `${head} (an HTML page, not its own error)`;
  return call.answer.text.trim() === "" ? `${head} (an empty body)` : `${head} (not its own error)`;
}

function hasText(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text.trim() !== "";
}

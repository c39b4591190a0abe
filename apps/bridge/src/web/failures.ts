import { DeliveryError } from "@ticket-bridge/helpdesk";
import type { ErrorRequestHandler } from "express";

import { errorText, type Log } from "@ticket-bridge/assembly";
import { Problem, sendProblem } from "./problem.ts";

/** Turns whatever a handler threw into a problem. Nothing of an unexpected error reaches the caller. */
export function failures(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(error);
    if (problem.status >= 500) {
      const requestId = response.getHeader("x-request-id");
      const stack = problem.status === 500 && error instanceof Error ? error.stack : undefined;
      log.error(
        { requestId, method: request.method, path: request.path, error: errorText(error), stack },
        problem.message,
      );
    }
    sendProblem(response, problem);
  };
}

/** What a caller may know of an error. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DeliveryError) return new Problem(502, sentence(error.message), { cause: error });
  if (error instanceof Error && error.name === "StoreUnavailableError") {
    return new Problem(503, error.message, { cause: error, headers: { "retry-after": "5" } });
  }
  return (
    ofBodyReading(error) ?? new Problem(500, "Something unexpected happened; the log tells more.", { cause: error })
  );
}

/** What express and its body parsers throw: plain errors with a status and a type. */
function ofBodyReading(error: unknown): Problem | null {
  if (!(error instanceof Error) || !("status" in error)) return null;
  switch (error.status) {
    case 413:
      return new Problem(413, "The body is larger than is taken here.", { cause: error });
    case 415:
      if ("type" in error && error.type === "charset.unsupported") {
        return new Problem(415, "The body's charset is not known here; send it as UTF-8.", { cause: error });
      }
      return new Problem(415, "The body must be sent as plain UTF-8, not compressed.", { cause: error });
    case 400:
      return "type" in error && error.type === "entity.parse.failed"
        ? new Problem(400, "The body is not valid JSON.", {
            cause: error,
            faults: [{ field: "body", detail: "is not valid JSON" }],
          })
        : new Problem(400, "The request is malformed.", { cause: error });
    default:
      return null;
  }
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

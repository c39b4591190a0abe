import type { Response } from "express";

/** One faulty field of a request: its path ("superofficeTicketId", "source.side") and what is wrong with it. */
export interface FieldFault {
  readonly field: string;
  readonly detail: string;
}

const titles: Readonly<Record<number, string>> = {
  400: "The request is not understood",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Not possible here",
  409: "Not possible now",
  413: "Too large",
  415: "Not JSON",
  422: "Not acceptable",
  429: "Too many wrong tokens",
  500: "A fault in the bridge",
  502: "A helpdesk did not answer as it should",
  503: "The bridge cannot do this at the moment",
};

/** An answer that is no success, in the form of RFC 9457. `detail` is a sentence for a person. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly faults: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    more: { faults?: readonly FieldFault[]; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.status = status;
    this.faults = more.faults ?? [];
    this.headers = more.headers ?? {};
  }

  /** A problem of one field. */
  static of(status: number, field: string, detail: string): Problem {
    return new Problem(status, detail, { faults: [{ field, detail }] });
  }
}

/** Sends it; `field` names the first faulty field, `errors` all of them. */
export function sendProblem(response: Response, problem: Problem): void {
  const [first] = problem.faults;
  response
    .status(problem.status)
    .set(problem.headers)
    .type("application/problem+json")
    .send(
      JSON.stringify({
        type: "about:blank",
        title: titles[problem.status] ?? "Failed",
        status: problem.status,
        detail: problem.message,
        ...(first !== undefined && { field: first.field, errors: problem.faults }),
        requestId: String(response.getHeader("x-request-id") ?? ""),
      }),
    );
}

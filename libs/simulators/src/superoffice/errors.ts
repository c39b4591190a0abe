import type { Answer } from "../exchange.ts";

/** A refusal in SuperOffice's own words. */
export class SuperOfficeRefusal extends Error {
  override readonly name = "SuperOfficeRefusal";
  readonly status: number;
  readonly errorType: string;

  constructor(status: number, errorType: string, message: string) {
    super(message);
    this.status = status;
    this.errorType = errorType;
  }
}

export function notFound(what: string, id: number): SuperOfficeRefusal {
  return new SuperOfficeRefusal(404, "SoNotFoundException", `${what} id ${id} not found`);
}

export function refusalAnswer({ status, errorType, message }: SuperOfficeRefusal): Answer {
  const body = {
    Error: true,
    ErrorType: errorType,
    ErrorMessage: message,
    ErrorSource: "SuperOffice.Services.Implementation",
  };
  return json(status, body);
}

export function json(status: number, body: unknown): Answer {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}

/** 401 for a missing, wrong or expired credential. */
export function unauthorized(): Answer {
  const answer = refusalAnswer(new SuperOfficeRefusal(401, "SoSessionException", "Authentication failed"));
  return {
    ...answer,
    headers: { ...answer.headers, "www-authenticate": 'Basic realm="SuperOffice", SOTicket, Bearer' },
  };
}

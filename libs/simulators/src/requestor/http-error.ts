import type { Answer } from "../exchange.ts";
import type { WireFormat } from "./negotiation.ts";
import { escaped } from "./wire-value.ts";

/** ASP.NET's HttpError; members that are absent are not written. */
export type HttpError = {
  Message: string;
  MessageDetail?: string;
  ModelState?: Record<string, string[]>;
  ExceptionMessage?: string;
};

/** A refusal by the API, answered as HttpError in the negotiated format; without error the body is empty. */
export class RequestorRefusal extends Error {
  override readonly name = "RequestorRefusal";
  readonly status: number;
  readonly error: HttpError | null;
  readonly headers: Record<string, string>;

  constructor(status: number, error: HttpError | null, headers: Record<string, string> = {}) {
    super(error?.Message ?? `Status ${status}`);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

export function badRequest(message: string): RequestorRefusal {
  return new RequestorRefusal(400, { Message: message });
}

export function refusalAnswer({ status, error, headers }: RequestorRefusal, format: WireFormat): Answer {
  if (!error) return { status, headers, body: null };
  const body = format.kind === "json" ? JSON.stringify(error) : `<Error>${xmlMembers(error)}</Error>`;
  return { status, headers: { "content-type": `${format.mediaType}; charset=utf-8`, ...headers }, body };
}

function xmlMembers(members: object): string {
  return Object.entries(members)
    .map(([name, value]: [string, unknown]) => {
      const inner =
        typeof value === "string"
          ? escaped(value)
          : Array.isArray(value)
            ? escaped(value.join(" "))
            : xmlMembers(value as object);
      return `<${name}>${inner}</${name}>`;
    })
    .join("");
}

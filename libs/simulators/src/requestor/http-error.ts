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
    .map(([member, value]: [string, unknown]) => {
      const name = xmlName(member);
      if (typeof value === "string") return `<${name}>${escaped(value)}</${name}>`;
      const inner = Array.isArray(value) ? escaped(value.join(" ")) : xmlMembers(value as object);
      return `<${name}>${inner}</${name}>`;
    })
    .join("");
}

/** As XmlConvert.EncodeLocalName: a ModelState key may hold brackets. */
function xmlName(name: string): string {
  return name.replace(
    /[^\w.-]/g,
    (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );
}

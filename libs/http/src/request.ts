import type { ByteSink, CallPriority, StoredBytes } from "@ticket-bridge/helpdesk";

/** One outbound call. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute http or https URL. */
  readonly url: string;
  /** What people call this call ("Tickets/NewMessage"), for error sentences; the URL's path when missing. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stored bytes go out a piece at a time. */
  readonly body?: string | Uint8Array | StoredBytes;
  /** Takes the body of a 200, piece by piece; the answer's text is empty then. */
  readonly sink?: ByteSink;
  /** True for reads, also those that are a POST: carrying it out twice changes nothing. False for every write. */
  readonly safeToRepeat: boolean;
  /** Live traffic goes ahead of backfill; the client's own default when missing. */
  readonly priority?: CallPriority;
  readonly signal?: AbortSignal;
  /** Sent as X-Request-Id. */
  readonly correlationId?: string;
  /**
   * Called in the same tick in which the bytes are handed to the socket, after every wait (budget, connecting, a
   * retry). When it throws, nothing is written and its error passes through unchanged.
   */
  readonly beforeBytes?: () => void;
  /**
   * Called before each further piece of a body of stored bytes. When it throws, the call is broken off in the middle,
   * so that it cannot be carried out, and the error passes through unchanged.
   */
  readonly whileSending?: () => void;
}

/** "POST Tickets/NewMessage": how a call is named in sentences. Never the query, which may hold values. */
export function callName(request: Pick<HttpRequest, "method" | "url" | "name">): string {
  return `${request.method} ${request.name ?? pathOf(request.url)}`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "an invalid address";
}

import type { CallPriority } from "@ticket-bridge/helpdesk";

/** One outbound call. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute http or https URL. */
  readonly url: string;
  /** What people call this call ("Tickets/NewMessage"), for error sentences; the URL's path when missing. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
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
}

/** "POST Tickets/NewMessage": how a call is named in sentences. Never the query, which may hold values. */
export function callName(request: Pick<HttpRequest, "method" | "url" | "name">): string {
  return `${request.method} ${request.name ?? pathOf(request.url)}`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "an invalid address";
}

/** What a helpdesk answered, read to its last byte. Any status: 4xx and 5xx are answers too. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, decoded by the charset of its Content-Type, UTF-8 without one. */
  readonly text: string;
  /** The URL that was asked. */
  readonly url: string;
  /** Milliseconds the answer asks us to wait (Retry-After, seconds or date); null without that header. */
  readonly retryAfterMs: number | null;
}

/**
 * Whether the body is a page for a browser: a proxy's or a web server's error page stands where JSON or XML was asked
 * for. Looks at the body too, because such pages also come without a Content-Type.
 */
export function isHtmlPage(answer: Pick<HttpAnswer, "headers" | "text">): boolean {
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(answer.headers["content-type"] ?? "")) return true;
  return /^[\s\uFEFF]*(<!doctype html|<html[\s>])/i.test(answer.text.slice(0, 1024));
}

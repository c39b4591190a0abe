import type { Request } from "express";

import { Problem } from "../problem.ts";

/**
 * For a request that acts by what a browser sends of itself. Throws Problem 403 unless the browser says that a page of
 * this very origin sent it: by Sec-Fetch-Site where it knows that header, and by Origin, which all send with a POST.
 */
export function requireSameOrigin({ headers }: Request): void {
  const site = headers["sec-fetch-site"];
  const { origin, host } = headers;
  const isSameSite = site === undefined || site === "same-origin";
  const isSameHost = origin === undefined ? site === "same-origin" : hostOf(origin) === host?.toLowerCase();
  if (isSameSite && isSameHost) return;
  throw new Problem(
    403,
    "This did not come from a page of this bridge; behind a proxy, that one must pass on the browser's Host.",
  );
}

/** Null for `null`, which pages without an origin send, and for what is no origin. */
function hostOf(origin: string): string | null {
  return /^https?:\/\/[^/?#@\s]+$/i.test(origin) && URL.canParse(origin) ? new URL(origin).host : null;
}

/** A helpdesk that asks for more than this is asked again after an hour, so that one odd header cannot silence a side for days. */
const longestMs = 3_600_000;

/**
 * Reads a Retry-After header (RFC 9110 10.2.3): seconds or an HTTP date. Returns milliseconds from `now` (wall clock,
 * milliseconds since 1970), never negative, at most an hour; null when missing or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  const value = header?.trim();
  if (value === undefined || value === "") return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Number(value) * 1000, longestMs);
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return null;
  return Math.min(Math.max(date - now, 0), longestMs);
}

const firstMs = 1_000;
/** Whatever waits for longer than this waits for something else than for a helpdesk to recover. */
export const longestBackoffMs = 60_000;

/**
 * How long to wait after the n-th failure in a row (n from 1): 1 s, doubling, at most 60 s, each shortened by up to a
 * quarter so that many lanes that failed together do not come back together.
 *
 * @param failures failures in a row, this one included
 * @param random a number from 0 up to but not including 1
 */
export function backoffMs(failures: number, random: number): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 6);
  const full = Math.min(firstMs * 2 ** doublings, longestBackoffMs);
  return Math.round(full * (1 - random / 4));
}

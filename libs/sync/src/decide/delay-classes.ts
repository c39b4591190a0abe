/**
 * The upper bounds, in milliseconds, of the classes that delays are counted in, from 50 ms to a day; the last class has
 * none. Each is about twice the one before, so that a percentile is off by less than that, with 24 numbers a minute.
 */
export const delayBounds: readonly number[] = [
  50, 75, 100, 150, 250, 400, 650, 1_000, 1_500, 2_500, 4_000, 6_500, 10_000, 20_000, 40_000, 60_000, 150_000, 300_000,
  900_000, 1_800_000, 3_600_000, 14_400_000, 86_400_000,
];

/** How many classes there are. */
export const delayClasses = delayBounds.length + 1;

/** Adds counts up, class by class; one that is missing counts as none. */
export function sumDelays(counted: readonly (readonly number[])[]): readonly number[] {
  return Array.from({ length: delayClasses }, (_none, place) =>
    counted.reduce((sum, counts) => sum + (counts[place] ?? 0), 0),
  );
}

/**
 * The delay in milliseconds that this part of all stayed within, between the bounds of its class in proportion; beyond
 * the last bound, that bound. Null where nothing was counted.
 */
export function delayPercentile(counts: readonly number[], part: number): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const wanted = part * all;
  let before = 0;
  for (const [place, count] of counts.entries()) {
    if (count > 0 && before + count >= wanted) {
      const [from = 0, to = from] = [place === 0 ? 0 : delayBounds[place - 1], delayBounds[place]];
      return Math.round(from + ((to - from) * (wanted - before)) / count);
    }
    before += count;
  }
  return delayBounds.at(-1) ?? null;
}

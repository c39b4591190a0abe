/** The spans that throughput is shown over, each with the length and the number of its buckets. */
export const throughputSpans = {
  hour: { bucketMinutes: 1, buckets: 60 },
  day: { bucketMinutes: 15, buckets: 96 },
  week: { bucketMinutes: 60, buckets: 168 },
} as const;

export type ThroughputSpan = keyof typeof throughputSpans;

const minuteMs = 60_000;

export interface Bucket {
  /** Where it begins, milliseconds since 1970 UTC. */
  readonly from: number;
  readonly count: number;
}

/** When the first bucket of a span begins; the last one holds `now`. */
export function spanBegin(span: ThroughputSpan, now: number): number {
  const { bucketMinutes, buckets } = throughputSpans[span];
  const length = bucketMinutes * minuteMs;
  return (Math.floor(now / length) - (buckets - 1)) * length;
}

/** Every bucket of a span, the empty ones too, oldest first. */
export function fillBuckets(
  span: ThroughputSpan,
  now: number,
  minutes: readonly { readonly minute: number; readonly count: number }[],
): readonly Bucket[] {
  const { bucketMinutes, buckets } = throughputSpans[span];
  const [begin, length] = [spanBegin(span, now), bucketMinutes * minuteMs];
  const counts = Array.from({ length: buckets }, () => 0);
  for (const { minute, count } of minutes) {
    const place = Math.floor((minute - begin) / length);
    const before = counts[place];
    if (before !== undefined) counts[place] = before + count;
  }
  return counts.map((count, place) => ({ from: begin + place * length, count }));
}

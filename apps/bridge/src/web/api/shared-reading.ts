import { readingKeptFor, type KeptReading } from "./kept-reading.ts";

/** It is read at most a fiftieth of the time, and is at most ten seconds old. */
const shareOfTime = 50;
const mostMs = 10_000;

/** `get` rejects as the reading does; nothing is kept then. */
export type SharedReading<Value> = Pick<KeptReading<Value>, "get" | "forget">;

/**
 * One reading for all who ask while it is under way, and for a time that grows with what it took: what 100,000 links need
 * 178 ms for is kept for nine seconds, and what is read in a millisecond is never noticeably old.
 */
export function sharedReading<Value>(read: () => Promise<Value>, monotonic?: () => number): SharedReading<Value> {
  const value = (tookMs: number): number => Math.min(mostMs, tookMs * shareOfTime);
  return readingKeptFor(read, { value, failure: 0 }, monotonic);
}

const small = 100_000;
const factor = 8;
/** Times below this are the machine's noise. */
const noise = 5;

/**
 * How many times longer the work takes on a text eight times as long: about 8 when time grows with length, 64 when it
 * grows with the square. A ratio holds on slow and busy machines, where a limit in seconds does not.
 */
export function growth(unit: string, work: (text: string) => unknown, clock: Clock): number {
  const shortText = unit.repeat(Math.ceil(small / unit.length));
  const longText = unit.repeat(Math.ceil((small * factor) / unit.length));
  return (
    fastest(1, () => work(longText), clock) /
    Math.max(
      noise,
      fastest(3, () => work(shortText), clock),
    )
  );
}

/**
 * Milliseconds of this thread's own work, handed in, as everything here is free of clocks. Not the time on the wall: on a
 * busy machine work that grows with length was seen to take 85 times as long for eight times the text.
 */
export type Clock = () => number;

/** More than what linear work shows while memory is collected, far less than the square. */
export const linearGrowth = 30;

function fastest(runs: number, work: () => unknown, clock: Clock): number {
  const times = Array.from({ length: runs }, () => {
    const start = clock();
    work();
    return clock() - start;
  });
  return Math.min(...times);
}

/** A count as people read it: 12,345. */
export function figure(count: number): string {
  return count.toLocaleString("en");
}

/** "1 ticket", "2 tickets". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** How long, to two places at most: "45 s", "3 min", "2 h 5 min", "3 days 4 h". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return joined(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return joined(Math.floor(hours / 24), Math.floor(hours / 24) === 1 ? "day" : "days", hours % 24, "h");
}

function joined(first: number, firstUnit: string, second: number, secondUnit: string): string {
  return second === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${second} ${secondUnit}`;
}

/** "38/s", "0.4/s", below that what it is a minute. */
export function rate(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)}/s`;
  if (perSecond >= 0.1) return `${perSecond.toFixed(1)}/s`;
  return `${(perSecond * 60).toFixed(1)}/min`;
}

/** Whole percent; 100 only when all is done, 0 only when nothing is. */
export function percent(done: number, total: number): number {
  if (total <= 0 || done >= total) return 100;
  return done <= 0 ? 0 : Math.min(99, Math.max(1, Math.round((done / total) * 100)));
}

/** A time that has passed or is to pass, in steps that a slow machine does not reach. */
export function steps(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds / 50_000) + 0;
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export function counted(value: number): string {
  return whole.format(value);
}

export function bytes(size: number | null): string {
  if (size === null) return "–";
  if (size < 1_000) return `${size} B`;
  if (size < 1_000_000) return `${tenth.format(size / 1_000)} kB`;
  return `${tenth.format(size / 1_000_000)} MB`;
}

/** "1 message", "2 messages". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${counted(value)} ${value === 1 ? one : many}`;
}

/** A share as a percentage that says 100 only when nothing is missing. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share === 1) return "100 %";
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}

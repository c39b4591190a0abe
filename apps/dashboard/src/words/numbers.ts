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

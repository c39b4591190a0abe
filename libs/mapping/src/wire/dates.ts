const iso =
  /^\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,12}))?)?)?\s*([Zz]|[+-][0-9]{2}:?[0-9]{2})?\s*$/;
const microsoft = /^\s*\/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)\/\s*$/;
const latest = 8_640_000_000_000_000;

/**
 * Reads a helpdesk's date. Without an offset it is UTC: SuperOffice is always asked for UTC, and Requestor's fields are
 * UTC by name. Both helpdesks' "no date" (0001-01-01, whatever the zone made of it) is null, as is everything that is no
 * date.
 * @returns milliseconds since 1970 UTC, fractions cut to milliseconds.
 */
export function readWireDate(value: unknown): number | null {
  if (typeof value !== "string" || value.length > 64) return null;
  const legacy = microsoft.exec(value);
  if (legacy !== null) return withinRange(Number(legacy[1]));
  const parts = iso.exec(value);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((index) => Number(parts[index] ?? 0));
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  // Date.UTC reads two-digit years as 19xx, and 0001-01-01 in a zone east of UTC is in the year 0000.
  if (year < 100) return null;
  if (!isDay(year, month, day) || !isTime(hour, minute, second)) return null;
  const fraction = Number((parts[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  const offset = offsetOf(parts[8]);
  return offset === null ? null : withinRange(local - offset);
}

/** ISO 8601 in UTC with whole seconds, which is what SuperOffice stores; null for a time that is no date. */
export function writeWireDate(milliseconds: number | null): string | null {
  if (milliseconds === null || withinRange(milliseconds) === null) return null;
  return new Date(milliseconds).toISOString().replace(/\.[0-9]{3}Z$/, "Z");
}

/** Date.UTC would make 3 March of 31 February. */
function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 8601 knows 24:00:00, the end of a day, and a leap second in the last minute of an hour. */
function isTime(hour: number, minute: number, second: number): boolean {
  if (hour === 24) return minute === 0 && second === 0;
  return hour <= 23 && minute <= 59 && (second <= 59 || (second === 60 && minute === 59));
}

/** Milliseconds east of UTC; null beyond the 18 hours that any calendar allows. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || zone === "Z" || zone === "z") return 0;
  const digits = zone.replace(/[^0-9]/g, "");
  const past = Number(digits.slice(2));
  const minutes = Number(digits.slice(0, 2)) * 60 + past;
  if (past > 59 || minutes > 18 * 60) return null;
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

function withinRange(milliseconds: number): number | null {
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) <= latest ? milliseconds : null;
}

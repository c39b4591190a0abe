export type DateStyle = {
  /** IANA zone in which times are shown. */
  zone: string;
  includeOffset: boolean;
  /** Seven digits of a second, as the documented samples show them. */
  fraction: boolean;
};

export const EMPTY_DATE = "0001-01-01T00:00:00";

/** SuperOffice's own zone codes and numbers, as far as a simulator needs them. */
const ZONES: Readonly<Record<string, string>> = {
  utc: "UTC",
  "1": "UTC",
  no: "Europe/Oslo",
  "261": "Europe/Oslo",
  dk: "Europe/Copenhagen",
  se: "Europe/Stockholm",
  de: "Europe/Berlin",
  "gb-eng": "Europe/London",
  "us-ny": "America/New_York",
};

/** Reads `SO-TimeZone`, e.g. `UTC, includeTZOffset`; without it times are naive in the tenant's base zone. */
export function dateStyle(header: string | undefined, baseZone: string): DateStyle {
  const words = (header ?? "").split(",").map((word) => word.trim().toLowerCase());
  const zone = words.map((word) => ZONES[word]).find((name) => name !== undefined);
  return { zone: zone ?? baseZone, includeOffset: words.includes("includetzoffset"), fraction: false };
}

/** Shows a moment in the wanted style; null is the server's empty date. */
export function showDate(iso: string | null, style: DateStyle): string {
  if (iso === null) return EMPTY_DATE;
  const moment = new Date(iso);
  const offset = offsetMinutes(moment, style.zone);
  const local = new Date(moment.getTime() + offset * 60_000).toISOString();
  const fraction = style.fraction ? `.${local.slice(20, 23)}0129` : "";
  return `${local.slice(0, 19)}${fraction}${style.includeOffset ? showOffset(offset, style.zone) : ""}`;
}

/** Reads a date of a request: with an offset as it stands, naive in the caller's zone. Undefined when it is no date. */
export function readDate(text: string, zone: string): string | null | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (!match) return undefined;
  if (text.startsWith("0001-01-01")) return null;
  const [, day = "", time = "00:00:00", digits = "", offset] = match;
  const naive = Date.parse(`${day}T${time}${digits ? `.${digits.slice(0, 3)}` : ""}Z`);
  if (Number.isNaN(naive)) return undefined;
  if (offset !== undefined) return new Date(naive - fixedOffset(offset) * 60_000).toISOString();
  // The first guess may lie on the other side of a clock change; the second look settles it.
  const guess = naive - offsetMinutes(new Date(naive), zone) * 60_000;
  return new Date(naive - offsetMinutes(new Date(guess), zone) * 60_000).toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const MOST_OFFSETS = 10_000;
const QUARTER_MS = 900_000;

/** Asked once a quarter of an hour, where alone offsets change: asking took a fifth of the time of reading a ticket. */
function offsetMinutes(moment: Date, zone: string): number {
  if (zone === "UTC") return 0;
  const key = `${zone} ${Math.floor(moment.getTime() / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const asked = askedOffsetMinutes(moment, zone);
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, asked);
  return asked;
}

function askedOffsetMinutes(moment: Date, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return name === "GMT" ? 0 : fixedOffset(name.slice(3));
}

function fixedOffset(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const [hours = "0", minutes = "0"] = offset.slice(1).includes(":")
    ? offset.slice(1).split(":")
    : [offset.slice(1, 3), offset.slice(3)];
  return (offset.startsWith("-") ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function showOffset(minutes: number, zone: string): string {
  if (zone === "UTC") return "Z";
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

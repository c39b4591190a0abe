/**
 * Readers for fields of a helpdesk's answer. They take anything, never throw and never call a method of what they were
 * given, so that no answer, however strange, can stop a lane.
 */

/** The value as an object with named fields; null for arrays, null and everything else. */
export function readRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The values of all members that have this name in any case: an answer may hold one fact in two spellings. */
export function readSpellings(fields: object, ...names: readonly string[]): readonly unknown[] {
  const wanted = names.map((name) => name.toLowerCase());
  // No other spelling has another length, and most names of an answer do.
  const isWanted = (name: string) => wanted.some((one) => one.length === name.length && one === name.toLowerCase());
  return Object.keys(fields)
    .filter(isWanted)
    .map((name) => (fields as Record<string, unknown>)[name]);
}

/**
 * Text as it is, but for characters that XML and PostgreSQL cannot hold; a number or boolean as its usual text; the
 * empty text for everything else.
 */
export function readText(value: unknown): string {
  if (typeof value === "string") return withoutForbidden(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return "";
}

/** The first field that holds more than white space, trimmed; the empty text when none does. */
export function readFirstText(...values: readonly unknown[]): string {
  for (const value of values) {
    const text = readText(value).trim();
    if (text !== "") return text;
  }
  return "";
}

/** True and false, also as the texts XML gives; null for everything else, numbers too. */
export function readFlag(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return null;
  const text = value.trim().toLowerCase();
  return text === "true" ? true : text === "false" ? false : null;
}

/** A whole number of zero or more, also as text; null for everything else. */
export function readCount(value: unknown): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : null;
  if (typeof value !== "string" || !/^\s*[0-9]{1,15}\s*$/.test(value)) return null;
  return Number(value);
}

/** The enum's name for a name in any case or a number (its place in `names`); null for what is not known. */
export function readEnum<Name extends string>(value: unknown, names: readonly Name[]): Name | null {
  const index = readCount(value);
  if (index !== null) return names[index] ?? null;
  if (typeof value !== "string") return null;
  const wanted = value.trim().toLowerCase();
  return names.find((name) => name.toLowerCase() === wanted) ?? null;
}

/** A list's items: an array as it is; XML's `{Item: [...]}` or `{Item: {...}}` by its only field; else none. */
export function readList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  const record = readRecord(value);
  if (record === null) return [];
  const fields = Object.keys(record).filter((key) => !key.startsWith("@"));
  const only = fields.length === 1 ? record[fields[0] ?? ""] : undefined;
  if (Array.isArray(only)) return only as unknown[];
  return readRecord(only) === null ? [] : [only];
}

function withoutForbidden(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\ufffe\uffff]/gu, (character) => (isAllowed(character) ? character : ""));
}

/** Tab, line feed and carriage return of the first controls, and all of the second (XML 1.0, Char). */
function isAllowed(character: string): boolean {
  const code = character.charCodeAt(0);
  return code === 9 || code === 10 || code === 13 || (code >= 0x7f && code < 0xa0);
}

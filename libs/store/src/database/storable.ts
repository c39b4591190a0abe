/**
 * JSON that PostgreSQL can hold: its jsonb and text know neither the NUL character nor half surrogate pairs, both of
 * which helpdesks send. They become U+FFFD here; what must survive unchanged is stored as JSON inside a string.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "string" ? storableText(item) : item));
}

/** Text that PostgreSQL can hold, as {@link storableJson}. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

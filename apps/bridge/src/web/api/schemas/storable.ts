import type { FieldFault } from "../../problem.ts";

/** What a field is told that holds a character no text in the database can. */
const rule = "must hold neither the character U+0000 nor half a character";

/**
 * The texts in what a schema gave that the database could not take, each by its field. One rule for whatever is sent:
 * PostgreSQL refuses such a text wherever it stands, also where it is only looked for.
 */
export function unstorableTexts(value: unknown, field: readonly string[] = []): readonly FieldFault[] {
  if (typeof value === "string") {
    return value.includes("\0") || !value.isWellFormed() ? [{ field: field.join("."), detail: rule }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => unstorableTexts(each, [...field, key]));
}

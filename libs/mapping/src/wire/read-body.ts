import { carriable } from "../content/carriable-text.ts";
import { readText } from "./read-fields.ts";

/** A body's text, where unlike in other fields nothing is dropped in silence. */
export function readBody(value: unknown): string {
  return typeof value === "string" ? carriable(value) : readText(value);
}

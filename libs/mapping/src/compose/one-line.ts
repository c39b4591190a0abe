import { cutText } from "../wire/cut-text.ts";

/** Names come from outside: nothing in them may end the line or the brackets around it. */
export function oneLine(text: string): string {
  return cutText(text, 2_000)
    .replace(/[[\]]/g, "|")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
}

/** What stands in a text for a character that could not be carried: its picture, or the sign for one that is none. */
export const signs = /[\u2400-\u2408\u240e-\u241f\ufffd]/g;

const uncarried = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;
const pictures = 0x2400;

/**
 * The text with nothing in it that XML 1.0 or PostgreSQL cannot hold. It is not dropped, which would glue words together
 * and be told nowhere (P7): a control leaves its picture (`\u2400` for NUL), half a character and what is none the
 * replacement sign; a page feed and a vertical tab end a line, so they become a line's end.
 */
export function carriable(text: string): string {
  return text.toWellFormed().replace(uncarried, signFor);
}

function signFor(character: string): string {
  if (character === "\v" || character === "\f") return "\n";
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(pictures + code) : "\ufffd";
}

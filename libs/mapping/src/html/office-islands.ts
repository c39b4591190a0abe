const opening = "<xml";
const closing = "</xml>";

/**
 * The markup without Office's <xml> islands (document settings, which no reader sees). An island that is never closed
 * stays: then the rest of the message would go with it.
 */
export function withoutIslands(html: string): string {
  // One search for the rule (no island) before the markup is copied in lower case.
  if (!/<xml/i.test(html)) return html;
  const lower = html.toLowerCase();
  // A few characters change their length in lower case; then places in the two texts differ.
  if (lower.length !== html.length) return html;
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = lower.indexOf(opening, from);
    const end = start < 0 ? -1 : lower.indexOf(closing, start);
    if (end < 0) break;
    kept.push(html.slice(from, isNameEnd(lower.charAt(start + opening.length)) ? start : end));
    from = end + closing.length;
  }
  kept.push(html.slice(from));
  return kept.join("");
}

function isNameEnd(character: string): boolean {
  return character === ">" || character === "/" || character.trim() === "";
}

/** Blocks that a mirror keeps as divisions: their tags mean nothing outside the page they come from, their lines do. */
export const blocksWithoutTag =
  "button dialog dir fieldset form hgroup legend listing menu optgroup option plaintext search select textarea xmp".split(
    " ",
  );

/** Elements that stand on lines of their own, so that words on their two sides are two words. */
export const blocks: ReadonlySet<string> = new Set([
  ...blocksWithoutTag,
  ...(
    "address article aside blockquote br caption center col colgroup dd details div dl dt figcaption figure footer h1 h2 " +
    "h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
]);

/** Elements whose text nobody sees; the tokenizer takes their content as raw text, so they hold no other elements. */
export const unseen: readonly string[] = ["iframe", "noembed", "noframes", "script", "style", "title"];

const emptyUnseen = new RegExp(`<(?:${unseen.join("|")})(?:\\s[^<>]*)?/>`, "gi");
const section = /<!\[CDATA\[/gi;

/**
 * The markup without two habits of XML that readers of HTML take otherwise. `<style/>` would hide all that follows: an
 * end that belongs to nothing takes its place, which also inside a comment or an attribute does no harm. A section
 * (CDATA) is to a browser a comment up to the next bracket, to our parser one up to its own end, with words inside.
 */
export function withoutXmlHabits(html: string): string {
  return html.replace(emptyUnseen, "</x>").replace(section, "<!CDATA[");
}

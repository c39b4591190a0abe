/** Any value made of words, numbers, colours and lengths; nothing that loads or computes. */
const harmless = [
  /^(?!.*(?:url|expression|image|image-set|cross-fade|element|attr|var|env|src)\s*\()[-\w\s#%.,'"()+!/]{1,300}$/i,
];

const properties = (
  "background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width " +
  "border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius " +
  "border-right border-right-color border-right-style border-right-width border-spacing border-style border-top " +
  "border-top-color border-top-style border-top-width border-width box-sizing caption-side clear color direction display " +
  "empty-cells float font font-family font-size font-style font-variant font-weight height letter-spacing line-height " +
  "list-style list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top max-height " +
  "max-width min-height min-width opacity overflow overflow-wrap padding padding-bottom padding-left padding-right padding-top " +
  "table-layout text-align text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent " +
  "text-transform unicode-bidi vertical-align visibility white-space width word-break word-spacing word-wrap"
).split(" ");

/**
 * Inline style that is kept: how text looks, whether it is seen and how tables are laid out, never where a thing stands
 * on the page. What hides is kept, for a mail's hidden preview line would else be read.
 */
export const allowedStyles: Record<string, RegExp[]> = Object.fromEntries(properties.map((name) => [name, harmless]));

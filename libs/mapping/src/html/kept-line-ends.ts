/** Cleaned markup in its pieces: a tag, whose attributes hold no angle bracket any more, or text. */
const piece = /<(\/?)([a-z0-9]+)([^<>]*)>|[^<]+/g;
const whiteSpace = /white-space:\s*([a-z-]+)/;
const noEnd = new Set(["br", "col", "hr", "img", "wbr"]);

/**
 * Cleaned markup with a break for every line end that its style shows as one (`white-space: pre-wrap` and its like).
 * What stands in `pre` stays as it is, for readers know that element.
 */
export function withKeptLineEnds(clean: string): string {
  if (!clean.includes("white-space")) return clean;
  const keeping: boolean[] = [];
  return clean.replace(piece, (whole, closing: string | undefined, name: string | undefined, attributes: string) => {
    if (name === undefined) return keeping.at(-1) === true ? whole.replace(/\r\n|\r|\n/g, "<br />") : whole;
    if (closing === "/") keeping.pop();
    else if (!noEnd.has(name)) keeping.push(keepsLineEnds(name, attributes, keeping.at(-1) ?? false));
    return whole;
  });
}

function keepsLineEnds(name: string, attributes: string, inherited: boolean): boolean {
  if (name === "pre") return false;
  const said = whiteSpace.exec(attributes)?.[1];
  if (said === undefined || said === "inherit") return inherited;
  return said.startsWith("pre") || said === "break-spaces";
}

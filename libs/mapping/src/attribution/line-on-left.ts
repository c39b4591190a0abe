/** What a style says about one side's border; what it does not say is left out. */
interface Border {
  style?: boolean;
  width?: boolean;
  color?: boolean;
}
type Part = keyof Border;
type Borders = Record<"left" | "right", Border>;

const noLine = new Set(["none", "hidden"]);
const lineStyles = new Set(["solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset"]);
const widths = new Set(["thin", "medium", "thick"]);
const inherited = new Set(["inherit", "initial", "revert", "revert-layer", "unset"]);
const property = /^border(?:-(left|right|inline-start|inline-end|inline|top|bottom))?(?:-(style|width|color))?$/;

/**
 * Whether an inline style draws a line on the left and none on the right: the mark of quoted text in Outlook and others.
 * A frame around all sides is a design. Reading from left to right is assumed.
 */
export function hasLineOnLeft(style: string): boolean {
  if (!/border/i.test(style)) return false;
  const borders: Borders = { left: {}, right: {} };
  for (const declaration of style.toLowerCase().split(";")) {
    const colon = declaration.indexOf(":");
    if (colon > 0) apply(borders, declaration.slice(0, colon).trim(), valuesOf(declaration.slice(colon + 1)));
  }
  return isDrawn(borders.left) && !isDrawn(borders.right);
}

function isDrawn(border: Border): boolean {
  const said = [border.style, border.width, border.color];
  return said.includes(true) && !said.includes(false);
}

/** The words of a value; a colour's function counts as one. */
function valuesOf(text: string): readonly string[] {
  return text
    .replace(/!\s*important/g, "")
    .replace(/\([^()]*\)/g, "()")
    .split(/\s+/)
    .filter((value) => value !== "");
}

function apply(borders: Borders, name: string, values: readonly string[]): void {
  const found = property.exec(name);
  if (found === null || values.length === 0) return;
  const [, side, part] = found as unknown as [string, string | undefined, Part | undefined];
  for (const [place, border] of Object.entries(borders) as ["left" | "right", Border][]) {
    const value = ownValues(place, side, part, values);
    if (value === null) continue;
    if (part === undefined) setAll(border, value);
    else set(border, part, value[0] ?? "");
  }
}

/** The values that are about this side; null when the property is about another. */
function ownValues(
  place: "left" | "right",
  side: string | undefined,
  part: Part | undefined,
  values: readonly string[],
): readonly string[] | null {
  const edge = place === "left" ? "inline-start" : "inline-end";
  if (side === place || side === edge) return values;
  if (side !== undefined && side !== "inline") return null;
  if (part === undefined) return values;
  const [first = "", second = first, , fourth = second] = values;
  if (side === "inline") return [place === "left" ? first : second];
  return [place === "left" ? fourth : second];
}

/** A shorthand sets all three; without a word for its style there is no line. */
function setAll(border: Border, values: readonly string[]): void {
  delete border.width;
  delete border.color;
  border.style = false;
  for (const value of values) set(border, partOf(value), value);
}

function partOf(value: string): Part {
  if (noLine.has(value) || lineStyles.has(value) || inherited.has(value)) return "style";
  return widths.has(value) || /^[+.]?[0-9]/.test(value) ? "width" : "color";
}

function set(border: Border, part: Part, value: string): void {
  if (inherited.has(value)) {
    // Alone it says nothing; in a shorthand the style is none already.
    if (part !== "style") delete border[part];
    return;
  }
  if (part === "style") border.style = lineStyles.has(value);
  else if (part === "width") border.width = widths.has(value) || Number.parseFloat(value) > 0;
  else border.color = value !== "transparent";
}

import { cssOf, painted, white, type Paint } from "./colour.ts";

/** A property as the browser read it, in its own spelling; "" where it is not said or not valid. */
export type Read = (property: string) => string;

const sides = ["top", "right", "bottom", "left"] as const;

/** In pixels, so that nothing becomes unseen by being small or far away, whatever stands in whatever. */
const bounds = { text: [11, 32], room: [0, 48], border: [0, 4] } as const;

const perUnit: Readonly<Record<string, number>> = {
  ...{ px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 96 / 2.54, mm: 9.6 / 2.54 },
  // Of the frame's own size: of the element around it they would grow, or vanish, with each that is nested.
  ...{ em: 14, rem: 14, ex: 7, ch: 7, "%": 0.14 },
};

const namedSizes: Readonly<Record<string, number>> = {
  ...{ "xx-small": 11, "x-small": 11, small: 12, smaller: 12, medium: 14 },
  ...{ large: 17, larger: 17, "x-large": 21, "xx-large": 28, "xxx-large": 32 },
};

const words: Readonly<Record<string, RegExp>> = {
  "font-weight": /^(?:normal|bold|bolder|lighter|[1-9]00)$/,
  "font-style": /^(?:normal|italic|oblique)$/,
  "text-decoration-line": /^(?:none|(?:underline|overline|line-through)(?: (?:underline|overline|line-through)){0,2})$/,
  "text-align": /^(?:left|right|center|justify|start|end)$/,
};

/**
 * The declarations of a look that may be shown, without colours of words and grounds. Each is put together anew of words
 * listed here and of numbers: nothing that a message says is copied.
 */
export function simpleLook(read: Read, paintOf: (said: string) => Paint | null): readonly string[] {
  return [
    ...Object.entries(words).flatMap(([property, allowed]) => {
      const said = read(property);
      return allowed.test(said) ? [`${property}: ${said}`] : [];
    }),
    ...pixels("font-size", namedSizes[read("font-size")] ?? pixelsOf(read("font-size")), bounds.text),
    ...["margin", "padding"].flatMap((room) =>
      sides.flatMap((side) => pixels(`${room}-${side}`, pixelsOf(read(`${room}-${side}`)), bounds.room)),
    ),
    ...sides.flatMap((side) => border(`border-${side}`, read, paintOf)),
  ];
}

/** What of these declarations stands beside the words, in pixels. */
export function sidewaysOf(read: Read): number {
  const within = (said: string, [least, most]: readonly [number, number]) =>
    Math.min(most, Math.max(least, pixelsOf(said) ?? 0));
  return (["left", "right"] as const).reduce(
    (sum, side) =>
      sum +
      within(read(`margin-${side}`), bounds.room) +
      within(read(`padding-${side}`), bounds.room) +
      within(read(`border-${side}-width`), bounds.border),
    0,
  );
}

function border(name: string, read: Read, paintOf: (said: string) => Paint | null): readonly string[] {
  const style = read(`${name}-style`);
  if (/^(?:none|hidden)$/.test(style)) return [`${name}-style: none`];
  if (!/^(?:solid|dashed|dotted|double)$/.test(style)) return [];
  const paint = paintOf(read(`${name}-color`));
  return [
    `${name}-style: ${style}`,
    ...pixels(`${name}-width`, pixelsOf(read(`${name}-width`)) ?? 1, bounds.border),
    ...(paint === null ? [] : [`${name}-color: ${cssOf(painted(paint, white))}`]),
  ];
}

function pixels(property: string, wanted: number | null, [least, most]: readonly [number, number]): readonly string[] {
  if (wanted === null) return [];
  return [`${property}: ${Number(Math.min(most, Math.max(least, wanted)).toFixed(2))}px`];
}

function pixelsOf(said: string): number | null {
  const found = /^(-?\d{0,6}(?:\.\d{1,6})?)(px|pt|pc|in|cm|mm|r?em|ex|ch|%)$/.exec(said);
  const number = Number.parseFloat(found?.[1] ?? "");
  return Number.isNaN(number) ? null : number * (perUnit[found?.[2] ?? ""] ?? 0);
}

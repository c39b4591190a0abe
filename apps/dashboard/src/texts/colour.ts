export type Colour = readonly [red: number, green: number, blue: number];

/** As one is painted over another: 0 is not at all. */
export interface Paint {
  readonly colour: Colour;
  readonly opacity: number;
}

export const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
/** Of words without a colour of their own. */
export const ink: Colour = [27, 33, 38];

/** WCAG 2.2 AA, and AAA for what stands on a ground. */
const leastForWords = 4.5;
const leastForGround = 7;
const steps = 32;

/** Reads how a canvas says a colour: `#rrggbb` or `rgba(r, g, b, a)`. Null: anything else. */
export function paintOf(said: string): Paint | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(said);
  if (hex !== null) {
    const [red, green, blue] = hex.slice(1).map((part) => Number.parseInt(part, 16));
    return { colour: [red ?? 0, green ?? 0, blue ?? 0], opacity: 1 };
  }
  const parts = /^rgba\((\d{1,3}), (\d{1,3}), (\d{1,3}), ([01](?:\.\d+)?)\)$/.exec(said);
  if (parts === null) return null;
  const [red = 0, green = 0, blue = 0, opacity = 0] = parts.slice(1).map(Number);
  return { colour: [red, green, blue], opacity };
}

export function cssOf(colour: Colour): string {
  return `rgb(${colour.map((part) => Math.min(255, Math.max(0, Math.round(part)))).join(", ")})`;
}

export function painted({ colour, opacity }: Paint, below: Colour): Colour {
  return mixed(below, colour, opacity);
}

/** From 1, which nobody sees, to 21. */
export function contrastOf(one: Colour, other: Colour): number {
  const [a, b] = [lightOf(one), lightOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/**
 * A ground that dark words read on: a dark one becomes a pale one of the same hue. So words read wherever they stand, also
 * where they reach out of their own ground; dark grounds with light words could be made to hide some that way.
 */
export function asGround(colour: Colour): Colour {
  return towards(white, colour, (tried) => contrastOf(ink, tried) >= leastForGround);
}

/** Words that read on such a ground, and so on white: pale ones become dark ones of the same hue. */
export function asWords(colour: Colour, ground: Colour): Colour {
  return towards(black, colour, (tried) => contrastOf(tried, ground) >= leastForWords);
}

function towards(end: Colour, from: Colour, isEnough: (colour: Colour) => boolean): Colour {
  for (let step = 0; step < steps; step += 1) {
    const tried = mixed(from, end, step / steps);
    if (isEnough(tried)) return tried;
  }
  return end;
}

/** Whole numbers, so that what is judged is what is shown. */
function mixed(from: Colour, to: Colour, part: number): Colour {
  const mix = (one: number, other: number) => Math.round(one + (other - one) * part);
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}

/** The relative luminance of WCAG. */
function lightOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

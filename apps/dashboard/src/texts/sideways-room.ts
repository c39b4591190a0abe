import { sidewaysOf, type Read } from "./simple-look.ts";

/** So much of a frame's width may be room beside the words, whatever stands in whatever: half of a phone's. */
export const mostSideways = 160;

/** What browsers and the frame's own rules leave beside the words, both sides together. */
const byItself: Readonly<Record<string, number>> = {
  ul: 40,
  ol: 40,
  dd: 40,
  blockquote: 15,
  figure: 80,
  td: 18,
  th: 18,
};

/** Nothing beside the words. */
export const noRoom = [
  ...["margin-left: 0px", "margin-right: 0px", "padding-left: 0px", "padding-right: 0px"],
  ...["border-left-style: none", "border-right-style: none"],
] as const;

/** How much room an element wants beside its words, in pixels. */
export function sidewaysWanted({ localName }: Element, read: Read): number {
  return (byItself[localName] ?? 0) + sidewaysOf(read);
}

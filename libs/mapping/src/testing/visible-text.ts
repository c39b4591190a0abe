import { defaultTreeAdapter as tree, parse } from "parse5";
import type { DefaultTreeAdapterTypes as Tree } from "parse5";

/** Elements whose content a browser never shows. */
const hidden = new Set("datalist iframe noembed noframes rp script style template title".split(" "));
/** Elements that part the words before from those behind. */
const parting = new Set(
  (
    "address article aside blockquote body br button caption center col colgroup dd details dialog dir div dl dt fieldset " +
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr input legend li listing main menu nav ol optgroup " +
    "option p plaintext pre search section select summary table tbody td textarea tfoot th thead tr ul xmp"
  ).split(" "),
);
const shown = /^(?:https?:\/\/|data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon);)/i;

/**
 * The words a person reads in this markup when no script runs, one space apart, by the algorithm of browsers and by
 * nothing the product reads with: the judge of tests. Left out is what no reader sees: comments and with them all that
 * only Outlook shows, the head, styles, and what the markup itself hides (`hidden`, `display:none`,
 * `visibility:hidden`), as senders hide the preview line of a mail. A picture that a mirror cannot show counts as its
 * alternative text in brackets, a field as its value: these are the words the product promises in their place.
 */
export function visibleText(markup: string): string {
  const pieces: string[] = [];
  // Readers of mail set it into a page of their own, which is never one of the old kind, with other rules for tables.
  const waiting: (Tree.Node | string)[] = [parse(`<!doctype html>${markup}`, { scriptingEnabled: false })];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === "string") pieces.push(next);
    else if (tree.isTextNode(next)) pieces.push(next.value);
    else if (tree.isElementNode(next)) enter(next, pieces, waiting);
    else if ("childNodes" in next) waiting.push(...next.childNodes.toReversed());
  }
  return asRead(pieces.join(""));
}

/** Text as its words, one space apart; marks that nobody sees count for nothing, but joiners and directions do. */
export function asRead(text: string): string {
  return text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();
}

function enter(element: Tree.Element, pieces: string[], waiting: (Tree.Node | string)[]): void {
  const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name.toLowerCase(), value]));
  if (hidden.has(element.tagName) || isHidden(attributes)) return;
  const space = parting.has(element.tagName) ? " " : "";
  pieces.push(space);
  if (element.tagName === "img" || element.tagName === "image") pieces.push(pictureWords(attributes));
  if (element.tagName === "input") pieces.push(fieldWords(attributes));
  waiting.push(space);
  for (const child of element.childNodes.toReversed()) waiting.push(child);
}

function isHidden({ hidden: attribute, style = "" }: Readonly<Record<string, string>>): boolean {
  const said = style.toLowerCase().replace(/\s+/g, "");
  if (/(?:^|;)visibility:(?:hidden|collapse)/.test(said)) return true;
  const display = said.match(/(?:^|;)display:[a-z-]+/g)?.at(-1);
  return display === undefined ? attribute !== undefined : display.endsWith(":none");
}

function pictureWords({ src = "", alt = "", width, height, style = "" }: Readonly<Record<string, string>>): string {
  if (shown.test(src.trim())) return "";
  const isCounter =
    [width, height].some((length) => /^\s*[0-2](?:px)?\s*$/.test(length ?? "")) ||
    /(?:^|;)(?:max-)?(?:width|height):[0-2](?:px)?(?:;|$)/.test(style.toLowerCase().replace(/\s+/g, ""));
  if (isCounter) return "";
  if (alt.trim() !== "") return `[${alt}]`;
  return src.trim() === "" ? "" : "[picture]";
}

function fieldWords({ type = "text", value = "" }: Readonly<Record<string, string>>): string {
  return /^(?:checkbox|color|file|hidden|image|password|radio|range)$/i.test(type.trim()) ? "" : value;
}

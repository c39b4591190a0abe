import type { DomNode } from "html-to-text";

import { blocks } from "./elements.ts";

const lists = ["ul", "ol"];
const table = ["table"];
/** What a browser never leaves inside an element that was open before it, and the containers it may begin anew in. */
const containers: Readonly<Record<string, readonly string[]>> = {
  li: lists,
  dd: ["dl"],
  dt: ["dl"],
  caption: table,
  col: table,
  colgroup: table,
  tbody: table,
  td: table,
  tfoot: table,
  th: table,
  thead: table,
  tr: table,
};

const heading = /^h[1-6]$/;

/**
 * Whether an element holds what a browser would have ended it at, and our parser has not: an item or a cell without its
 * list or table, a block in a paragraph, a heading in a heading. Its sender left it open, so what it says about itself
 * is not said about all that is in it.
 */
export function isLeftOpen(element: DomNode): boolean {
  const waiting = (element.children ?? []).map((node) => ({ node, within: [] as readonly string[] }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, within } = next;
    const name = node.name ?? "";
    if (containers[name]?.some((container) => within.includes(container)) === false) return true;
    if (element.name === "p" && name !== "br" && blocks.has(name)) return true;
    if (heading.test(element.name ?? "") && heading.test(name)) return true;
    const inside = lists.includes(name) || name === "dl" || name === "table" ? [...within, name] : within;
    for (const child of node.children ?? []) waiting.push({ node: child, within: inside });
  }
  return false;
}

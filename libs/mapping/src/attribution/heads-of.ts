import type { Content } from "@ticket-bridge/helpdesk";

import { bare } from "../content/bare-text.ts";
import { visitHtml } from "../html/visit-html.ts";
import { LineWatch } from "./line-watch.ts";
import { isQuotation } from "./quotation.ts";

/** Longer than any attribution line, so that reading the head of 5 MB costs as little as that of a short note. */
const headLength = 1_000;
/** A tag that a helpdesk escaped may stand before the line, and every sign of the line may have become an entity. */
const rawLength = 20 * headLength;
/** As it stands, as the markup in it, escaped on save, and once more by the next save. */
const readings = 4;

/**
 * The first characters a reader sees, without white space: up to a quotation, 1,000 characters, or where it is plain
 * that they begin with an attribution line or with something else; pictures left aside (helpdesks set avatars and
 * counters before a body). What a helpdesk does to a body (indents, paragraphs, entities, comments, a page around it)
 * leaves them the same. Where the head may have been escaped on save, it follows again, read as the markup it then was;
 * each reading is made when it is asked for, because the first one is nearly always enough.
 */
export function* headsOf(content: Content): Generator<string, void> {
  let text = content.format === "html" ? seenHead(content.text) : rawHead(content.text);
  for (let round = 0; round < readings; round += 1) {
    yield bare(text).slice(0, headLength);
    if (!/[<&]/.test(text)) return;
    text = seenHead(text);
  }
}

/** The beginning of plain text with its white space, as far as it can matter. */
function rawHead(text: string): string {
  const start = text.search(/[^\s\p{Cc}\p{Cf}]/u);
  if (start < 0) return "";
  if (new LineWatch().isDecidedBy(text.charAt(start))) return text.charAt(start);
  return shortened(text.slice(start, start + 40 * rawLength));
}

function seenHead(html: string): string {
  let head = "";
  let ended = false;
  const watch = new LineWatch();
  const append = (text: string): void => {
    head += head === "" || head.endsWith(" ") ? text.trimStart() : text;
  };
  visitHtml(html, {
    onText: (text) => {
      if (ended) return;
      const seen = shortened(text.slice(0, 40 * rawLength));
      append(seen);
      ended = watch.isDecidedBy(seen) || head.length >= rawLength;
    },
    onOpen: (name, attributes, isBlock) => {
      ended ||= isQuotation(name, attributes);
      if (isBlock) append(" ");
    },
    isDone: () => ended,
  });
  return head;
}

/** Text with one space for any run of white space: enough to read a tag's attributes by. */
function shortened(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").slice(0, rawLength);
}

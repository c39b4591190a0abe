import type { Content } from "@ticket-bridge/helpdesk";

import { bare } from "../content/bare-text.ts";
import { isQuotation } from "./quotation.ts";
import { visitHtml } from "../html/visit-html.ts";

/** Longer than any attribution line, so that reading the head of 5 MB costs as little as that of a short note. */
const headLength = 1_000;

/**
 * The first characters a reader sees, without white space: up to a quotation, a picture or 1,000 characters. What a
 * helpdesk does to a body (indents, paragraphs, entities, comments, a page around it) leaves them the same.
 */
export function headOf(content: Content): string {
  if (content.format === "html") return markupHead(content.text);
  const head = bare(content.text.slice(0, headLength * 20)).slice(0, headLength);
  // A helpdesk may keep a plain body as markup: <p>[… or &#91;… at its head.
  return /^(?:<[a-z!/]|&)/i.test(head) ? markupHead(content.text) : head;
}

function markupHead(html: string): string {
  const once = seenHead(html);
  // Escaped twice: what was &#91; in the source became &amp;#91; on save.
  return once.startsWith("&") ? seenHead(once) : once;
}

function seenHead(html: string): string {
  let head = "";
  let ended = false;
  visitHtml(html, {
    onText: (text) => {
      if (!ended) head += bare(text);
      ended ||= head.length >= headLength;
    },
    onOpen: (name, attributes) => {
      ended ||= name === "img" || isQuotation(name, attributes);
    },
    isDone: () => ended,
  });
  return head;
}

import type { Content } from "@ticket-bridge/helpdesk";

import { carriable } from "./carriable-text.ts";
import { visitHtml } from "../html/visit-html.ts";

/** A plain body that a helpdesk wrapped into a paragraph, which some do on save. */
const wrappedPlain = /^\s*<(p|div|span|html|body)\b[^<>]{0,500}>[^]*<\/\1>\s*$/i;

/**
 * The words a reader sees, one space apart: the same before and after a helpdesk re-indented, re-wrapped, wrapped or
 * re-encoded the body.
 */
export function normalisedText(content: Content): string {
  const isMarkup = content.format === "html" || wrappedPlain.test(content.text);
  return collapse(isMarkup ? seenText(content.text) : content.text);
}

function seenText(html: string): string {
  const pieces: string[] = [];
  const separate = (_name: string, isBlock: boolean): void => {
    if (isBlock) pieces.push(" ");
  };
  visitHtml(html, {
    onText: (text) => pieces.push(text),
    onStandIn: (text) => pieces.push(text),
    onOpen: (name, _attributes, isBlock) => {
      separate(name, isBlock);
    },
    onClose: separate,
  });
  return pieces.join("");
}

/** Western text without controls and soft hyphens: composed as it is, and all of it can be carried. */
const isWestern = /^[\t\n\r\x20-\x7e\xa0-\xac\xae-\xff]*$/;

function collapse(text: string): string {
  // The same in a third of the time; of a usual message it is asked six times on its way.
  if (isWestern.test(text)) return text.replace(/[\t\n\r\xa0]\s*| \s+/g, " ").trim();
  return carriable(text)
    .normalize("NFC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/\p{Cf}+/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();
}

import { compile } from "html-to-text";

import { withKeptLineEnds } from "./kept-line-ends.ts";
import { isLeftOpen } from "./left-open.ts";
import { sanitizeHtml } from "./sanitize-html.ts";

/** What the markup hides, as the sanitiser spells it. */
const hidden = ["[hidden]", '[style*="display:none"]', '[style*="visibility:hidden"]'];

/** Blocks that the library takes for inline; a list's items are one only where their list is missing. */
const lines = "address caption center dd details dl dt figcaption figure li summary".split(" ");

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: Number.MAX_SAFE_INTEGER },
  formatters: {
    hiddenPart: (element, walk, builder) => {
      if (!isLeftOpen(element)) return;
      builder.openBlock();
      walk(element.children, builder);
      builder.closeBlock();
    },
    pictureText: (element, _walk, builder) => {
      const alt: unknown = (element.attribs as Record<string, unknown> | undefined)?.["alt"];
      if (typeof alt === "string" && alt.trim() !== "") builder.addInline(`[${alt.trim()}]`, { noWordTransform: true });
    },
  },
  selectors: [
    { selector: "a", options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ["<", ">"] } },
    ...hidden.map((selector) => ({ selector, format: "hiddenPart" })),
    { selector: "img", format: "pictureText" },
    { selector: "td", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "th", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...lines.map((selector) => ({
      selector,
      format: "block",
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** The markup as plain text: lines, lists and link targets kept, pictures by their alternative text, without what it hides. */
export function htmlToText(html: string): string {
  return convert(withKeptLineEnds(sanitizeHtml(html))).trim();
}

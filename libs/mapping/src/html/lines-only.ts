import { escapeHtml } from "./escape-html.ts";
import { visitHtml } from "./visit-html.ts";

/** The markup's words as bare lines: what is left when the layout itself cannot be trusted. */
export function linesOnly(html: string): string {
  const pieces: string[] = [];
  const lineEnd = (_name: string, isBlock: boolean): void => {
    if (isBlock && pieces.at(-1) !== "\n") pieces.push("\n");
  };
  visitHtml(html, {
    onText: (text) => pieces.push(text),
    onStandIn: (text) => pieces.push(text),
    onOpen: (name, _attributes, isBlock) => {
      lineEnd(name, isBlock);
    },
    onClose: lineEnd,
  });
  const text = pieces.join("").trim();
  return text === "" ? "" : text.split("\n").map(escapeHtml).join("<br />\n");
}

import { bare } from "../content/bare-text.ts";
import { visitHtml } from "./visit-html.ts";

/** Whether the markup shows a reader anything: a word or a picture. */
export function hasVisibleContent(html: string): boolean {
  let found = false;
  visitHtml(html, {
    onText: (text) => {
      found ||= bare(text) !== "";
    },
    onOpen: (name) => {
      found ||= name === "img" || name === "hr";
    },
    isDone: () => found,
  });
  return found;
}

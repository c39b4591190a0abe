import { bare } from "../content/bare-text.ts";
import { isPixel } from "./pixel.ts";
import { visitHtml } from "./visit-html.ts";

/** Whether the markup shows a reader anything: a word or a picture. */
export function hasVisibleContent(html: string): boolean {
  return shows(html, (name) => name === "img" || name === "hr");
}

/** Whether the markup shows a word. */
export function hasVisibleWords(html: string): boolean {
  return shows(html, () => false);
}

/** Whether the markup shows a word or a picture that is more than the pixel by which senders count their readers. */
export function hasVisiblePicture(html: string): boolean {
  return shows(html, (name, attributes) => name === "img" && !isPixel(attributes));
}

type Attributes = Readonly<Record<string, string>>;

function shows(html: string, isSeen: (name: string, attributes: Attributes) => boolean): boolean {
  let found = false;
  visitHtml(html, {
    onText: (text) => {
      found ||= bare(text) !== "";
    },
    onStandIn: (text, name) => {
      found ||= name !== "img" && bare(text) !== "";
    },
    onOpen: (name, attributes) => {
      found ||= isSeen(name, attributes);
    },
    isDone: () => found,
  });
  return found;
}

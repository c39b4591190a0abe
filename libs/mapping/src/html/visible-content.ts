import { bare } from "../content/bare-text.ts";
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
    onOpen: (name, attributes) => {
      found ||= isSeen(name, attributes);
    },
    isDone: () => found,
  });
  return found;
}

/** A picture of at most two pixels in one direction, or none: it counts readers or holds a layout open. */
export function isPixel({ width, height, style }: Attributes): boolean {
  if (isTiny(width) || isTiny(height)) return true;
  return /(?:^|[;\s])(?:(?:max-)?(?:width|height)\s*:\s*[0-2](?:px)?|display\s*:\s*none)\s*(?:;|!|$)/i.test(
    style ?? "",
  );
}

function isTiny(length: string | undefined): boolean {
  return length !== undefined && /^\s*[0-2](?:px)?\s*$/.test(length);
}

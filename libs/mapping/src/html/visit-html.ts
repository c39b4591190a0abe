import { Parser } from "htmlparser2";

/** Elements that stand on lines of their own, so that words on their two sides are two words. */
const blocks = new Set(
  (
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset " +
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p " +
    "pre section select summary table tbody td textarea tfoot th thead tr ul"
  ).split(" "),
);

/** Elements whose text nobody sees. */
const unseen = new Set(["head", "script", "style", "template", "title", "xml"]);

export interface HtmlVisitor {
  /** Text a reader sees, entities resolved, in pieces of any length. */
  onText(text: string): void;
  /** An element begins; `isBlock` tells that a line ends here. */
  onOpen?(name: string, attributes: Readonly<Record<string, string>>, isBlock: boolean): void;
  onClose?(name: string, isBlock: boolean): void;
  /** Asked between pieces of the source: true ends the visit early. */
  isDone?(): boolean;
}

const pieceLength = 16_384;

/** Walks through what a reader sees of the markup, in one pass and without building a tree, so that 5 MB are no matter. */
export function visitHtml(html: string, visitor: HtmlVisitor): void {
  let unseenDepth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      // <body> ends a <head> that its author forgot to close.
      if (name === "body") unseenDepth = 0;
      if (unseen.has(name)) unseenDepth += 1;
      else if (unseenDepth === 0) visitor.onOpen?.(name, attributes, blocks.has(name));
    },
    onclosetag(name) {
      if (unseen.has(name)) unseenDepth = Math.max(0, unseenDepth - 1);
      else if (unseenDepth === 0) visitor.onClose?.(name, blocks.has(name));
    },
    ontext(text) {
      if (unseenDepth === 0) visitor.onText(text);
    },
  });
  for (let start = 0; start < html.length; start += pieceLength) {
    parser.write(html.slice(start, start + pieceLength));
    if (visitor.isDone?.() === true) return;
  }
  parser.end();
}

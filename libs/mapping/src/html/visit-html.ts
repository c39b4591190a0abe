import { Tokenizer } from "htmlparser2";

import { withoutIslands } from "./office-islands.ts";

/** Elements that stand on lines of their own, so that words on their two sides are two words. */
const blocks = new Set(
  (
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset " +
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p " +
    "pre section select summary table tbody td textarea tfoot th thead tr ul"
  ).split(" "),
);

/** Elements whose text nobody sees; the tokenizer takes their content as raw text, so they hold no other elements. */
const unseen = new Set(["iframe", "noembed", "noframes", "script", "style", "title"]);

export interface HtmlVisitor {
  /** Text a reader sees, entities resolved, in pieces of any length. */
  onText(text: string): void;
  /** An element begins; `isBlock` tells that a line ends here. */
  onOpen?(name: string, attributes: Readonly<Record<string, string>>, isBlock: boolean): void;
  onClose?(name: string, isBlock: boolean): void;
  /** Asked after each piece: true ends the visit early. */
  isDone?(): boolean;
}

/**
 * Walks through what a reader sees of the markup: one pass over tokens, no tree and no stack of open elements, so that
 * time grows with length only, however deep a hostile body nests.
 */
export function visitHtml(source: string, visitor: HtmlVisitor): void {
  const html = withoutIslands(source);
  let name = "";
  let hidden: string | null = null;
  let attributes: Record<string, string> = {};
  let attribute = "";
  let value = "";

  const settle = (): void => {
    if (visitor.isDone?.() === true) tokenizer.pause();
  };
  const open = (): void => {
    if (hidden !== null) return;
    if (unseen.has(name)) hidden = name;
    else visitor.onOpen?.(name, attributes, blocks.has(name));
    settle();
  };
  const text = (piece: string): void => {
    if (hidden === null) visitor.onText(piece);
    settle();
  };
  const ignore = (): void => undefined;

  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        attributes = {};
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
        value = "";
      },
      onattribdata(start, end) {
        value += html.slice(start, end);
      },
      onattribentity(codepoint) {
        value += characterOf(codepoint);
      },
      onattribend() {
        attributes[attribute] ??= value;
      },
      onopentagend: open,
      onselfclosingtag: open,
      onclosetag(start, end) {
        const closed = html.slice(start, end).toLowerCase();
        if (hidden === null) visitor.onClose?.(closed, blocks.has(closed));
        else if (hidden === closed) hidden = null;
      },
      ontext(start, end) {
        text(html.slice(start, end));
      },
      ontextentity(codepoint) {
        text(characterOf(codepoint));
      },
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  if (tokenizer.running) tokenizer.end();
}

function characterOf(codepoint: number): string {
  return codepoint >= 0 && codepoint <= 0x10ffff ? String.fromCodePoint(codepoint) : "\ufffd";
}

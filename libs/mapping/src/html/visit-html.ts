import { Tokenizer } from "htmlparser2";
import type { TokenizerCallbacks } from "htmlparser2";

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
  const walk = new Walk(html, visitor);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, walk);
  walk.onDone = () => {
    tokenizer.pause();
  };
  tokenizer.write(html);
  if (tokenizer.running) tokenizer.end();
}

/** Turns the tokenizer's places in the source into what the visitor wants to hear. */
class Walk implements TokenizerCallbacks {
  onDone = (): void => undefined;
  readonly #html: string;
  readonly #visitor: HtmlVisitor;
  #name = "";
  #hidden: string | null = null;
  #attributes: Record<string, string> = {};
  #attribute = "";
  #value = "";

  constructor(html: string, visitor: HtmlVisitor) {
    this.#html = html;
    this.#visitor = visitor;
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = {};
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#html.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    this.#value += characterOf(codepoint);
  }

  onattribend(): void {
    // As in a browser, the first of two attributes of one name counts.
    if (!Object.hasOwn(this.#attributes, this.#attribute)) this.#attributes[this.#attribute] = this.#value;
  }

  onopentagend(): void {
    if (this.#hidden !== null) return;
    if (unseen.has(this.#name)) this.#hidden = this.#name;
    else this.#visitor.onOpen?.(this.#name, this.#attributes, blocks.has(this.#name));
    this.#settle();
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    const closed = this.#html.slice(start, end).toLowerCase();
    if (this.#hidden === null) this.#visitor.onClose?.(closed, blocks.has(closed));
    else if (this.#hidden === closed) this.#hidden = null;
  }

  ontext(start: number, end: number): void {
    this.#text(this.#html.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.#text(characterOf(codepoint));
  }

  oncdata(): void {
    // Nobody sees it in HTML; so for all the following.
  }
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #text(piece: string): void {
    if (this.#hidden === null) this.#visitor.onText(piece);
    this.#settle();
  }

  #settle(): void {
    if (this.#visitor.isDone?.() === true) this.onDone();
  }
}

function characterOf(codepoint: number): string {
  return codepoint >= 0 && codepoint <= 0x10ffff ? String.fromCodePoint(codepoint) : "\ufffd";
}

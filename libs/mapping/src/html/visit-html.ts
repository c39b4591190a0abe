import { Tokenizer } from "htmlparser2";
import type { TokenizerCallbacks } from "htmlparser2";

import { blocks, unseen, withoutXmlHabits } from "./elements.ts";
import { standInFor } from "./stand-in.ts";

export interface HtmlVisitor {
  /** Text a reader sees, entities resolved, in pieces of any length. */
  onText(text: string): void;
  /** The words that stand in a mirror for an element it cannot show, told right after its beginning. */
  onStandIn?(text: string, name: string): void;
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
  const html = withoutXmlHabits(source);
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
    if (unseen.includes(this.#name)) this.#hidden = this.#name;
    this.#visitor.onOpen?.(this.#name, this.#attributes, blocks.has(this.#name));
    const standIn = standInFor(this.#name, this.#attributes);
    if (standIn !== null && standIn !== "") this.#visitor.onStandIn?.(standIn, this.#name);
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

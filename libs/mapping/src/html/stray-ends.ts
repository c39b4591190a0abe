import { Tokenizer } from "htmlparser2";
import type { TokenizerCallbacks } from "htmlparser2";

const cells = new Set(["td", "th", "caption"]);
const rows = new Set(["tbody", "tfoot", "thead", "tr"]);

/**
 * The markup without the ends that reach out of a table or a cell, like the `</div>` too many in one cell. A browser
 * passes over them; our parser would end the whole table there, and the words of the cells that follow would stand
 * outside of it, glued together.
 */
export function withoutStrayEnds(html: string): string {
  if (!/<table/i.test(html)) return html;
  const walk = new Walk(html);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, walk);
  tokenizer.write(html);
  tokenizer.end();
  return walk.rest();
}

/** A table or a cell, with what is open in it. */
interface Scope {
  readonly isCell: boolean;
  readonly open: Map<string, number>;
}

const ignore = (): void => undefined;

class Walk implements TokenizerCallbacks {
  readonly onattribdata = ignore;
  readonly onattribentity = ignore;
  readonly onattribend = ignore;
  readonly onattribname = ignore;
  readonly oncdata = ignore;
  readonly oncomment = ignore;
  readonly ondeclaration = ignore;
  readonly onend = ignore;
  readonly onopentagend = ignore;
  readonly onprocessinginstruction = ignore;
  readonly onselfclosingtag = ignore;
  readonly ontext = ignore;
  readonly ontextentity = ignore;
  readonly #html: string;
  readonly #scopes: Scope[] = [];
  readonly #kept: string[] = [];
  #keptTo = 0;

  constructor(html: string) {
    this.#html = html;
  }

  onopentagname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#scopes.length > 0 && (cells.has(name) || rows.has(name))) this.#leaveCell();
    const scope = this.#scopes.at(-1);
    if (scope !== undefined && !cells.has(name)) scope.open.set(name, (scope.open.get(name) ?? 0) + 1);
    if (name === "table" || (scope !== undefined && cells.has(name))) {
      this.#scopes.push({ isCell: name !== "table", open: new Map() });
    }
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#scopes.length === 0) return;
    if (!this.#isOpen(name)) this.#replace(start, name === "p" ? "<p></p>" : "");
  }

  /** The markup that was kept. */
  rest(): string {
    return this.#keptTo === 0 ? this.#html : this.#kept.join("") + this.#html.slice(this.#keptTo);
  }

  #isOpen(name: string): boolean {
    if (cells.has(name)) return this.#leaveCell();
    if (name === "table" || rows.has(name)) return this.#closeRows(name);
    return name === "br" || this.#countDown(name);
  }

  #closeRows(name: string): boolean {
    const table = this.#scopes.at(-1)?.isCell === true ? this.#scopes.at(-2) : this.#scopes.at(-1);
    if (name !== "table" && (table?.open.get(name) ?? 0) === 0) return false;
    this.#leaveCell();
    if (name === "table") this.#scopes.pop();
    else this.#countDown(name);
    return true;
  }

  #countDown(name: string): boolean {
    const open = this.#scopes.at(-1)?.open;
    const count = open?.get(name) ?? 0;
    if (count > 0) open?.set(name, count - 1);
    return count > 0;
  }

  #leaveCell(): boolean {
    if (this.#scopes.at(-1)?.isCell !== true) return false;
    this.#scopes.pop();
    return true;
  }

  /** A paragraph's end without a beginning is to a browser an empty paragraph, every other one nothing. */
  #replace(nameStart: number, replacement: string): void {
    const start = this.#html.lastIndexOf("</", nameStart);
    const end = this.#html.indexOf(">", nameStart);
    this.#kept.push(this.#html.slice(this.#keptTo, start), replacement);
    this.#keptTo = end < 0 ? this.#html.length : end + 1;
  }
}

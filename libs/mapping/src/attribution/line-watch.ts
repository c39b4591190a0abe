import { bare } from "../content/bare-text.ts";

/**
 * Tells how much of a head has to be read. Seen text that begins with anything but a bracket is no attribution line, and
 * a line ends at its closing bracket; what follows changes neither. Only a tag or an entity before that leaves it open,
 * because the same text read as markup may begin otherwise. Each piece is looked at once, so that many small ones cost no
 * more than a large one.
 */
export class LineWatch {
  #place: "before" | "inside" | "open" = "before";

  /** Whether the pieces up to and with this one, which follows those given before, decide. */
  isDecidedBy(piece: string): boolean {
    if (this.#place === "open") return false;
    let text = piece;
    if (this.#place === "before") {
      text = bare(piece);
      if (text === "") return false;
      if (!/^[[<&]/.test(text)) return true;
      this.#place = "inside";
    }
    const end = /[<&\]]/.exec(text)?.[0];
    if (end === "<" || end === "&") this.#place = "open";
    return end === "]";
  }
}

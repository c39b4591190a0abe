import { Parser } from "htmlparser2";

/** Mail chains of years reach some hundred; a parser's time grows with the square of the depth. */
const deepest = 1_000;
const pieceLength = 16_384;

/** Whether elements stand so deep inside each other that only an attack or a broken generator can have made them. */
export function isNestedTooDeep(html: string): boolean {
  let depth = 0;
  let tooDeep = false;
  const parser = new Parser({
    onopentagname() {
      depth += 1;
      tooDeep ||= depth > deepest;
    },
    onclosetag() {
      depth -= 1;
    },
  });
  for (let start = 0; start < html.length && !tooDeep; start += pieceLength) {
    parser.write(html.slice(start, start + pieceLength));
  }
  return tooDeep;
}

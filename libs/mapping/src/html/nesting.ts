import { Parser } from "htmlparser2";

/** Mail chains of years reach some hundred; a parser's time grows with the square of the depth. */
const deepest = 1_000;
const pieceLength = 16_384;

/** Whether elements stand so deep inside each other that only an attack or a broken generator can have made them. */
export function isNestedTooDeep(html: string): boolean {
  // Every element needs a bracket, so nearly all markup is known to be shallow without a parser.
  if (!hasMoreBrackets(html, deepest)) return false;
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

function hasMoreBrackets(html: string, count: number): boolean {
  let found = 0;
  for (let at = html.indexOf("<"); at >= 0 && found <= count; at = html.indexOf("<", at + 1)) found += 1;
  return found > count;
}
